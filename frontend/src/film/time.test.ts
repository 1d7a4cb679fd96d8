import fc from "fast-check";
import { expect, test } from "vitest";
import { clockAt, clockText, frameAt, lengthOf, rateOf, timecode } from "./time";

test("timecode counts frames, not time", () => {
  expect(timecode(23, rateOf("24/1"))).toBe("00:00:00:23");
  expect(timecode(24, rateOf("24/1"))).toBe("00:00:01:00");
  expect(timecode(24 * 3600, rateOf("24000/1001"))).toBe("01:00:00:00");
});

test("every frame is on screen from its beginning to its end, at any rate", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.constantFrom("24/1", "24000/1001", "25/1", "30000/1001", "60/1"), (frame, text) => {
      const rate = rateOf(text);
      expect(frameAt(clockAt(frame, rate), rate)).toBe(frame);
      expect(frameAt(clockAt(frame + 0.99, rate), rate)).toBe(frame);
    }),
  );
});

test("lengths as people say them", () => {
  expect(lengthOf(149, rateOf("24/1"))).toBe("6.2 s");
  expect(lengthOf(1604, rateOf("24/1"))).toBe("1:07");
  expect(clockText(59)).toBe("0:59");
  expect(clockText(4622)).toBe("1:17:02");
  expect(rateOf("nonsense")).toEqual({ numerator: 24, denominator: 1 });
});
