// Regions stay within the picture and large enough to be seen, whatever was drawn.
import fc from "fast-check";
import { expect, test } from "vitest";
import { regionOf, tidied } from "./region";
import { layersOf } from "./records";

const share = fc.double({ min: -3, max: 4, noNaN: true });

test("whatever is drawn is a region that the server takes", () => {
  fc.assert(fc.property(share, share, share, share, (x, y, right, bottom) => {
    const [left, top, far, low] = tidied([x, y, right, bottom]);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(Math.max(far, low)).toBeLessThanOrEqual(1);
    expect(far - left).toBeGreaterThan(0.019);
    expect(low - top).toBeGreaterThan(0.019);
  }));
});

test("a box is itself; clicks have some room around them; the nearest frame speaks", () => {
  const mask = { points: [], box: null, strokes: [], words: "" };
  const masks = [{ ...mask, frame: 0, box: [0.1, 0.2, 0.3, 0.4] }, { ...mask, frame: 30, points: [[0.5, 0.5, true], [0.9, 0.9, false]] }];
  const [layer] = layersOf({ layer: { one: { shot: "s", masks: masks as never } } }, "s");
  if (!layer) throw new Error("no layer");
  expect(regionOf(layer, 5, null)).toEqual({ region: [0.1, 0.2, 0.3, 0.4], frame: 0 });
  expect(regionOf(layer, 40, null)).toEqual({ region: [0.42, 0.42, 0.58, 0.58], frame: 30 });
  expect(regionOf(layer, 40, [0.2, 0.2, 0.6, 0.6])).toEqual({ region: [0.2, 0.2, 0.6, 0.6], frame: 40 });
});
