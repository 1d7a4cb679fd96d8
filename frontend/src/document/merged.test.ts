import { expect, test } from "vitest";
import { apply, type Fields, inverse, type Records } from "./changes";
import { filmOf } from "./select";
import { mergeShots, splitShot } from "./split";

const mask = (frame: number) => ({ frame, points: [[0.5, 0.5, true]], box: null, strokes: [], words: "" });
const drawing = (): (() => string) => {
  let drawn = 0;
  return () => `n${drawn++}`;
};
const board = (layers: Record<string, unknown>, effects: Record<string, unknown> = {}): Records => ({
  scene: { s: { number: "1", rank: "a0" } },
  shot: { a: { scene: "s", rank: "a0", letter: "A", frames: 40 }, b: { scene: "s", rank: "a1", letter: "B", frames: 20 } },
  layer: layers as Record<string, Fields>,
  effect: effects as Record<string, Fields>,
});
const alive = (records: Records) => Object.entries(records["layer"] ?? {}).filter(([, one]) => one["shot"] === "a" && one["archived"] !== true);
const frames = (fields: Fields | undefined) => (fields?.["masks"] as { frame: number }[]).map((one) => one.frame);

test("a layer of the second shot goes on in the whole one, at its own frames and with its effects", () => {
  const records = board(
    { cup: { shot: "a", rank: "a0", name: "Cup", masks: [mask(3)] }, man: { shot: "b", rank: "a0", name: "Man", masks: [mask(5)], keys: [{ frame: 2, across: 0.1, down: 0, scale: 1, turn: 0 }] } },
    { e: { shot: "b", layer: "man", operation: "style.grade", params: {}, rank: "a0" } },
  );
  const changes = mergeShots(records, filmOf(records), ["a", "b"], drawing());
  const next = apply(records, changes);
  const [, man] = alive(next).find(([, one]) => one["name"] === "Man") ?? [];
  expect(frames(man)).toEqual([45]);
  expect((man?.["keys"] as { frame: number }[]).map((one) => one.frame)).toEqual([0, 42]);
  expect(String(man?.["rank"]) > "a0").toBe(true);
  const effect = Object.values(next["effect"] ?? {}).find((one) => one["shot"] === "a");
  expect(alive(next).map(([id]) => id)).toContain(effect?.["layer"]);
  expect(alive(apply(next, inverse(records, changes)))).toHaveLength(1);
});

test("what both call by one name is one layer, with the masks of both", () => {
  const records = board({ one: { shot: "a", rank: "a0", name: "Anna", masks: [mask(3), mask(39)] }, other: { shot: "b", rank: "a0", name: "Anna", masks: [mask(0), mask(7)] } });
  const next = apply(records, mergeShots(records, filmOf(records), ["a", "b"], drawing()));
  expect(alive(next).map(([id]) => id)).toEqual(["one"]);
  expect(frames(next["layer"]?.["one"])).toEqual([3, 39, 40, 47]);
});

test("a shot that was cut in two and made one again has the layers that it had", () => {
  const records = board({ one: { shot: "a", rank: "a0", name: "Anna", masks: [mask(3), mask(30)] } });
  const draw = drawing();
  const shot = filmOf(records).byId.get("a");
  if (!shot) throw new Error("no shot");
  const split = apply(records, splitShot(records, shot, 20, draw));
  const ids = filmOf(split).shots.slice(0, 2).map((each) => each.shot.id);
  const merged = apply(split, mergeShots(split, filmOf(split), ids, draw));
  expect(alive(merged)).toHaveLength(1);
  expect(frames(merged["layer"]?.["one"])).toEqual([3, 30]);
});

test("nameless layers and mattes that were brought stay by themselves", () => {
  const records = board({ one: { shot: "a", rank: "a0", name: "", masks: [mask(3)] }, other: { shot: "b", rank: "a0", name: "", masks: [mask(1)] } });
  const next = apply(records, mergeShots(records, filmOf(records), ["a", "b"], drawing()));
  expect(alive(next)).toHaveLength(2);
});
