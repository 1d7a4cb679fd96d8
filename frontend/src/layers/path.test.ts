// Paths become keys that tell them truly, and few of them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { along, type Drawn, keysAlong, MOST_KEYS, telling } from "./path";
import { type Point, poseAt, REST } from "./pose";

const line = (...points: readonly (readonly [number, number, number])[]): Drawn[] => points.map(([x, y, when]) => ({ at: [x, y], when }));

test("even: equal ways in equal times; as drawn: where the hand was", () => {
  const path = line([0, 0, 0], [0.2, 0, 900], [1, 0, 1000]);
  expect(along(path, 5, "even", 1).map(([x]) => x)).toEqual([0, 0.25, 0.5, 0.75, 1].map((x) => expect.closeTo(x, 9)));
  expect(along(path, 11, "drawn", 1)[9]?.[0]).toBeCloseTo(0.2, 9);
});

test("a hand that did not move gives a path that does not", () => {
  expect(along(line([0.3, 0.3, 0], [0.3, 0.3, 0]), 4, "even", 1)).toEqual(Array.from({ length: 4 }, () => [0.3, 0.3]));
  expect(keysAlong([], 0, 10, "even", REST, 1)).toEqual([]);
});

test("a straight even path is two keys", () => {
  const keys = keysAlong(line([0.1, 0.1, 0], [0.5, 0.3, 400], [0.9, 0.5, 800]), 12, 48, "even", { ...REST, scale: 2 }, 16 / 9);
  expect(keys.map((one) => one.frame)).toEqual([12, 59]);
  expect(keys[1]).toMatchObject({ across: expect.closeTo(0.8, 4), down: expect.closeTo(0.4, 4), scale: 2 });
});

test("never more keys than are allowed, both ends among them, and no place far from its path", () => {
  const walks = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 2, maxLength: 200 });
  fc.assert(fc.property(walks, (walk) => {
    const kept = telling(walk as Point[], 1.5);
    expect(kept.length).toBeLessThanOrEqual(MOST_KEYS);
    expect([kept[0], kept.at(-1)]).toEqual([0, walk.length - 1]);
  }));
});

test("a circle through its keys stays near the circle", () => {
  const places = Array.from({ length: 120 }, (_, n): Point => [0.5 + 0.3 * Math.cos(n / 19), 0.5 + 0.3 * Math.sin(n / 19)]);
  const keys = telling(places, 1).map((n) => ({ frame: n, across: (places[n] as Point)[0], down: (places[n] as Point)[1], scale: 1, turn: 0 }));
  expect(keys.length).toBeLessThanOrEqual(MOST_KEYS);
  places.forEach(([x, y], n) => {
    const pose = poseAt(keys, n, "linear");
    expect(Math.hypot(pose.across - x, pose.down - y)).toBeLessThan(0.0031);
  });
});
