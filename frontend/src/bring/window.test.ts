import fc from "fast-check";
import { expect, test } from "vitest";
import { frameAtX, panned, showing, tileAt, whole, xOf, zoomed } from "./window";

test("zooming keeps the place under the pointer, and stays within the film", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 200_000 }), fc.array(fc.record({ factor: fc.double({ min: 0.3, max: 4, noNaN: true }), x: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 20 }),
      (frames, steps) => {
        let now = whole(frames);
        for (const { factor, x } of steps) {
          const about = frameAtX(now, x * 1000, 1000);
          const next = zoomed(now, factor, about, frames);
          expect(next.from).toBeGreaterThanOrEqual(-1e-6);
          expect(next.from + next.span).toBeLessThanOrEqual(frames + 1e-6);
          if (next.from > 1e-6 && next.from + next.span < frames - 1e-6) expect(xOf(next, about, 1000)).toBeCloseTo(x * 1000, 3);
          now = next;
        }
      },
    ),
  );
});

test("moving and showing", () => {
  expect(panned({ from: 0, span: 100 }, 950, 1000)).toEqual({ from: 900, span: 100 });
  expect(panned({ from: 50, span: 100 }, -80, 1000).from).toBe(0);
  const now = { from: 100, span: 100 };
  expect(showing(now, 150, 1000)).toBe(now);
  expect(showing(now, 500, 1000)).toEqual({ from: 450, span: 100 });
  expect(zoomed(whole(10), 100, 5, 10)).toEqual({ from: 0, span: 10 });
});

test("tiles", () => {
  expect([0, 9, 10, 99, 100].map((frame) => tileAt(frame, 100, 10))).toEqual([0, 0, 1, 9, 9]);
});
