// The box round what was followed.
import { expect, test } from "vitest";
import { boxOf } from "./followedBox";

const rgba = (width: number, height: number, covered: readonly (readonly [number, number, number])[]): Uint8ClampedArray => {
  const all = new Uint8ClampedArray(width * height * 4);
  for (const [x, y, alpha] of covered) all[(y * width + x) * 4 + 3] = alpha;
  return all;
};

test("it goes round all that covers more than half, and a pixel further", () => {
  const seen = rgba(10, 10, [[3, 4, 255], [6, 7, 200], [9, 9, 100]]);
  expect(boxOf(seen, 10, 10)).toEqual([0.2, 0.3, 0.8, 0.9]);
});

test("it stays within the picture, and is none where nothing is", () => {
  expect(boxOf(rgba(4, 4, [[0, 0, 255], [3, 3, 255]]), 4, 4)).toEqual([0, 0, 1, 1]);
  expect(boxOf(rgba(4, 4, [[1, 1, 90]]), 4, 4)).toBeNull();
});
