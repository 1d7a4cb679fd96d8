import fc from "fast-check";
import { expect, test } from "vitest";
import { drawnBack, drawnForth, drawnMore, emptyDrawing, type Stroke } from "./strokes";

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
