import { expect, test } from "vitest";
import { figures, grade, scoreOf } from "./scores";

const found = { status: "done", score: 0.8, sharpness: 0.9, flicker: 0.1, motion: 0.4, likeness: null, faults: [], rank: 1, of: 4, best: true };

test("an answer is read, and what is missing is not known", () => {
  expect(scoreOf(null)).toBeNull();
  expect(scoreOf(found)).toMatchObject({ score: 0.8, likeness: null, agreement: null, rank: 1, of: 4, best: true, again: null });
  expect(scoreOf({ faults: [{ kind: "black", first: 3 }] })?.faults).toEqual([{ kind: "black", first: 3, last: 3 }]);
});

test("figures in per cent; that light does not swing is what is good", () => {
  const score = scoreOf(found);
  expect(score && figures(score)).toEqual([{ name: "sharpness", percent: 90 }, { name: "flicker", percent: 90 }, { name: "motion", percent: 40 }]);
});

test("a fault is poor whatever the figure; the bar of the film is what counts as good", () => {
  const score = scoreOf(found);
  if (!score) throw new Error("it was read");
  expect(grade(score, null)).toBe("good");
  expect(grade(score, 0.9)).toBe("fair");
  expect(grade({ ...score, score: 0.2 }, null)).toBe("poor");
  expect(grade({ ...score, faults: [{ kind: "frozen", first: 0, last: 9 }] }, 0.5)).toBe("poor");
});
