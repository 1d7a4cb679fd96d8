import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fits, LEAST, MOST, pixelsFrom, RATES, rateFrom, rateText, ratioFrom, shapeOf, SHAPES, SIDES, sizeOf } from "./sizes";

const ratio = fc.double({ min: 0.1, max: 10, noNaN: true });
const side = fc.integer({ min: 1, max: 10_000 });

describe("shape and size", () => {
  test("whatever is asked for, a size is even and within what the studio holds", () => {
    fc.assert(
      fc.property(ratio, side, (asked, short) => {
        for (const pixels of Object.values(sizeOf(asked, short))) {
          expect(pixels % 2).toBe(0);
          expect(pixels).toBeGreaterThanOrEqual(LEAST);
          expect(pixels).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });

  test("a size has the ratio that was asked for, as near as even pixels come", () => {
    fc.assert(
      fc.property(ratio, fc.integer({ min: 360, max: 2160 }), (asked, short) => {
        const { width, height } = sizeOf(asked, short);
        expect(Math.abs(Math.log(width / height / asked))).toBeLessThan(3 / Math.min(width, height));
      }),
    );
  });

  test("lying and standing are the same size turned", () => {
    fc.assert(
      fc.property(ratio, side, (asked, short) => {
        const one = sizeOf(asked, short);
        const turned = sizeOf(1 / asked, short);
        expect(Math.abs(one.width - turned.height)).toBeLessThanOrEqual(2);
        expect(Math.abs(one.height - turned.width)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("every preset is known again at every size", () => {
    for (const [name, asked] of Object.entries(SHAPES)) for (const short of SIDES) expect(shapeOf(sizeOf(asked, short))).toBe(name);
    expect(shapeOf({ width: 1280, height: 692 })).toBe(null);
    expect(shapeOf({ width: 1280, height: 536 })).toBe("2.39:1");
    expect(sizeOf(2.39, 2160)).toEqual({ width: 4096, height: 1714 });
    expect(fits(2.39, 2160)).toBe(false);
    expect(fits(16 / 9, 2160)).toBe(true);
  });
});

test.each([["16:9", 16 / 9], ["1.85", 1.85], ["1920×1080", 16 / 9], ["3：2", 1.5], ["0:1", null], ["wide", null], ["1:0", null], ["100:1", null], ["", null]])(
  "a ratio typed as %s", (text, value) => expect(ratioFrom(text)).toBe(value),
);

test.each([["1281", 1282], ["7", LEAST], ["99999", MOST], ["", null], ["a", null]])("pixels typed as %s", (text, value) => expect(pixelsFrom(text)).toBe(value));

describe("rates", () => {
  test.each([["24", "24/1"], ["23.976", "24000/1001"], ["23.98 fps", "24000/1001"], ["29.97", "30000/1001"], ["12.5", "25/2"], ["48000/2000", "24/1"], ["0", null], ["24/0", null], ["1000", null], ["x", null], ["1.2/3", null]])(
    "typed as %s", (text, value) => expect(rateFrom(text)).toBe(value),
  );

  test("what is written is what was meant", () => {
    for (const one of RATES) expect(rateFrom(rateText(one))).toBe(one);
    fc.assert(fc.property(fc.integer({ min: 1, max: 240 }), (whole) => void expect(rateFrom(String(whole))).toBe(`${whole}/1`)));
  });
});
