import fc from "fast-check";
import { expect, test } from "vitest";
import type { Shown, Voice } from "../api/queries";
import { captionAt, pictureAt, voiceFrames, within } from "./reel";

const picture = (start: number, frames: number, source_in = 0): Shown => ({
  start, frames, source_in, clip: "", shot: "", slate: "", proxy: null, panel: null, transition: "none", over: null, over_in: 0,
  pace: "1/1", pace_at: 0, over_pace: "1/1", over_pace_at: 0,
});
const voice = (start: number, samples: number): Voice => ({
  start, frames: 0, source_in: 0, fade: 0, bed: false, gain: 0, words: `at ${start}`, speaker: "Nell", pan: 0, comes: [0, 0], goes: [0, 0], clip: "",
  audio: { key: "", status: "done", progress: 1, url: null, facts: { samples, sound_rate: 48_000 } },
});

test("every frame of a reel without gaps has exactly one picture", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }), fc.nat(), (lengths, any) => {
      let start = 0;
      const pictures = lengths.map((frames) => {
        const one = picture(start, frames);
        start += frames;
        return one;
      });
      const frame = any % start;
      const one = pictures[pictureAt(pictures, frame)];
      expect(one && one.start <= frame && frame < one.start + one.frames).toBe(true);
      expect(pictureAt(pictures, start)).toBe(-1);
    }),
  );
});

test("a gap has no picture", () => {
  expect(pictureAt([picture(0, 10), picture(20, 10)], 15)).toBe(-1);
  expect(pictureAt([], 0)).toBe(-1);
});

test("words are read as long as they sound, and never shorter than half a second", () => {
  const voices = [voice(10, 96_000), voice(100, 100)];
  const lasts = (one: Voice) => voiceFrames(one, 24, 1);
  expect(lasts(voices[0] as Voice)).toBe(48);
  expect(captionAt(voices, 9, lasts)).toBe(null);
  expect(captionAt(voices, 57, lasts)?.start).toBe(10);
  expect(captionAt(voices, 58, lasts)).toBe(null);
  expect(captionAt(voices, 111, lasts)?.start).toBe(100);
});

test("the playhead stays on the reel", () => {
  expect([-5, 0, 9, 10, Infinity].map((frame) => within({ frames: 10 }, frame))).toEqual([0, 0, 9, 9, 9]);
});
