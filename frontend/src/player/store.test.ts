import fc from "fast-check";
import { expect, test } from "vitest";
import { mark, markedRange, unmark, usePlayer } from "./store";

test("whatever is marked in whatever order is a range of at least one frame within the film", () => {
  const marks = fc.array(fc.tuple(fc.constantFrom("from" as const, "to" as const), fc.nat(300)), { maxLength: 8 });
  fc.assert(
    fc.property(marks, fc.integer({ min: 1, max: 250 }), (all, frames) => {
      unmark();
      for (const [which, frame] of all) mark(which, frame);
      const range = markedRange(usePlayer.getState(), frames);
      if (all.length === 0) expect(range).toBe(null);
      else expect(range && range.start >= 0 && range.start < range.end && range.end <= frames).toBe(true);
    }),
  );
});

test("a mark beyond the other takes that away; without marks the loop of the range ends", () => {
  unmark();
  mark("from", 10);
  mark("to", 20);
  expect(markedRange(usePlayer.getState(), 100)).toEqual({ start: 10, end: 21 });
  mark("from", 30);
  expect(markedRange(usePlayer.getState(), 100)).toEqual({ start: 30, end: 100 });
  usePlayer.setState({ loop: "range" });
  unmark();
  expect(usePlayer.getState().loop).toBe("off");
});
