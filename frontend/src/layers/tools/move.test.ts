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

test("a corner pulled twice as far from the middle makes it twice as large, within what can be", () => {
  expect(dragged("scale", REST, anchor, [0.6, 0.5], [0.7, 0.5], 2, false).scale).toBeCloseTo(2, 9);
  expect(dragged("scale", REST, anchor, [0.6, 0.5], [0.5, 0.5], 2, false).scale).toBeCloseTo(0.01, 9);
});

test("the stalk turns it the way it is pulled; with Shift in steps", () => {
  expect(dragged("turn", REST, anchor, [0.5, 0.3], [0.6, 0.5], 2, false).turn).toBeCloseTo(90, 6);
  expect(dragged("turn", { ...REST, turn: 7 }, anchor, [0.5, 0.3], [0.505, 0.3], 2, true).turn).toBe(15);
});
