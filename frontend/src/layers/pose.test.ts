// Poses by keys as the server reckons them, and handles that keep their point.
import fc from "fast-check";
import { expect, test } from "vitest";
import { grown, held, moved, nextKey, placed, poseAt, REST, turned, unmoved, withKey, type Pose } from "./pose";

const share = fc.double({ min: -2, max: 2, noNaN: true });
const poses = fc.record({ across: share, down: share, scale: fc.double({ min: 0.05, max: 8, noNaN: true }), turn: fc.double({ min: -720, max: 720, noNaN: true }) });
const points = fc.tuple(share, share);
const ratios = fc.double({ min: 0.4, max: 2.6, noNaN: true });

const near = (one: readonly number[], other: readonly number[]): void => one.forEach((value, n) => expect(value).toBeCloseTo(other[n] ?? Number.NaN, 6));

test("keys are held at both ends and mixed between, a zoom by equal factors", () => {
  const keys = [{ frame: 20, across: 1, down: 0, scale: 4, turn: 90 }, { frame: 10, across: 0, down: 0, scale: 1, turn: 0 }];
  expect(poseAt([], 5, "linear")).toEqual(REST);
  expect(poseAt(keys, 3, "linear")).toEqual({ across: 0, down: 0, scale: 1, turn: 0 });
  expect(poseAt(keys, 99, "linear")).toEqual({ across: 1, down: 0, scale: 4, turn: 90 });
  expect(poseAt(keys, 15, "linear")).toEqual({ across: 0.5, down: 0, scale: expect.closeTo(2, 9), turn: 45 });
  expect(poseAt(keys, 12, "smooth").across).toBeCloseTo(0.104, 9); // 0.2² · (3 − 0.4)
});

test("smooth goes through a middle key without a corner, and stands still between two equal ones", () => {
  const key = (frame: number, across: number) => ({ frame, across, down: 0, scale: 1, turn: 0 });
  const curve = [key(0, 0), key(10, 1), key(20, 2)];
  const speed = (at: number): number => poseAt(curve, at + 0.01, "smooth").across - poseAt(curve, at - 0.01, "smooth").across;
  expect(poseAt(curve, 10, "smooth").across).toBe(1);
  expect(speed(10) / 0.02).toBeCloseTo(0.1, 3); // the mean of both sides
  expect(poseAt(curve, 5, "smooth").across).toBeCloseTo(0.375, 9); // half of it, less an eighth of the slope
  const hold = [key(0, 0), key(10, 1), key(20, 1), key(30, 3)];
  for (const at of [11, 14, 19]) expect(poseAt(hold, at, "smooth").across).toBeCloseTo(1, 12);
});

test("a quarter turn clockwise takes what is right of the centre below it", () => {
  const [x, y] = moved({ ...REST, turn: 90 }, [0.75, 0.5], 16 / 9);
  expect(x).toBeCloseTo(0.5);
  expect(y).toBeCloseTo(0.5 + 0.25 * (16 / 9));
});

test("there and back is where it was", () => {
  fc.assert(fc.property(poses, points, ratios, (pose, point, ratio) => near(unmoved(pose, moved(pose, point, ratio), ratio), point)));
});

test("what grows or turns about a point leaves it where it is", () => {
  fc.assert(fc.property(poses, points, ratios, fc.double({ min: 0.2, max: 5, noNaN: true }), share, (pose, point, ratio, by, turn) => {
    const under = unmoved(pose, point, ratio);
    near(moved(grown(pose, by, point), under, ratio), point);
    near(moved(turned(pose, turn * 90, point, ratio), under, ratio), point);
  }));
});

test("a key replaces the one at its frame, and keys stay in order", () => {
  const pose: Pose = { across: 0.1, down: 0, scale: 1, turn: 0 };
  const keys = withKey(withKey(withKey([], 9, pose), 3, REST), 9, REST);
  expect(keys.map((one) => one.frame)).toEqual([3, 9]);
  expect(keys[1]?.across).toBe(0);
  expect(nextKey(keys, 3, 1)).toBe(9);
  expect(nextKey(keys, 3, -1)).toBeNull();
});

test("moved for the whole shot there is one key; put back, none", () => {
  const pose: Pose = { across: 0.1, down: 0, scale: 1, turn: 0 };
  expect(placed([], 40, pose, false)).toEqual([{ frame: 0, ...pose }]);
  expect(placed([{ frame: 0, ...pose }], 40, REST, false)).toEqual([]);
  expect(placed([{ frame: 0, ...pose }], 40, REST, true).map((one) => one.frame)).toEqual([0, 40]);
  expect(held({ across: 0.1234567, down: 99, scale: 0, turn: 0.001 })).toEqual({ across: 0.12346, down: 10, scale: 0.01, turn: 0 });
});
