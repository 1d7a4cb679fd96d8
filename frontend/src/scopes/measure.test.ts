// Scopes count every pixel once, at the place where it belongs.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histograms, hueAt, LEVELS, type Pixels, PRIMARIES, readingOf, SKIN, vectorOf, vectors, waves } from "./measure";
import { keptFrom } from "./store";

const picture = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
  fc.array(fc.integer({ min: 0, max: 255 }), { minLength: width * height * 4, maxLength: width * height * 4 }).map((all): Pixels => ({ data: Uint8ClampedArray.from(all), width, height })));
const plain = (r: number, g: number, b: number, width = 4, height = 2): Pixels => ({ data: Uint8ClampedArray.from(Array.from({ length: width * height }, () => [r, g, b, 255]).flat()), width, height });
const sum = (counts: Uint32Array): number => counts.reduce((all, one) => all + one, 0);

describe("scopes", () => {
  it("count every pixel once", () => {
    fc.assert(fc.property(picture, (one) => {
      const all = one.width * one.height;
      for (const counts of [...waves(one, 7, false), ...waves(one, 7, true), vectors(one, 31), ...histograms(one)]) expect(sum(counts)).toBe(all);
    }));
  });
  it("put a colour at its column and its level", () => {
    const half: Pixels = { data: Uint8ClampedArray.from([0, 0, 0, 255, 200, 200, 200, 255]), width: 2, height: 1 };
    const [luma] = waves(half, 2, false);
    expect(luma?.[0]).toBe(1);
    expect(luma?.[LEVELS + 200]).toBe(1);
  });
  it("put grey in the middle, red up, blue right, and skin on its line", () => {
    expect(vectorOf(120, 120, 120).map(Math.abs).every((one) => one < 1e-9)).toBe(true);
    const [, up] = vectorOf(255, 0, 0);
    const [right] = vectorOf(0, 0, 255);
    expect(up).toBeCloseTo(0.5);
    expect(right).toBeCloseTo(0.5);
    for (const [r, g, b] of [[224, 172, 140], [141, 85, 60], [90, 56, 40]] as const) {
      const [x, y] = vectorOf(r, g, b);
      expect(Math.abs((Math.atan2(y, x) * 180) / Math.PI - SKIN)).toBeLessThan(12);
    }
  });
  it("name the hue that is nearest", () => {
    for (const [name, r, g, b] of PRIMARIES) {
      const [x, y] = vectorOf(r, g, b);
      expect(hueAt((Math.atan2(y, x) * 180) / Math.PI)).toBe(name);
    }
  });
  it("say what they show", () => {
    const grey = readingOf(plain(128, 128, 128));
    expect(grey).toMatchObject({ low: 50, middle: 50, high: 50, red: 50, black: 0, white: 0, saturation: 0, cast: null });
    expect(readingOf(plain(0, 0, 0)).black).toBe(100);
    const red = readingOf(plain(200, 40, 40));
    expect(red.cast === null ? "" : hueAt(red.cast)).toBe("red");
  });
  it("are remembered, and nothing that makes no sense is", () => {
    expect(keptFrom('{"player":true,"scope":{"player":"vector","trial":"x"}}')).toEqual({ player: true, trial: false, scope: { player: "vector", trial: "vector" } });
    expect(keptFrom("{").player).toBe(false);
    expect(keptFrom(null).scope.player).toBe("wave");
  });
});
