import { expect, test } from "vitest";
import { withPoint, withSaid } from "./maskKeys";
import { stretchesOf } from "./stretches";
import { wantedFrames } from "./takeFrames";
import { canvasOf } from "./open";
import { colourAt, colourOf } from "./colours";

test("standing still, the frame itself comes first, then its neighbours on both sides, none beyond the take", () => {
  expect(wantedFrames(1, 100, 0).slice(0, 4)).toEqual([1, 2, 0, 3]);
  expect(wantedFrames(99, 100, 0).every((one) => one < 100)).toBe(true);
  expect(wantedFrames(0, 1, 0)).toEqual([0]);
});

test("playing, what comes next is decoded, round the end and at its speed", () => {
  expect(wantedFrames(98, 100, 1).slice(0, 4)).toEqual([98, 99, 0, 1]);
  expect(wantedFrames(1, 100, -1).slice(0, 4)).toEqual([1, 0, 99, 98]);
  expect(wantedFrames(0, 100, 4).slice(0, 3)).toEqual([0, 4, 8]);
  expect(new Set(wantedFrames(0, 3, 1)).size).toBe(3);
});

test("layers beside each other have other colours, and one that is not there has one too", () => {
  expect(colourAt(0)).not.toBe(colourAt(1));
  expect(colourOf([{ id: "a" }, { id: "b" }], "b")).toBe(colourAt(1));
  expect(colourOf([], "gone")).toMatch(/^#/);
  expect(canvasOf("a b")).toBe("board?canvas=a%20b");
});

test("after a correction only the frames beside it are to be made anew", () => {
  const at = (...frames: number[]) => frames.reduce<ReturnType<typeof withSaid>>((keys, frame) => withSaid(keys, frame, withPoint(null, 0.5, 0.5, true)), []);
  const missing = { matte: { key: "", status: "missing", progress: 0, url: null, facts: {} } };
  expect(stretchesOf({ masks: at(0, 40) }, missing, 100, null)).toEqual([{ first: 0, last: 99, state: "missing" }]);
  expect(stretchesOf({ masks: at(0, 20, 40) }, missing, 100, at(0, 40))).toEqual([
    { first: 0, last: 0, state: "made" }, { first: 1, last: 39, state: "missing" }, { first: 40, last: 99, state: "made" },
  ]);
  expect(stretchesOf({ masks: at(0, 40) }, missing, 100, at(0, 40, 60)).at(-1)).toEqual({ first: 41, last: 99, state: "missing" });
  expect(stretchesOf({ masks: at(0, 40) }, { matte: { ...missing.matte, status: "done" } }, 100, at(0))).toEqual([{ first: 0, last: 99, state: "made" }]);
});
