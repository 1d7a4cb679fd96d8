import { expect, test } from "vitest";
import { en } from "../i18n/en";
import { actions, actionsAt } from "./actions";
import { meant, named, type Press } from "./keys";

const press = (key: string, held: Partial<Press> = {}): Press => ({ key, shiftKey: false, altKey: false, metaKey: false, ctrlKey: false, ...held });

test("a press is named as it is printed", () => {
  expect(named(press("N", { shiftKey: false }))).toBe("n"); // caps lock
  expect(named(press("z", { ctrlKey: true, shiftKey: true }))).toBe("Mod+Shift+Z");
  expect(named(press("?", { shiftKey: true }))).toBe("?");
  expect(named(press("ArrowLeft", { altKey: true }))).toBe("Alt+ArrowLeft");
  expect(named(press(" "))).toBe("Space");
});

test("no key means two things at one place", () => {
  for (const place of ["board", "cut", "cast", "canvas"] as const) {
    const keys = actionsAt(place).flatMap((one) => one.keys);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at), place).toEqual([]);
  }
});

test("every action has its own name and words", () => {
  expect(new Set(actions.map((one) => one.id)).size).toBe(actions.length);
  for (const one of actions) expect(en[one.words], one.id).toBeTruthy();
});

test("arrows go by shots on the board and by frames in the cut; with Shift they choose more, or go by ten", () => {
  expect(meant(press("ArrowRight"), "board")?.id).toBe("shots");
  expect(meant(press("ArrowRight", { shiftKey: true }), "board")?.id).toBe("shots");
  expect(meant(press("ArrowRight"), "cut")?.id).toBe("arrows");
  expect(meant(press("s"), "cut")).toBeUndefined();
  expect(meant(press("d"), "cut")?.id).toBe("tl.enable");
  expect(meant(press("k", { metaKey: true }), "cast")?.id).toBe("find");
});

test("over the canvas its own keys hold and what holds everywhere; nothing of the board beneath is done by accident", () => {
  expect(meant(press("n"), "canvas")?.id).toBe("canvas.none");
  expect(meant(press("m"), "canvas")?.id).toBe("canvas.tool.move");
  expect(meant(press("z", { ctrlKey: true }), "canvas")?.id).toBe("undo");
  for (const key of ["d", "s", "g", "Delete", "r", "p"]) expect(meant(press(key), "canvas")?.places ?? ["canvas"], key).toContain("canvas");
});
