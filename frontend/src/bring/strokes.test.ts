import fc from "fast-check";
import { expect, test } from "vitest";
import { clearing, drawnBack, drawnForth, drawnMore, emptyDrawing, type Stroke, visible } from "./strokes";

const stroke = (width: number): Stroke => ({ colour: "#000", width, erase: false, points: [{ x: 0, y: 0, pressure: 0.5 }] });

test("as many steps back as strokes, and all of them again; a new stroke ends what could come again", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 0.1, noNaN: true }), { maxLength: 20 }), (widths) => {
      const whole = widths.map(stroke).reduce(drawnMore, emptyDrawing);
      let now = whole;
      for (const _ of widths) now = drawnBack(now);
      expect(now.strokes).toEqual([]);
      expect(drawnBack(now).strokes).toEqual([]);
      let again = now;
      for (const _ of widths) again = drawnForth(again);
      expect(again.strokes).toEqual(whole.strokes);
      expect(drawnMore(now, stroke(1)).undone).toEqual([]);
    }),
  );
});

test("clearing is a step: what was there comes back, what is drawn after it is seen alone", () => {
  const full = drawnMore(drawnMore(emptyDrawing, stroke(1)), stroke(2));
  const cleared = drawnMore(full, clearing);
  expect(visible(cleared.strokes)).toEqual([]);
  expect(visible(drawnBack(cleared).strokes)).toEqual(full.strokes);
  expect(visible(drawnMore(cleared, stroke(3)).strokes)).toEqual([stroke(3)]);
});
