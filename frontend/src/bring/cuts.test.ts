import fc from "fast-check";
import { expect, test } from "vitest";
import { addCut, back, cutsOf, forth, LEAST, move, nextCut, readCorrection, removeCut, seenIn, stepped, stretches, untouched, type Correction } from "./cuts";
import type { FoundCut } from "./footageApi";

const FRAMES = 1000;
const cut = (frame: number, certainty: number): FoundCut => ({ frame, certainty, kind: "hard", by: "both" });
const found = [cut(100, 0.9), cut(200, 0.3), cut(300, 0.7)];
const frames = (correction: Correction): number[] => cutsOf(found, correction, FRAMES).map((one) => one.frame);

test("fewer and more, by certainty; a cut that somebody touched stays", () => {
  expect(frames(untouched)).toEqual([100, 300]);
  expect(frames({ ...untouched, threshold: 0.2 })).toEqual([100, 200, 300]);
  const [touched] = move(found, { ...untouched, threshold: 0.2 }, FRAMES, 200, 210);
  expect(frames({ ...touched, threshold: 0.8 })).toEqual([100, 210]);
});

test("a cut is moved up to its neighbours, never over them", () => {
  const [far, at] = move(found, untouched, FRAMES, 100, 900);
  expect(at).toBe(300 - LEAST);
  expect(frames(far)).toEqual([298, 300]);
  expect(move(found, untouched, FRAMES, 100, -5)[1]).toBe(LEAST);
  expect(move(found, untouched, FRAMES, 123, 5)).toEqual([untouched, 123]);
});

test("a cut is added where there is room, and taken away again", () => {
  const more = addCut(found, untouched, FRAMES, 150);
  expect(frames(more)).toEqual([100, 150, 300]);
  expect(addCut(found, more, FRAMES, 151)).toBe(more);
  expect(frames(removeCut(found, more, FRAMES, 150))).toEqual([100, 300]);
  expect(frames(removeCut(found, more, FRAMES, 100))).toEqual([150, 300]);
  const [moved, at] = move(found, more, FRAMES, 150, 160);
  expect([frames(moved), at]).toEqual([[100, 160, 300], 160]);
});

test("whatever is done, the shots are the whole film, none shorter than it may be", () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant("add"), at: fc.integer({ min: -20, max: 1100 }), to: fc.constant(0) }),
    fc.record({ what: fc.constant("move"), at: fc.nat(9), to: fc.integer({ min: -50, max: 1100 }) }),
    fc.record({ what: fc.constant("remove"), at: fc.nat(9), to: fc.constant(0) }),
    fc.record({ what: fc.constant("threshold"), at: fc.nat(10), to: fc.constant(0) }),
  );
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 30 });
  fc.assert(
    fc.property(some, fc.array(step, { maxLength: 25 }), (places, steps) => {
      const seen = places.sort((a, b) => a - b).map((frame, index) => cut(frame, (index % 10) / 10));
      let now = untouched;
      for (const { what, at, to } of steps) {
        const frame = cutsOf(seen, now, FRAMES)[at]?.frame ?? -1;
        if (what === "add") now = addCut(seen, now, FRAMES, at);
        else if (what === "move") [now] = move(seen, now, FRAMES, frame, to);
        else if (what === "remove") now = removeCut(seen, now, FRAMES, frame);
        else now = { ...now, threshold: at / 10 };
      }
      const made = stretches(cutsOf(seen, now, FRAMES), FRAMES);
      expect(made.reduce((sum, one) => sum + one.frames, 0)).toBe(FRAMES);
      expect(Math.min(...made.map((one) => one.frames))).toBeGreaterThanOrEqual(LEAST);
      made.forEach((one, index) => expect(one.start).toBe(made.slice(0, index).reduce((sum, each) => sum + each.frames, 0)));
    }),
  );
});

test("steps go back and on again", () => {
  const first = { past: [], now: untouched, future: [] };
  const second = stepped(first, { ...untouched, threshold: 0.1 });
  expect(stepped(second, second.now)).toBe(second);
  expect(back(second).now).toBe(untouched);
  expect(forth(back(second)).now.threshold).toBe(0.1);
  expect(back(first)).toBe(first);
  expect(forth(first)).toBe(first);
});

test("neighbours of a frame, and what was kept", () => {
  const cuts = cutsOf(found, untouched, FRAMES);
  expect(nextCut(cuts, 100, 1)?.frame).toBe(300);
  expect(nextCut(cuts, 100, -1)).toBeUndefined();
  expect(readCorrection(JSON.stringify({ threshold: 0.3, moved: { 5: null }, added: [7] }))).toEqual({ threshold: 0.3, moved: { 5: null }, added: [7] });
  expect(readCorrection("{")).toBe(untouched);
  expect(readCorrection(null)).toBe(untouched);
});

test("a face is counted in the shots as they are corrected", () => {
  const shots = stretches(cutsOf(found, untouched, FRAMES), FRAMES);
  expect(seenIn(shots, [4, 8, 120, 299])).toBe(2);
  expect(seenIn(stretches(cutsOf(found, { ...untouched, threshold: 0.2 }, FRAMES), FRAMES), [4, 8, 120, 299])).toBe(3);
  expect(seenIn(shots, [])).toBe(0);
});
