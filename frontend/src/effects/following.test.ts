import { expect, test } from "vitest";
import { guess, isPlace, lineOf } from "./following";

test("a place is followed with its fellow, anything else alone", () => {
  expect(guess(["across", "down", "vignette"], "across")).toEqual([["across", "across"], ["down", "down"]]);
  expect(guess(["light_across", "light_down", "across"], "light_down")).toEqual([["light_down", "down"], ["light_across", "across"]]);
  expect(guess(["zoom", "across"], "zoom")).toEqual([["zoom", "scale"]]);
  expect(guess(["grain"], "grain")).toEqual([["grain", "across"]]);
  expect(guess(["across"], "")).toEqual([]);
  expect([isPlace("across"), isPlace("light_down"), isPlace("grain")]).toEqual([true, true, false]);
});

test("a place goes along by as much as moved, a size grows by as much", () => {
  const found = { across: [0.2, 0.3, 0.4], down: [0.5, 0.5, 0.5], scale: [1, 2, 4], turn: [0, 10, 370] };
  expect(lineOf(found, "across", 1, 0.5).map((one) => Number(one.toFixed(6)))).toEqual([0.4, 0.5, 0.6]);
  expect(lineOf(found, "scale", 1, 3)).toEqual([1.5, 3, 6]);
  expect(lineOf(found, "turn", 0, 5)).toEqual([5, 15, 375]);
  expect(lineOf({ ...found, across: [] }, "across", 9, 1)).toEqual([]);
});
