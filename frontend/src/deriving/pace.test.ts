import fc from "fast-check";
import { expect, test } from "vitest";
import { changes, curve, type Pace, paced, paramsOf, speedAt } from "./pace";

const even = (from: number): Pace => ({ from, to: 1, ramp: false, reverse: false });

test("an even pace is as long as the server makes it", () => {
  expect([0.125, 0.5, 1, 2, 8].map((speed) => paced(even(speed), 48))).toEqual([377, 95, 48, 24, 6]);
  expect(paced(even(0.5), 1)).toBe(1);
});

test("a ramp stays between its ends, and its drawing in its box", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.125, max: 8, noNaN: true }), fc.double({ min: 0.125, max: 8, noNaN: true }), fc.integer({ min: 1, max: 300 }), (from, to, frames) => {
      const pace: Pace = { from, to, ramp: true, reverse: false };
      const lengths = [paced({ ...pace, ramp: false }, frames), paced({ ...pace, ramp: false, from: to }, frames)];
      expect(paced(pace, frames)).toBeGreaterThanOrEqual(Math.min(...lengths) - 1);
      expect(paced(pace, frames)).toBeLessThanOrEqual(Math.max(...lengths) + 1);
      for (const point of curve(pace, frames).split(" ")) {
        const high = Number(point.split(",")[1]);
        expect(high).toBeGreaterThanOrEqual(1.9);
        expect(high).toBeLessThanOrEqual(30.1);
      }
      expect(speedAt(pace, 0, frames)).toBe(from);
    }),
  );
});

test("only what was said is asked for", () => {
  expect(paramsOf(even(0.5), 48)).toEqual({ speed: 0.5 });
  expect(paramsOf({ from: 1, to: 0.25, ramp: true, reverse: true }, 48)).toEqual({ speed: 1, reverse: true, keys: { speed: [[0, 1, "smooth"], [47, 0.25, "smooth"]] } });
  expect(changes(even(1))).toBe(false);
  expect(changes({ ...even(1), reverse: true })).toBe(true);
  expect(changes({ from: 1, to: 2, ramp: true, reverse: false })).toBe(true);
});
