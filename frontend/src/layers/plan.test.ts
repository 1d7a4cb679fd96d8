// What is drawn from what is made by now.
import { expect, test } from "vitest";
import type { Layer } from "../document/kinds";
import type { Made, Stack } from "./api";
import { nearestSaid } from "./ghosts";
import { planOf, wantedOf } from "./plan";
import { layersOf } from "./records";
import { idle, lacking } from "./stack";

const made = (key: string, url: string | null = null, status = url ? "done" : "missing"): Made => ({ key, status, progress: 0, url, facts: {}, problem: null });
const part = (id: string, url: string | null): Stack["layers"][number] =>
  ({ id, matte: made(`m${id}`), alpha: made(`a${id}`), proxy: made(`p${id}`, url), rests: false, removed: false, problem: null }) as Stack["layers"][number];
const stack = (plate: string | null, without: string[], urls: Record<string, string | null>): Stack => ({
  frames: 48, rate: "24/1", width: 1280, height: 720, take: "t", backdrop: null, backdrop_problem: null, over: [], finish: made("f"),
  bare: { made: made("b", "bare"), proxy: made("bp", "bare") }, plate: { made: made("pl"), proxy: made("plp", plate), without },
  layers: Object.entries(urls).map(([id, url]) => part(id, url)),
});
const none = (): number => 0;
const masks = [{ frame: 0, points: [[0.5, 0.5, true]], box: null, strokes: [], words: "" }];
const layers = (low: object, high: object): readonly Layer[] =>
  layersOf({ layer: { low: { shot: "s", rank: "a0", masks: masks as never, ...low }, high: { shot: "s", rank: "a1", masks: masks as never, ...high } } }, "s");
const moved = { keys: [{ frame: 0, across: 0.2, down: 0, scale: 1, turn: 0 }] };

test("at rest the take is shown as it is, and layers can be pointed at", () => {
  const plan = planOf(stack("plate", ["low", "high"], { low: "l", high: "h" }), layers({}, {}), false, 3, none);
  expect(plan).toMatchObject({ back: "bare", ghosted: false, sheets: [], waiting: [] });
  expect(plan.resting.map((one) => one.layer)).toEqual(["low", "high"]);
});

test("a layer that moves lies over the plate, with all that the plate lacks", () => {
  const plan = planOf(stack("plate", ["low", "high"], { low: "l", high: "h" }), layers({}, moved), false, 3, none);
  expect(plan.back).toBe("plate");
  expect(plan.sheets.map((one) => [one.layer, one.pose.across])).toEqual([["low", 0], ["high", 0.2]]);
});

test("without its plate it moves as a ghost over the take; what is not made is waited for", () => {
  const plan = planOf(stack(null, ["high"], { low: "l", high: null }), layers(moved, moved), false, 3, none);
  expect(plan).toMatchObject({ back: "bare", ghosted: true, waiting: ["high"] });
  expect(plan.sheets.map((one) => one.opacity)).toEqual([0.8]);
});

test("until it is made a layer that was moved is seen as what was cut out at its key, lifted from the take", () => {
  const ghost = { name: "g", frame: 7, mask: {} as ImageBitmap };
  const plan = planOf(stack(null, [], { low: null, high: null }), layers({}, moved), false, 3, none, new Map([["high", ghost], ["low", ghost]]));
  expect(plan.sheets).toMatchObject([{ layer: "high", url: "bare", frame: 7, ghost, opacity: 0.8, pose: { across: 0.2 } }]);
  expect(plan.waiting).toContain("high");
  expect(plan.resting).toMatchObject([{ layer: "low", url: "bare", frame: 7, ghost }]); // its box is known
  const masks2 = [{ ...masks[0], frame: 2 }, { ...masks[0], frame: 9 }, { ...masks[0], frame: 6, points: [[0.5, 0.5, false]] }] as never;
  expect(nearestSaid(layers({ masks: masks2 }, {})[0] as Layer, 7)?.frame).toBe(9);
  expect(nearestSaid(layers({ kind: "thing" }, {})[0] as Layer, 7)).toBeNull();
});

test("a plate is not shown while something that it lacks cannot be laid over it", () => {
  expect(planOf(stack("plate", ["low", "high"], { low: null, high: "h" }), layers({}, moved), false, 3, none).back).toBe("bare");
});

test("another place lies behind all layers", () => {
  const plan = planOf({ ...stack("place", [], { low: "l", high: "h" }), backdrop: made("bd", "place") }, layers({}, { visible: false }), true, 3, none);
  expect(plan).toMatchObject({ back: "place", ghosted: false });
  expect(plan.sheets.map((one) => one.layer)).toEqual(["low"]);
});

test("only what is needed is asked for, and nothing twice", () => {
  const wanted = wantedOf(layers({}, moved), false, none, null, false);
  expect(wanted).toEqual({ layers: ["high"], plate: true });
  const now = stack(null, ["high"], { low: null, high: null });
  expect(lacking(now, wanted, new Set())).toEqual({ layers: ["high"], plate: true, finish: false });
  expect(lacking(now, wanted, new Set(["phigh", "plp"]))).toBeNull();
  expect(wantedOf(layers({}, {}), false, none, "low", true)).toEqual({ layers: ["low"], plate: true });
  expect(wantedOf(layers({}, {}), false, none, "low", false)).toEqual({ layers: [], plate: false }); // each click would make it anew
  expect(wantedOf(layers({ visible: false }, {}), false, none, "low", false)).toEqual({ layers: ["high"], plate: true });
});

test("what is no part of the stack any more is made for nobody", () => {
  const now = stack("plate", [], { low: "l", high: null });
  expect(idle(new Set(["phigh", "pgone"]), now)).toEqual(["pgone"]);
  expect(idle(new Set(["plow", "plp"]), now)).toEqual([]);
});
