import fc from "fast-check";
import { expect, test } from "vitest";
import { rateOf } from "../film/time";
import { correction, middleOf, shownAt, stepped } from "./compare";

const rates = fc.constantFrom("24/1", "24000/1001", "25/1", "30000/1001", "60/1").map(rateOf);

test("a seek to a frame shows that frame, at any rate", () => {
  fc.assert(fc.property(fc.nat(100_000), rates, (frame, rate) => {
    expect(shownAt(middleOf(frame, rate), 100_001, rate)).toBe(frame);
  }));
});

test("stepping goes round both ends", () => {
  expect(stepped(9, 1, 10)).toBe(0);
  expect(stepped(0, -1, 10)).toBe(9);
  expect(stepped(3, 25, 10)).toBe(8);
});

test("the follower comes to the leader, whatever lies between them, and stays there", () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), rates, (apart, rate) => {
      const tick = 1 / 24;
      let [leads, follows, steps] = [5, 5 + apart, 0];
      for (; steps < 240; steps++) {
        const how = correction(leads, follows, true, rate);
        if (how.is === "seek") follows = how.clock;
        leads += tick;
        follows += tick * (how.is === "pace" ? how.rate : 1);
      }
      expect(Math.abs(leads - follows) * (rate.numerator / rate.denominator)).toBeLessThan(0.5);
    }),
  );
});

test("standing still, both stand on the same frame exactly", () => {
  const rate = rateOf("24/1");
  expect(correction(2, 1.9, false, rate)).toEqual({ is: "seek", clock: 2 });
  expect(correction(2, 2, false, rate)).toEqual({ is: "none" });
});
