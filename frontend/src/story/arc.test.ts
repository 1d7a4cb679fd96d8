import fc from "fast-check";
import { expect, test } from "vitest";
import { ARCS, curveOf, drawn, levelAt, piece } from "./arc";

const scenes = fc.array(fc.record({ arc: fc.constantFrom("", ...ARCS), frames: fc.integer({ min: 0, max: 9000 }) }), { minLength: 2, maxLength: 30 })
  .map((all) => all.map((one, at) => ({ ...one, id: String(at) })));

test("a film whose scenes say nothing has no arc", () => {
  expect(curveOf([{ id: "a", arc: "", frames: 9 }, { id: "b", arc: "", frames: 9 }])).toBeNull();
  expect(curveOf([{ id: "a", arc: "climax", frames: 9 }])).toBeNull();
});

test("the climax is the highest, the set-up low, and a turn between them", () => {
  const curve = curveOf(["setup", "rising", "turn", "climax", "end"].map((arc) => ({ id: arc, arc, frames: 240 })));
  if (!curve) throw new Error("no curve");
  const at = (id: string): number => levelAt(curve, ((curve.spans[id]?.[0] ?? 0) + (curve.spans[id]?.[1] ?? 0)) / 2);
  expect(at("climax")).toBeCloseTo(1);
  expect(at("setup")).toBeLessThan(at("rising"));
  expect(at("rising")).toBeLessThan(at("turn"));
  expect(at("end")).toBeLessThan(at("setup"));
});

test("the curve goes forwards and stays in its box, and the scenes' pieces make it up", () => {
  fc.assert(fc.property(scenes, (all) => {
    const curve = curveOf(all);
    if (!curve) return;
    for (const [index, [x, y]] of curve.points.entries()) {
      expect(x).toBeGreaterThanOrEqual(curve.points[index - 1]?.[0] ?? 0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
    let end = 0;
    for (const one of all) {
      const span = curve.spans[one.id] ?? [9, 9];
      expect(span[0]).toBeCloseTo(end);
      const own = piece(curve, span);
      expect(own[0]?.[0]).toBe(span[0]);
      expect(own.at(-1)?.[0]).toBe(span[1]);
      end = span[1];
    }
    expect(end).toBeCloseTo(1);
  }));
});

test("drawn from the bottom up", () => {
  expect(drawn([[0, 0], [1, 1]], 40, 10)).toBe("0.0,9.0 40.0,1.0");
});
