import fc from "fast-check";
import { expect, test } from "vitest";
import { clockOf, framesOf, shownLength } from "./length";

test("lengths as people write them", () => {
  const said: readonly (readonly [string, number | null])[] = [
    ["", 0], ["3", 180], ["3:00", 180], ["0:45", 45], ["1:02:03", 3723], ["90 s", 90], ["2.5 min", 150], ["2m30s", 150], ["2 minutes 30 seconds", 150],
    ["约三分钟", 180], ["两分半", 150], ["2分30秒", 150], ["４５秒", 45], ["about 3 min", 180], ["soon", null], ["3 min of it", null], ["1:99", null],
  ];
  for (const [text, clock] of said) expect(clockOf(text, "min"), text).toBe(clock);
  expect(clockOf("45", "s")).toBe(45);
});

test("what is shown is read as what it was", () => {
  const rates = fc.constantFrom({ numerator: 24, denominator: 1 }, { numerator: 24000, denominator: 1001 }, { numerator: 60, denominator: 1 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 3 * 3600 }), rates, (clock, rate) => {
    expect(clockOf(shownLength(framesOf(clock, rate), rate), "min")).toBe(clock);
  }));
});
