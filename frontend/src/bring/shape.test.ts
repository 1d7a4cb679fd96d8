import fc from "fast-check";
import { expect, test } from "vitest";
import { sameAspect, shapeOf, standardRate } from "./shape";

test("the rate of a phone is the rate that it means", () => {
  expect(standardRate("30000/1001")).toBe("30000/1001");
  expect(standardRate("2997/100")).toBe("30000/1001");
  expect(standardRate("23976/1000")).toBe("24000/1001");
  expect(standardRate("25/1")).toBe("25/1");
  expect(standardRate("240/1")).toBe("60/1");
  expect(standardRate("15/1")).toBe("24/1");
  expect(standardRate("")).toBe("24/1");
});

test("sizes are even and not endless, and keep their aspect", () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 9000 }), fc.integer({ min: 200, max: 9000 }), (width, height) => {
      fc.pre(width / height < 8 && height / width < 8);
      const shape = shapeOf(width, height, "24/1");
      expect(shape.width % 2 + shape.height % 2).toBe(0);
      expect(Math.max(shape.width, shape.height)).toBeLessThanOrEqual(3840);
      expect(Math.abs(shape.width / shape.height / (width / height) - 1)).toBeLessThan(0.02);
    }),
  );
  expect(shapeOf(0, 0, "")).toEqual({ width: 1280, height: 720, rate: "24/1" });
});

test("a hair is no difference", () => {
  expect(sameAspect({ width: 1920, height: 1080 }, { width: 1280, height: 720 })).toBe(true);
  expect(sameAspect({ width: 1920, height: 1088 }, { width: 1280, height: 720 })).toBe(true);
  expect(sameAspect({ width: 1080, height: 1920 }, { width: 1280, height: 720 })).toBe(false);
});
