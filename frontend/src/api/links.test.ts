import { expect, test } from "vitest";
import { steadied, steady } from "./links";

test("bytes keep their first link until it may have died", () => {
  expect(steady("/media/aa?t=1", 0)).toBe("/media/aa?t=1");
  expect(steady("/media/aa?t=2", 1000)).toBe("/media/aa?t=1");
  expect(steady("/media/aa?t=3", 9 * 3600 * 1000)).toBe("/media/aa?t=3");
});

test("links are found wherever they stand in an answer, and nothing else is touched", () => {
  steady("/media/bb?t=1");
  const answer = { pictures: [{ proxy: { url: "/media/bb?t=2", frames: 3 }, panel: null }], words: "/p/1", rate: "24/1" };
  expect(steadied(answer)).toEqual({ pictures: [{ proxy: { url: "/media/bb?t=1", frames: 3 }, panel: null }], words: "/p/1", rate: "24/1" });
});
