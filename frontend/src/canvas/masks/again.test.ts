// The second question is about the first answer: its box is tight and without specks, its logits are bounded, and likeness is IoU.
import fc from "fast-check";
import { expect, test } from "vitest";
import { boxed, boxOf, firm, likeness, trusted } from "./again";
import { LOW, SIDE } from "./coverage";

function square(left: number, top: number, side: number): Float32Array {
  const logits = new Float32Array(LOW * LOW).fill(-4);
  for (let y = top; y < top + side; y++) logits.fill(4, y * LOW + left, y * LOW + left + side);
  return logits;
}

test("the box is tight round what is inside, wherever it lies", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), fc.integer({ min: 2, max: 56 }), (left, top, side) => {
    expect(boxOf(square(left, top, side))).toEqual([left / LOW, top / LOW, (left + side) / LOW, (top + side) / LOW]);
  }), { numRuns: 20 });
});

test("a speck does not widen it, and a speck alone has none", () => {
  const logits = square(40, 60, 20);
  logits[250 * LOW + 250] = 9;
  expect(boxOf(logits)).toEqual([40 / LOW, 60 / LOW, 60 / LOW, 80 / LOW]);
  expect(boxOf(square(3, 3, 1))).toBeNull();
});

test("the box stands after the points", () => {
  const feeds = boxed({ coords: Float32Array.of(10, 20), labels: Float32Array.of(0) }, [0, 0.25, 0.5, 1]);
  expect([...feeds.coords]).toEqual([10, 20, 0, 0.25 * SIDE, 0.5 * SIDE, SIDE]);
  expect([...feeds.labels]).toEqual([0, 2, 3]);
});

test("what is given back is bounded; likeness is 1 of the same, 0 of others, and what they share over what either has", () => {
  expect([...firm(Float32Array.of(-90, -3, 0, 40))]).toEqual([-32, -3, 0, 32]);
  const one = square(10, 10, 20);
  expect(likeness(one, one)).toBe(1);
  expect(likeness(one, square(100, 100, 20))).toBe(0);
  expect(likeness(one, square(20, 10, 20))).toBeCloseTo(200 / 600);
});

test("an answer that goes against a click is believed less than one that does not", () => {
  const masks = Float32Array.from([...square(64, 32, 40), ...square(60, 30, 120)]); // a part, and the whole
  const sure = Float32Array.of(0.9, 0.7);
  const [inPart, inWhole] = [[0.3 * SIDE, 0.2 * SIDE], [0.5 * SIDE, 0.5 * SIDE]] as const;
  const asked = (coords: readonly number[], labels: readonly number[]) => trusted(masks, sure, { coords: Float32Array.from(coords), labels: Float32Array.from(labels) }).best;
  expect(asked(inPart, [1])).toBe(0);
  expect(asked([...inPart, ...inWhole], [1, 1])).toBe(1);
  expect(asked([...inPart, ...inWhole], [1, 0])).toBe(0);
  expect(asked([0.2 * SIDE, 0.1 * SIDE, 0.9 * SIDE, 0.9 * SIDE], [2, 3])).toBe(0);
});
