// Edits of layers: order, copies and things, as the records then are.
import { expect, test } from "vitest";
import { apply, inverse, type Records } from "../document/changes";
import { duplicateLayer, keysWith, lendLayer, orderLayer, putThing, removeLayer } from "./changes";
import { goneFrom, laidOf, layersOf } from "./records";

const records: Records = {
  layer: {
    low: { shot: "s", name: "sky", rank: "a0", masks: [{ frame: 0, points: [], box: null, strokes: [], words: "" }] },
    high: { shot: "s", name: "child", rank: "a2", masks: [{ frame: 0, points: [], box: null, strokes: [], words: "" }] },
    other: { shot: "t", name: "car", rank: "a0" },
    gone: { shot: "s", rank: "a1", archived: true },
  },
  effect: { blur: { shot: "s", layer: "high", operation: "image.blur", params: { size: 3 }, enabled: true, rank: "a0" } },
};
let drawn = 0;
const draw = (): string => `new${++drawn}`;
const names = (all: Records): string[] => layersOf(all, "s").map((one) => one.name);
const layer = (id: string, all = records) => layersOf(all, "s").find((one) => one.id === id) as ReturnType<typeof layersOf>[number];

test("lowest first, without those put away, and whole where little was said", () => {
  expect(names(records)).toEqual(["sky", "child"]);
  expect(layer("low").blend).toMatchObject({ wrap: 0, match: null });
  expect(layersOf(records, "nothing")).toEqual([]);
});

test("a layer moves below the other, and undo brings it back", () => {
  const step = orderLayer(records, layer("high"), 0);
  const after = apply(records, step);
  expect(names(after)).toEqual(["child", "sky"]);
  expect(names(apply(after, inverse(records, step)))).toEqual(["sky", "child"]);
});

test("a copy lies right above, with effects of its own", () => {
  const after = apply(records, duplicateLayer(records, layer("low"), "sky copy", draw));
  expect(names(after)).toEqual(["sky", "sky copy", "child"]);
  const copied = apply(records, duplicateLayer(records, layer("high"), "twin", draw));
  const twin = layersOf(copied, "s").at(-1)?.id;
  expect(Object.values(copied["effect"] ?? {}).map((one) => one["layer"])).toEqual(["high", twin]);
});

test("put away with its effects", () => {
  const after = apply(records, removeLayer(records, layer("high")));
  expect(names(after)).toEqual(["sky"]);
  expect(after["effect"]?.["blur"]?.["archived"]).toBe(true);
});

test("a thing in place of another lies right above it, which goes as long as the thing is seen", () => {
  const none = (): number => 0;
  const thing = { picture: "", words: "a dog", seed: 1, frame: 4, region: [0.1, 0.1, 0.4, 0.5] as const, hold: "camera" as const, instead: "low" };
  const step = putThing(records, "s", thing, { id: "dog", name: "dog", take: null });
  const after = apply(records, step);
  expect(names(after)).toEqual(["sky", "dog", "child"]);
  expect(goneFrom(layersOf(after, "s"), none)).toEqual(["low"]);
  expect(laidOf(layersOf(after, "s"), false, new Set(["low"]), none).map((one) => one.id)).toEqual(["dog", "high"]);
  expect(goneFrom(layersOf(apply(after, inverse(records, step)), "s"), none)).toEqual([]);
});

test("a layer lent to another shot names the one it comes from", () => {
  const after = apply(records, lendLayer(records, "t", "high", 12, { id: "lent", name: "child", take: null }));
  expect(layersOf(after, "t").at(-1)).toMatchObject({ kind: "borrowed", borrowed: { layer: "high", offset: 12 } });
});

test("keys of a path take the place of those in its stretch", () => {
  const key = (frame: number, across = 0) => ({ frame, across, down: 0, scale: 1, turn: 0 });
  expect(keysWith([key(0), key(12), key(40)], [key(10, 1), key(20, 1)]).map((one) => [one.frame, one.across])).toEqual([[0, 0], [10, 1], [20, 1], [40, 0]]);
});

test("what rests is not drawn and nothing is filled; what is gone or moved is, and what was in front of it stays in front", () => {
  const none = (): number => 0;
  const ids = (all: Records, behind = false, lacking: string[] = []) => laidOf(layersOf(all, "s"), behind, new Set(lacking), none).map((one) => one.id);
  expect(ids(records)).toEqual([]);
  expect(goneFrom(layersOf(records, "s"), none)).toEqual([]);
  const hidden = apply(records, [{ kind: "layer", id: "low", set: { visible: false } }]);
  expect(goneFrom(layersOf(hidden, "s"), none)).toEqual(["low"]);
  expect(ids(hidden)).toEqual(["high"]);
  const move = (id: string) => apply(records, [{ kind: "layer", id, set: { keys: [{ frame: 0, across: 0.1, down: 0, scale: 1, turn: 0 }] } }]);
  expect(ids(move("high"))).toEqual(["high"]);
  expect(ids(move("low"))).toEqual(["low", "high"]);
  expect(ids(records, true)).toEqual(["low", "high"]);
  expect(ids(records, false, ["low"])).toEqual(["low"]);
  expect(laidOf(layersOf(records, "s"), false, new Set(), (id) => (id === "high" ? 1 : 0)).map((one) => one.id)).toEqual(["high"]);
});
