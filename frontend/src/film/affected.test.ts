// What an edit touches, tried on a small film and by chance.
import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, type Records } from "../document/changes";
import { affected, around, both, joined, nothing } from "./affected";

const film: Records = {
  project: { p: { title: "x" } },
  scene: { s1: { number: "1" }, s2: { number: "2" } },
  shot: { a: { scene: "s1", action: "" }, b: { scene: "s2", action: "" } },
  casting: { c: { shot: "b", character: "k" } },
  take: { t: { shot: "a", key: "1" } },
  character: { k: { name: "K" } },
  clip: { q: { start: 0 } },
};
const after = (kind: string, id: string, set: Record<string, string>) => affected(film, apply(film, [{ kind, id, set }]));
const of = (...scenes: string[]) => ({ scenes: new Set(scenes) });

test("a shot, who is in it, its takes and its effects touch its scene", () => {
  expect(after("shot", "a", { action: "runs" })).toEqual(of("s1"));
  expect(after("casting", "c", { character: "m" })).toEqual(of("s2"));
  expect(after("take", "new", { shot: "b" })).toEqual(of("s2"));
  expect(after("effect", "new", { shot: "a" })).toEqual(of("s1"));
  expect(after("scene", "s2", { number: "3" })).toEqual(of("s2"));
});

test("a shot that goes to another scene touches both", () => {
  expect(after("shot", "a", { scene: "s2" })).toEqual(of("s1", "s2"));
});

test("what every scene is made from touches the film, what none is made from nothing", () => {
  expect(after("character", "k", { name: "M" })).toBe("film");
  expect(after("project", "p", { title: "y" })).toBe("film");
  expect(after("shot", "lost", { action: "of no scene" })).toBe("film");
  expect(after("clip", "q", { start: "5" })).toEqual(nothing);
  expect(affected(film, film)).toEqual(nothing);
});

test("an edit of one kind never touches fewer scenes together with another one", () => {
  const one = fc.record({ kind: fc.constantFrom("shot", "scene", "casting", "clip"), id: fc.constantFrom("a", "b", "c", "s1"), set: fc.constant({ scene: "s1", shot: "b" }) });
  fc.assert(fc.property(one, one, (first, second) => {
    const alone = affected(film, apply(film, [first]));
    const whole = both(alone, affected(film, apply(film, [second])));
    if (whole === "film" || alone === "film") expect(whole).toBe("film");
    else for (const scene of alone.scenes) expect(whole.scenes.has(scene)).toBe(true);
  }));
});

test("many scenes are the film", () => {
  const scenes = Array.from({ length: 30 }, (_, at) => `s${at}`);
  expect(scenes.map((one) => of(one)).reduce<ReturnType<typeof both>>(both, nothing)).toBe("film");
  expect(around(film, ["a", "b", "unknown"])).toEqual(of("s1", "s2"));
});

test("what was told of some shots replaces what was known of them, and only that", () => {
  const known = new Map([["a", 1], ["b", 2], ["gone", 3]]);
  expect([...joined(known, new Map([["a", 9], ["new", 4]]), new Set(["a", "gone", "new"]))]).toEqual([["a", 9], ["b", 2], ["new", 4]]);
});
