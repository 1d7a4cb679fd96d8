import fc from "fast-check";
import { expect, test } from "vitest";
import { areaOf, coverageOf, feedsOf, LOW, paint, surest } from "./coverage";
import { outlineOf } from "./contour";
import { fromHalf, readTensors } from "./safetensors";

function packed(tensors: Record<string, { dtype: string; shape: number[]; bytes: Uint8Array }>, metadata = {}): ArrayBuffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  const words = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + words.length + at);
  new DataView(out.buffer).setBigUint64(0, BigInt(words.length), true);
  out.set(words, 8);
  let place = 8 + words.length;
  for (const { bytes } of Object.values(tensors)) {
    out.set(bytes, place);
    place += bytes.length;
  }
  return out.buffer;
}

test("numbers of 16 bits are what they stand for", () => {
  expect([...fromHalf(Uint16Array.from([0x0000, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x7c00]))]).toEqual([
    0, 1, -2, 65504, Math.fround(2 ** -24), Math.fround(0.333251953125), Infinity,
  ]);
});

test("tensors are read by name, with what is said of them", () => {
  const read = readTensors(packed({ a: { dtype: "F16", shape: [1, 2], bytes: Uint8Array.from([0, 0x3c, 0, 0x40]) }, b: { dtype: "F32", shape: [1], bytes: new Uint8Array(Float32Array.of(2.5).buffer) } }, { width: "960" }));
  expect(read.tensors["a"]?.shape).toEqual([1, 2]);
  expect([...(read.tensors["a"]?.values ?? [])]).toEqual([1, 2]);
  expect([...(read.tensors["b"]?.values ?? [])]).toEqual([2.5]);
  expect(read.metadata).toEqual({ width: "960" });
});

test("bytes that are not what their header says are refused", () => {
  const whole = packed({ a: { dtype: "F16", shape: [4], bytes: new Uint8Array(8) } });
  expect(() => readTensors(whole.slice(0, whole.byteLength - 2))).toThrow();
  expect(() => readTensors(packed({ a: { dtype: "F16", shape: [5], bytes: new Uint8Array(8) } }))).toThrow();
  expect(() => readTensors(packed({ a: { dtype: "I64", shape: [1], bytes: new Uint8Array(8) } }))).toThrow();
  expect(() => readTensors(new ArrayBuffer(4))).toThrow();
});

test("points come before the box's corners, and there is nothing to ask without something that belongs", () => {
  expect(feedsOf({ points: [[0.5, 0.5, false]], box: null })).toBeNull();
  const feeds = feedsOf({ points: [[0.5, 0.25, true], [0, 1, false]], box: [0.125, 0.25, 0.5, 1] });
  expect([...(feeds?.coords ?? [])]).toEqual([512, 256, 0, 1024, 128, 256, 512, 1024]);
  expect([...(feeds?.labels ?? [])]).toEqual([1, 0, 2, 3]);
  expect(surest([0.2, 0.9, 0.9])).toBe(1);
});

test("logits of one value are one coverage at any size; at their own size each is its own", () => {
  const flat = coverageOf(new Float32Array(LOW * LOW).fill(0.7), 33, 21);
  expect(new Set(flat)).toEqual(new Set([Math.floor(255 / (1 + Math.exp(-1.4)) + 0.5)]));
  const own = Float32Array.from({ length: LOW * LOW }, (_, at) => ((at % 97) - 48) / 12);
  const same = coverageOf(own, LOW, LOW);
  for (let at = 0; at < own.length; at += 91) expect(Math.abs((same[at] as number) - Math.floor(255 / (1 + Math.exp(-2 * (own[at] as number))) + 0.5))).toBeLessThanOrEqual(1);
});

test("a dot of the brush covers the area of its circle, and taking the same away leaves nothing", () => {
  const mask = new Uint8Array(200 * 100);
  const stroke = { path: [[0.5, 0.5]] as const, width: 0.2 };
  paint(mask, 200, 100, [{ ...stroke, belongs: true }]);
  const sum = mask.reduce((all, one) => all + one, 0) / 255;
  expect(Math.abs(sum - Math.PI * 20 * 20)).toBeLessThan(8);
  paint(mask, 200, 100, [{ ...stroke, belongs: false }]);
  expect(areaOf(mask)).toBe(0);
});

test("strokes only add where they belong, only take where they do not, and stay within their reach", () => {
  const stroke = fc.record({
    path: fc.array(fc.tuple(fc.double({ min: -0.2, max: 1.2, noNaN: true }), fc.double({ min: -0.2, max: 1.2, noNaN: true })), { minLength: 1, maxLength: 5 }),
    width: fc.double({ min: 0.01, max: 0.3, noNaN: true }), belongs: fc.boolean(),
  });
  fc.assert(fc.property(stroke, fc.integer({ min: 0, max: 255 }), (one, below) => {
    const mask = new Uint8Array(48 * 32).fill(below);
    paint(mask, 48, 32, [one]);
    for (const value of mask) expect(one.belongs ? value >= below : value <= below).toBe(true);
  }), { numRuns: 60 });
});

const lines = (outline: Float32Array): [number, number][][] => {
  const found: [number, number][][] = [];
  for (let at = 0; at < outline.length; ) {
    const count = outline[at++] as number;
    found.push(Array.from({ length: count }, (_, point) => [outline[at + point * 2] as number, outline[at + point * 2 + 1] as number]));
    at += count * 2;
  }
  return found;
};

/** The area within closed lines, holes counted negative: by the direction in which they go. */
const within = (outline: Float32Array, width: number, height: number): number =>
  lines(outline).reduce((sum, line) => sum + line.reduce((all, [x, y], at) => {
    const [nx, ny] = line[(at + 1) % line.length] as [number, number];
    return all + (x * ny - nx * y) * width * height;
  }, 0) / 2, 0);

test("the outline of a disc with a hole has two lines that hold its area between them", () => {
  const [width, height] = [120, 90];
  const mask = new Uint8Array(width * height);
  paint(mask, width, height, [{ path: [[0.5, 0.5]], width: 0.5, belongs: true }, { path: [[0.5, 0.5]], width: 0.2, belongs: false }]);
  const outline = outlineOf(mask, width, height);
  expect(lines(outline)).toHaveLength(2);
  expect(Math.abs(Math.abs(within(outline, width, height)) - Math.PI * (30 * 30 - 12 * 12))).toBeLessThan(12);
});

test("a mask that reaches the picture's edge is closed along it; nothing has no outline", () => {
  const full = new Uint8Array(40 * 30).fill(255);
  expect(lines(outlineOf(full, 40, 30))).toHaveLength(1);
  expect(Math.abs(Math.abs(within(outlineOf(full, 40, 30), 40, 30)) - 40 * 30)).toBeLessThan(40);
  expect(outlineOf(new Uint8Array(40 * 30), 40, 30)).toHaveLength(0);
});
