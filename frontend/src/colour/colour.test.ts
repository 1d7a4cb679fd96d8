// The browser's sums are the server's; curves do not overshoot, wheels come back to where they were.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainOf } from "./chain";
import { baked, changeOf, cubeOf, looked } from "./cube";
import { added, drawn, kept, moved, type Points, removed, STRAIGHT, through } from "./curves";
import { type Change, gradeOf } from "./grade";
import { LOOKS, lookOf } from "./looks";
import truth from "./truth.json";
import { dotFor, held, leaning, numbersOf } from "./wheel";

const clipped = (value: number): number => Math.min(1, Math.max(0, value));

function off(change: Change | null, wanted: readonly (readonly number[])[]): number {
  let most = 0;
  truth.colours.forEach((colour, n) => {
    const made = Float64Array.from(colour);
    change?.(made, 0);
    made.forEach((value, k) => (most = Math.max(most, Math.abs(clipped(value) - (wanted[n]?.[k] ?? NaN)))));
  });
  return most;
}

describe("the server's sums", () => {
  for (const one of truth.grades) {
    it(`are the browser's: ${Object.keys(one.params).join(", ")}`, () => expect(off(gradeOf(one.params), one.made)).toBeLessThan(2e-5));
  }
  it("have the same looks", () => {
    expect(Object.keys(LOOKS)).toEqual(Object.keys(truth.looks));
    for (const [name, one] of Object.entries(truth.looks)) {
      expect(LOOKS[name]).toEqual(one.numbers);
      expect(off(lookOf(name), one.made), name).toBeLessThan(2e-5);
    }
  });
});

describe("a table", () => {
  it("gives back what it was baked from, within two levels", () => {
    const change = gradeOf({ exposure: 0.4, gain_red: 1.1, curve: [[0, 0], [0.4, 0.3], [1, 1]] });
    const table = baked(change, 33);
    fc.assert(fc.property(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 })), (colour) => {
      const pixels = Uint8ClampedArray.from([...colour, 255]);
      looked(pixels, table, 33);
      const wanted = Float64Array.from(colour.map((one) => one / 255));
      change?.(wanted, 0);
      wanted.forEach((value, n) => expect(Math.abs(clipped(value) * 255 - (pixels[n] ?? 0))).toBeLessThan(4));
    }));
  });
  it("is read from a file, with one and three dimensions and a domain", () => {
    const line = cubeOf("LUT_1D_SIZE 2\nDOMAIN_MAX 2 2 2\n0 0 0\n1 0.5 1\n");
    const made = Float64Array.from([1, 1, 2]);
    if (line) changeOf(line)(made, 0);
    expect([...made]).toEqual([0.5, 0.25, 1]);
    const turned = cubeOf(`TITLE "a # b"\nLUT_3D_SIZE 2\n${[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `${n >> 2} ${(n >> 1) & 1} ${n & 1}`).join("\n")}`);
    const other = Float64Array.from([0.2, 0.6, 0.9]);
    if (turned) changeOf(turned)(other, 0);
    expect([...other].map((one) => Math.round(one * 1000) / 1000)).toEqual([0.9, 0.6, 0.2]);
    expect(cubeOf("LUT_3D_SIZE 2\n0 0 0")).toBeNull();
    expect(cubeOf("hello")).toBeNull();
  });
});

describe("a curve", () => {
  const points = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { selector: ([x]) => x, minLength: 2, maxLength: 10 })
    .map((all): Points => all.map(([x, y]) => [x / 50, y / 50] as const).sort((one, other) => one[0] - other[0]));
  it("never leaves the room between its points", () => {
    fc.assert(fc.property(points, fc.double({ min: -0.5, max: 1.5, noNaN: true }), (curve, at) => {
      const value = through(curve)(at);
      const place = Math.min(curve.at(-1)?.[0] ?? 1, Math.max(curve[0]?.[0] ?? 0, at));
      const next = Math.max(1, curve.findIndex(([x]) => x >= place));
      const [a, b] = [curve[next - 1]?.[1] ?? 0, curve[next]?.[1] ?? 0];
      expect(value).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-9);
      expect(value).toBeLessThanOrEqual(Math.max(a, b) + 1e-9);
    }));
  });
  it("keeps its points in order whatever a hand does", () => {
    fc.assert(fc.property(points, fc.nat(12), fc.double({ min: -2, max: 3, noNaN: true }), fc.double({ min: -2, max: 3, noNaN: true }), (curve, at, x, y) => {
      const now = moved(curve, at % curve.length, x, y);
      expect(now).toHaveLength(curve.length);
      for (const [one, value] of now) for (const part of [one, value]) expect(part >= 0 && part <= 1).toBe(true);
      expect(removed(now, 0).length).toBe(Math.max(2, now.length - 1));
    }));
  });
  it("gets a point where there is room, and none where there is one already", () => {
    expect(added(STRAIGHT, 0.5, 0.7)).toEqual({ points: [[0, 0], [0.5, 0.7], [1, 1]], at: 1 });
    expect(added(STRAIGHT, 0.004, 0.7)).toBeNull();
    expect(kept([[0, 0], [0.3, 0.3], [1, 1]])).toEqual([]);
    expect(kept([[0.2, 0.2], [0.8, 0.8]])).toHaveLength(2);
    expect(drawn([])).toBe(STRAIGHT);
  });
});

describe("a wheel", () => {
  it("comes back to where its dot was", () => {
    fc.assert(fc.property(fc.double({ min: -0.9, max: 0.9, noNaN: true }), fc.double({ min: -0.9, max: 0.9, noNaN: true }), fc.constantFrom("lift", "gamma", "gain"), (x, y, wheel) => {
      const dot = held({ x, y });
      const back = dotFor(wheel, numbersOf(wheel, dot));
      expect(Math.hypot(back.x - dot.x, back.y - dot.y)).toBeLessThan(2e-3);
    }));
  });
  it("leans to red upwards and leaves the mean", () => {
    const [red, green, blue] = leaning({ x: 0, y: 1 });
    expect(red).toBeCloseTo(1);
    expect(green).toBeCloseTo(-0.5);
    expect(red + green + blue).toBeCloseTo(0);
  });
});

describe("a chain", () => {
  const none = (): null => null;
  it("holds grades and looks, and nothing that moves pixels", () => {
    expect(chainOf([{ operation: "style.grade", params: { exposure: 1 } }, { operation: "style.film", params: { look: "noir", grain: 0.3 } }], none)).not.toBeNull();
    expect(chainOf([{ operation: "camera.shake", params: {} }], none)).toBeNull();
    expect(chainOf([{ operation: "style.grade", params: { exposure: 1, keys: { exposure: [[0, 0, "linear"]] } } }], none)).toBeNull();
    expect(chainOf([{ operation: "style.grade", params: {}, inputs: { matte: { layer: "x" } } }], none)).toBeNull();
    expect(chainOf([{ operation: "style.lut", params: {}, inputs: { lut: { artifact: "a" } } }], none)).toBeNull();
    expect(chainOf([{ operation: "style.lut", params: {} }], none)).not.toBeNull();
  });
});
