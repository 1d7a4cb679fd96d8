import { expect, test } from "vitest";
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

test("the strip shows what the studio tells: what is followed, on its way, and to be; all of the shot, whatever it tells", () => {
  const told = (...stretches: [number, number, string][]) => ({ stretches: stretches.map(([first, last, status]) => ({ first, last, status })) });
  expect(stretchesOf(undefined, 100)).toEqual([{ first: 0, last: 99, state: "missing" }]);
  expect(stretchesOf(told([0, 19, "done"], [20, 30, "running"], [31, 39, "queued"], [40, 99, "failed"]), 100)).toEqual([
    { first: 0, last: 19, state: "made" }, { first: 20, last: 39, state: "making" }, { first: 40, last: 99, state: "missing" },
  ]);
  expect(stretchesOf(told([0, 99, "done"]), 50)).toEqual([{ first: 0, last: 49, state: "made" }]); // the take was shortened
  expect(stretchesOf(told([0, 9, "done"]), 20)).toEqual([{ first: 0, last: 9, state: "made" }, { first: 10, last: 19, state: "missing" }]);
});
