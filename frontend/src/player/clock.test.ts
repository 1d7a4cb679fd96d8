import fc from "fast-check";
import { expect, test } from "vitest";
import { clockAt, rateOf } from "../film/time";
import { beginning, faster, Pacer, placeAt } from "./clock";

const rates = fc.constantFrom("24/1", "24000/1001", "25/1", "30000/1001", "60/1").map(rateOf);
const range = { start: 0, end: 1_000_000 };

test("at speed 1 every frame is on screen exactly from its beginning to its end, at any rate", () => {
  fc.assert(
    fc.property(fc.nat(900_000), rates, (frame, rate) => {
      const run = { from: 0, speed: 1, range, loop: false };
      expect(placeAt(run, clockAt(frame, rate), rate).frame).toBe(frame);
      expect(placeAt(run, clockAt(frame + 0.98, rate), rate).frame).toBe(frame);
    }),
  );
});

test("a run stays in its range, and without a loop it ends at the last frame, or backward at the first", () => {
  const any = fc.record({ start: fc.nat(500), length: fc.integer({ min: 1, max: 500 }), at: fc.nat(499), speed: fc.constantFrom(-8, -1, 0.5, 1, 2, 8), loop: fc.boolean(), passed: fc.double({ min: 0, max: 500, noNaN: true }) });
  fc.assert(
    fc.property(any, rates, ({ start, length, at, speed, loop, passed }, rate) => {
      const within = { start, end: start + length };
      const place = placeAt({ from: start + (at % length), speed, range: within, loop }, passed, rate);
      expect(place.frame >= start && place.frame < start + length).toBe(true);
      if (place.ended) expect(place.frame).toBe(speed > 0 ? start + length - 1 : start);
      if (loop) expect(place.ended).toBe(false);
    }),
  );
});

test("a loop goes on where it began, forward and backward", () => {
  const rate = rateOf("24/1");
  const run = { from: 10, speed: 1, range: { start: 10, end: 34 }, loop: true };
  expect(placeAt(run, 1, rate)).toEqual({ frame: 10, ended: false, turns: 1 });
  expect(placeAt({ ...run, speed: -1 }, 1 / 24, rate)).toEqual({ frame: 33, ended: false, turns: 1 });
});

test("playing begins where there is something left to play", () => {
  const within = { start: 10, end: 20 };
  expect([15, 19, 25, 3].map((at) => beginning(at, 1, within))).toEqual([15, 10, 10, 10]);
  expect([15, 10, 25, 3].map((at) => beginning(at, -1, within))).toEqual([15, 19, 19, 19]);
});

test("J and L", () => {
  expect([faster(0, 1), faster(1, 1), faster(8, 1), faster(4, -1), faster(-2, -1)]).toEqual([1, 2, 8, -1, -4]);
});

test("the clock follows the sound, smooths its steps, and never goes back", () => {
  const pacer = new Pacer();
  let before = -Infinity;
  for (let look = 0; look < 600; look++) {
    const machine = 100 + look / 60;
    const sound = Math.floor((look / 60) * 50) / 50; // in steps of 20 ms, as some sound cards tell it
    const now = pacer.now(machine, sound);
    expect(now).toBeGreaterThanOrEqual(before);
    if (look > 60) {
      expect(Math.abs(now - look / 60)).toBeLessThan(0.025);
      expect(now - before).toBeLessThan(1 / 40);
    }
    before = now;
  }
});

test("without a sound card, or when it is taken away, the clock goes on", () => {
  const silent = new Pacer();
  const began = silent.now(50, null);
  expect(silent.now(51, null) - began).toBeCloseTo(1);
  const cut = new Pacer();
  cut.now(10, 0);
  cut.now(10.5, 0.5);
  for (let look = 1; look <= 100; look++) cut.now(10.5 + look / 60, 0.5); // the sound's clock stands still
  const one = cut.now(13, 0.5);
  expect(cut.now(14, 0.5) - one).toBeCloseTo(1);
});
