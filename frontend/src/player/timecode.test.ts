import fc from "fast-check";
import { expect, test } from "vitest";
import { rateOf } from "../film/time";
import { frameOf, frameTyped, timecodeOf } from "./timecode";

const film = rateOf("24000/1001");
const ntsc = rateOf("30000/1001");
const fast = rateOf("60000/1001");

test("drop-frame leaves out numbers, never frames, and keeps to the clock on the wall", () => {
  expect(timecodeOf(1799, ntsc)).toBe("00:00:59;29");
  expect(timecodeOf(1800, ntsc)).toBe("00:01:00;02");
  expect(timecodeOf(17_982, ntsc)).toBe("00:10:00;00");
  expect(timecodeOf(107_892, ntsc)).toBe("01:00:00;00");
  expect(timecodeOf(3600, fast)).toBe("00:01:00;04");
  expect(timecodeOf(1800, rateOf("30/1"))).toBe("00:01:00:00");
  expect(timecodeOf(86_400, film)).toBe("01:00:00:00"); // 23.976 has no drop-frame
});

test("every frame has its own timecode, later frames later ones, and the timecode leads back to the frame", () => {
  fc.assert(
    fc.property(fc.nat(5_000_000), fc.constantFrom(film, ntsc, fast, rateOf("25/1"), rateOf("24/1")), (frame, rate) => {
      const shown = timecodeOf(frame, rate);
      expect(frameTyped(shown, 0, rate)).toBe(frame);
      expect(timecodeOf(frame + 1, rate) > shown).toBe(true);
    }),
  );
});

test("drop-frame is never a fifth of a second off the clock within a day", () => {
  fc.assert(
    fc.property(fc.nat(2_589_407), (frame) => {
      const [hours, minutes, seconds, frames] = timecodeOf(frame, ntsc).split(/[:;]/).map(Number) as [number, number, number, number];
      const shown = hours * 3600 + minutes * 60 + seconds + frames / 30;
      expect(Math.abs(shown - (frame * 1001) / 30_000)).toBeLessThan(0.2);
    }),
  );
});

test("what is typed is read as an editor means it", () => {
  const rate = rateOf("24/1");
  expect(frameTyped("128", 0, rate)).toBe(127); // the counter shows the first frame as 1
  expect(frameTyped("12:08", 0, rate)).toBe(296);
  expect(frameTyped(" 1：00：00 ", 0, rate)).toBe(1440);
  expect(frameTyped("+10", 5, rate)).toBe(15);
  expect(frameTyped("-10", 5, rate)).toBe(0);
  expect(["", "abc", "1:2:3:4:5", "--3", "1:"].map((text) => frameTyped(text, 0, rate))).toEqual([null, null, null, null, null]);
  expect(frameOf(0, 1, 0, 0, ntsc)).toBe(1800); // 00:01:00;00 does not exist: the next that does
});
