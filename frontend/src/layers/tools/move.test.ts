// Where drags of a layer's handles lead.
import { expect, test } from "vitest";
import { REST } from "../pose";
import { dragged } from "./move";

const anchor = [0.5, 0.5] as const;

test("a drag moves by as much; with Shift along one side only", () => {
  expect(dragged("move", REST, anchor, [0.2, 0.2], [0.5, 0.3], 16 / 9, false)).toMatchObject({ across: expect.closeTo(0.3, 9), down: expect.closeTo(0.1, 9) });
  expect(dragged("move", REST, anchor, [0.2, 0.2], [0.5, 0.3], 16 / 9, true).down).toBe(0);
  expect(dragged("move", REST, anchor, [0.2, 0.2], [0.21, 0.6], 16 / 9, true).across).toBe(0);
});

test("what is scaled or turned stays with its pivot: no handle moves it", () => {
  const from = { across: 0.1, down: -0.2, scale: 1, turn: 0 };
  expect(dragged("scale", from, [0.3, 0.6], [0.4, 0.6], [0.5, 0.6], 2, false)).toEqual({ ...from, scale: expect.closeTo(2, 9) });
  expect(dragged("turn", from, [0.3, 0.6], [0.3, 0.4], [0.4, 0.6], 2, false)).toEqual({ ...from, turn: expect.closeTo(90, 6) });
});

test("a corner pulled twice as far from the pivot makes it twice as large, within what can be", () => {
  expect(dragged("scale", REST, anchor, [0.6, 0.5], [0.7, 0.5], 2, false).scale).toBeCloseTo(2, 9);
  expect(dragged("scale", REST, anchor, [0.6, 0.5], [0.5, 0.5], 2, false).scale).toBeCloseTo(0.01, 9);
});

test("the stalk turns it the way it is pulled; with Shift in steps", () => {
  expect(dragged("turn", REST, anchor, [0.5, 0.3], [0.6, 0.5], 2, false).turn).toBeCloseTo(90, 6);
  expect(dragged("turn", { ...REST, turn: 7 }, anchor, [0.5, 0.3], [0.505, 0.3], 2, true).turn).toBe(15);
});
