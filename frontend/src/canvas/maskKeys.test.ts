import fc from "fast-check";
import { expect, test } from "vitest";
import type { MaskKey } from "../document/kinds";
import { canBe, keyBeside, nothing, saidAt, thinned, withBox, withoutPoint, withPoint, withSaid, withStroke } from "./maskKeys";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const path = fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 60 });

test("a point is added after those that are there, and may be taken away again", () => {
  const one = withPoint(null, 0.5, 0.25, true);
  const two = withPoint(one, 0.1, 0.2, false);
  expect(two.points).toEqual([[0.5, 0.25, true], [0.1, 0.2, false]]);
  expect(withoutPoint(two, 1)).toEqual(one);
  expect(withoutPoint(one, 0)).toBeNull();
  expect(withoutPoint(withBox(one, [0, 0, 1, 1]), 0)?.box).toEqual([0, 0, 1, 1]);
});

test("points that belong and lie outside of a new box go, those that do not belong stay", () => {
  const said = withPoint(withPoint(withPoint(null, 0.9, 0.9, true), 0.3, 0.3, true), 0.95, 0.1, false);
  expect(withBox(said, [0.2, 0.2, 0.5, 0.5]).points).toEqual([[0.3, 0.3, true], [0.95, 0.1, false]]);
});

test("what only takes away cannot be a mask, but strokes alone may say that nothing is there", () => {
  expect(canBe(nothing)).toBe(false);
  expect(canBe(withPoint(null, 0.5, 0.5, false))).toBe(false);
  expect(canBe(withPoint(withPoint(null, 0.5, 0.5, false), 0.1, 0.1, true))).toBe(true);
  expect(canBe(withStroke(null, { path: [[0, 0]], width: 0.1, belongs: false }))).toBe(true);
  expect(canBe(withBox(null, [0, 0, 1, 1]))).toBe(true);
});

test("keys stay in order of frames, one for each frame, and saying nothing takes a key away", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean())), (steps) => {
    let masks: MaskKey[] = [];
    const model = new Map<number, boolean>();
    for (const [frame, there] of steps) {
      masks = withSaid(masks, frame, there ? withPoint(null, 0.5, 0.5, true) : null);
      if (there) model.set(frame, true);
      else model.delete(frame);
    }
    expect(masks.map((one) => one.frame)).toEqual([...model.keys()].sort((one, other) => one - other));
    for (const frame of model.keys()) expect(saidAt(masks, frame)?.points).toHaveLength(1);
  }));
});

test("the key beside a frame is the nearest that is not at it", () => {
  const keys = [{ frame: 3 }, { frame: 10 }, { frame: 20 }];
  expect([keyBeside(keys, 10, 1), keyBeside(keys, 10, -1), keyBeside(keys, 0, -1), keyBeside(keys, 25, 1), keyBeside(keys, 11, -1)]).toEqual([20, 3, null, null, 10]);
});

test("a thinned path keeps its ends, takes only points that were there, and leaves none farther from it than said", () => {
  fc.assert(fc.property(path, (points) => {
    const off = 0.01;
    const few = thinned(points, off);
    expect(few[0]).toEqual(points[0]);
    expect(few.at(-1)).toEqual(points.at(-1));
    for (const one of few) expect(points).toContainEqual(one);
    const away = ([x, y]: readonly [number, number]): number => Math.min(...few.map((from, at) => {
      const to = few[at + 1] ?? from;
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const length = dx * dx + dy * dy;
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
      return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy);
    }));
    for (const one of points) expect(away(one)).toBeLessThanOrEqual(off + 1e-9);
  }));
});
