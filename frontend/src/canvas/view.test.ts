import fc from "fast-check";
import { expect, test } from "vitest";
import { FARTHEST, held, kept, NEAREST, toPicture, toScreen, viewOf, zoomedAt } from "./view";

const box = { x: 40, y: 60, width: 1000, height: 600 };
const picture = { width: 1280, height: 720 };
const zooms = fc.double({ min: FARTHEST, max: NEAREST, noNaN: true });
const pans = fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -300, max: 300 }));

test("the whole picture lies in the middle of the view, in its own shape", () => {
  const view = viewOf(box, picture, 1, [0, 0]);
  expect(view.width / view.height).toBeCloseTo(1280 / 720);
  expect(view.left + view.width / 2).toBeCloseTo(500);
  expect(view.width).toBeLessThanOrEqual(1000);
  expect(view.height).toBeLessThanOrEqual(600);
});

test("a place of the picture and its point on the screen lead to each other", () => {
  fc.assert(fc.property(zooms, pans, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (zoom, pan, x, y) => {
    const view = viewOf(box, picture, zoom, pan);
    const [left, top] = toScreen(view, x, y);
    const [back, down] = toPicture(view, left + box.x, top + box.y);
    expect(back).toBeCloseTo(x, 6);
    expect(down).toBeCloseTo(y, 6);
  }));
});

test("zooming leaves what is under the pointer there, as long as the picture need not be held in sight", () => {
  const view = viewOf(box, picture, 2, [0, 0]);
  const before = toPicture(view, 300, 300);
  const next = zoomedAt(view, 2, 1.5, 300, 300);
  const after = toPicture(viewOf(box, picture, next.zoom, next.pan), 300, 300);
  expect(after[0]).toBeCloseTo(before[0], 6);
  expect(after[1]).toBeCloseTo(before[1], 6);
});

test("however one zooms and moves, something of the picture stays in sight", () => {
  fc.assert(fc.property(zooms, fc.tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: -99999, max: 99999 })), (zoom, pan) => {
    const loose = viewOf(box, picture, zoom, pan);
    const view = viewOf(box, picture, zoom, kept(loose, pan));
    expect(Math.min(view.left + view.width, box.width) - Math.max(view.left, 0)).toBeGreaterThan(20);
    expect(Math.min(view.top + view.height, box.height) - Math.max(view.top, 0)).toBeGreaterThan(20);
  }));
});

test("zoom has ends", () => {
  const view = viewOf(box, picture, 1, [0, 0]);
  expect(zoomedAt(view, 1, 1e9, 500, 300).zoom).toBe(NEAREST);
  expect(zoomedAt(view, 1, 1e-9, 500, 300).zoom).toBe(FARTHEST);
  expect(held([-1, 2])).toEqual([0, 1]);
});
