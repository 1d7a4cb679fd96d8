// Poses by keys and pivots as the server reckons them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { held, moved, nextKey, placed, poseAt, repivoted, REST, unmoved, withKey, type Pose } from "./pose";

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
  fc.assert(fc.property(poses, points, ratios, points, (pose, point, ratio, pivot) => near(unmoved(pose, moved(pose, point, ratio, pivot), ratio, pivot), point)));
});

test("what grows and turns about its pivot stays there, at every frame between two keys", () => {
  fc.assert(fc.property(points, ratios, fc.double({ min: 0.1, max: 8, noNaN: true }), share, fc.nat(40), fc.constantFrom("smooth", "linear"), (pivot, ratio, scale, turns, frame, easing) => {
    const keys = [{ frame: 0, ...REST }, { frame: 40, ...REST, scale, turn: turns * 360 }];
    near(moved(poseAt(keys, frame, easing), pivot, ratio, pivot), pivot);
  }));
});

test("points lie where the server lays them (generation.stacking_pose: Pose.matrix, between)", () => {
  const keys = [{ frame: 0, across: 0.1, down: -0.05, scale: 1, turn: 0 }, { frame: 10, across: 0.3, down: 0.2, scale: 0.5, turn: 90 }, { frame: 24, across: -0.2, down: 0.1, scale: 2, turn: -30 }];
  const server: Readonly<Record<string, readonly (readonly number[])[]>> = {
    smooth: [[0, 0.8, 0.35, 0.3, 0.85], [4, 0.8824, 0.432, 0.446045, 0.384251], [10, 1, 0.6, 0.859375, 0.155556], [17, 0.728125, 0.560937, 0.124931, 0.589865], [24, 0.5, 0.5, -0.084775, 2.254914]],
    linear: [[0, 0.8, 0.35, 0.3, 0.85], [4, 0.88, 0.45, 0.448155, 0.360598], [10, 1, 0.6, 0.859375, 0.155556], [17, 0.75, 0.55, 0.176362, 0.538568], [24, 0.5, 0.5, -0.084775, 2.254914]],
  };
  for (const [easing, rows] of Object.entries(server)) for (const [frame = 0, ...places] of rows) {
    const pose = poseAt(keys, frame, easing);
    const pivot = [0.7, 0.4] as const;
    const found = [...moved(pose, pivot, 16 / 9, pivot), ...moved(pose, [0.2, 0.9], 16 / 9, pivot)];
    found.forEach((value, n) => expect(value).toBeCloseTo(places[n] ?? Number.NaN, 5));
  }
});

test("another pivot leaves the layer where it was at each of its keys", () => {
  const small = fc.record({ across: fc.double({ min: -1, max: 1, noNaN: true }), down: fc.double({ min: -1, max: 1, noNaN: true }), scale: fc.double({ min: 0.2, max: 3, noNaN: true }), turn: fc.double({ min: -360, max: 360, noNaN: true }) });
  const inside = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(fc.property(small, inside, inside, inside, ratios, (pose, from, to, point, ratio) => {
    const key = { frame: 3, ...held(pose) };
    const [again] = repivoted([key], from, to, ratio);
    if (!again) throw new Error("no key");
    const [was, is] = [moved(key, point, ratio, from), moved(again, point, ratio, to)];
    was.forEach((value, n) => expect(Math.abs(value - (is[n] ?? Number.NaN))).toBeLessThan(2e-5)); // as exact as records are
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
