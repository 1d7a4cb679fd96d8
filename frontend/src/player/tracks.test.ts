import fc from "fast-check";
import { expect, test } from "vitest";
import type { Voice } from "../api/queries";
import { rateOf } from "../film/time";
import { cueOf, envelopeOf, piecesOf, soundingIn } from "./tracks";

const rate = rateOf("24/1");
const plain = { pan: 0, comes: [0, 0], goes: [0, 0] };
const voice = (start: number, samples: number, url: string | null = "v"): Voice => ({
  start, frames: 0, source_in: 0, fade: 0, bed: false, gain: -3, words: "", speaker: "", pan: 0, comes: [0, 0], goes: [0, 0], clip: "", audio: { key: "", status: "done", progress: 1, url, facts: { samples, sound_rate: 48_000 } },
});

test("voices last as long as their samples, beds as long as they are told; what is not made is not heard", () => {
  const rooms = [{ ...voice(10, 4_800_000, "room"), frames: 50, source_in: 7, fade: 5, bed: true }];
  const pieces = piecesOf({ voices: [voice(30, 48_000), voice(5, 48_000, null)], rooms }, rate);
  expect(pieces).toEqual([
    { url: "room", start: 10, frames: 50, from: 7, gain: -3, fade: 5, bed: true, ...plain },
    { url: "v", start: 30, frames: 24, from: 0, gain: -3, fade: 0, bed: false, ...plain },
  ]);
  expect(soundingIn(pieces, 54, 60).map((one) => one.url)).toEqual(["room"]);
  expect(soundingIn(pieces, 60, 90)).toEqual([]);
});

test("a bed comes and goes, and gives way by 6 dB while somebody speaks", () => {
  const bed = { url: "room", start: 0, frames: 100, from: 0, gain: 0, fade: 10, bed: true, ...plain };
  const spoken = { url: "v", start: 40, frames: 20, from: 0, gain: 0, fade: 0, bed: false, ...plain };
  const shape = envelopeOf(bed, [bed, spoken]);
  expect(shape.map(([frame]) => frame)).toEqual([0, 10, 36, 40, 60, 64, 90, 100]);
  expect(shape.map(([, level]) => Math.round(level * 100))).toEqual([0, 100, 100, 50, 50, 100, 100, 0]);
  expect(envelopeOf(spoken, [bed, spoken])).toEqual([[40, 1], [60, 1]]);
});

test("from wherever playing begins, a piece ends on the same frame of the reel", () => {
  const any = fc.record({ start: fc.nat(1000), frames: fc.integer({ min: 1, max: 500 }), from: fc.nat(100) });
  fc.assert(
    fc.property(any, fc.nat(1600), fc.constantFrom(1, 2), ({ start, frames, from }, frame, speed) => {
      const cue = cueOf({ url: "", gain: 0, fade: 0, bed: false, ...plain, start, frames, from }, frame, speed, rate);
      if (!cue) expect(frame).toBeGreaterThanOrEqual(start + frames);
      else {
        expect(cue.after * speed + cue.long).toBeCloseTo((start + frames - frame) / 24);
        expect(cue.into + cue.long).toBeCloseTo((from + frames) / 24);
      }
    }),
  );
});
