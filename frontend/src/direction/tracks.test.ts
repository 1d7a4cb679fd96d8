import fc from "fast-check";
import { expect, test } from "vitest";
import { bent, MOST_POINTS, type Place, shifted, thinned, timed, trackOf, whereAt } from "./tracks";

const share = fc.float({ min: 0, max: 1, noNaN: true });
const stroke = fc.array(fc.tuple(share, share), { minLength: 2, maxLength: 60 });

test("a straight stroke is two places, however many the hand made", () => {
  const path = Array.from({ length: 40 }, (_, at): Place => [at / 39, 0.5]);
  expect(thinned(path, 0.006)).toEqual([[0, 0.5], [1, 0.5]]);
});

test("a movement has few places, each later than the one before, within the shot and the picture", () => {
  fc.assert(fc.property(stroke, fc.integer({ min: 2, max: 200 }), (path, frames) => {
    const track = trackOf(path, frames);
    expect(track).not.toBeNull();
    const points = track?.points ?? [];
    expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
    points.forEach(([frame, x, y], at) => {
      expect(frame).toBeGreaterThan(at === 0 ? -1 : (points[at - 1]?.[0] ?? -1));
      expect(frame).toBeLessThan(frames);
      expect(x >= 0 && x <= 1 && y >= 0 && y <= 1).toBe(true);
    });
  }));
});

test("an even stroke goes at an even pace", () => {
  expect(trackOf([[0, 0], [0.5, 0.5], [1, 0]], 11)?.points).toEqual([[0, 0, 0], [5, 0.5, 0.5], [10, 1, 0]]);
});

test("timing keeps the way and moves its frames", () => {
  const track = trackOf([[0, 0], [0.5, 0.5], [1, 0]], 11);
  expect(track && timed(track, 4, 8).points).toEqual([[4, 0, 0], [6, 0.5, 0.5], [8, 1, 0]]);
});

test("between its places it is on its way; before and after it rests", () => {
  const track = { points: [[2, 0, 0], [6, 1, 0.5]] as const, box: null };
  expect(whereAt(track, 0)).toEqual([0, 0]);
  expect(whereAt(track, 4)).toEqual([0.5, 0.25]);
  expect(whereAt(track, 9)).toEqual([1, 0.5]);
});

test("what is shifted stays whole and inside; what is bent bends in one place", () => {
  const track = { points: [[0, 0.2, 0.2], [5, 0.8, 0.4]] as const, box: [0.1, 0.1] as const };
  expect(shifted(track, 0.5, -0.5).points).toEqual([[0, 0.4, 0], [5, 1, 0.2]]);
  expect(bent(track, 1, 0.5, 2).points).toEqual([[0, 0.2, 0.2], [5, 0.5, 1]]);
});
