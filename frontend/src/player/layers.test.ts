import fc from "fast-check";
import { expect, test } from "vitest";
import type { Made, Shown } from "../api/queries";
import { layersAt, mixesOf, sourcesOf } from "./layers";
import { comingFrames, keyFor, nearestProxies, wantedAt } from "./plan";

const made = (url: string): Made => ({ key: url, status: "done", progress: 1, url, facts: {} });
const shown = (start: number, frames: number, proxy: string | null, rest: Partial<Shown> = {}): Shown => ({
  start, frames, source_in: 0, clip: proxy ?? "", shot: "", slate: "", proxy: proxy ? made(proxy) : null, panel: null,
  transition: "none", over: null, over_in: 0, pace: "1/1", pace_at: 0, over_pace: "1/1", over_pace_at: 0, ...rest,
});

test("a picture shows the frame of its proxy, a shot that is not made its panel, a gap nothing", () => {
  const pictures = [shown(0, 10, "a", { source_in: 5 }), shown(10, 10, null, { panel: made("still") })];
  expect(layersAt({ pictures }, 3).below.source).toEqual({ url: "a", frame: 8 });
  expect(layersAt({ pictures }, 12).below).toEqual({ source: null, still: "still" });
  expect(layersAt({ pictures }, 20).index).toBe(-1);
});

test("at another speed the frame of the proxy is the one that the export takes", () => {
  const at = (pace: string, first: number, gone: number): unknown => layersAt({ pictures: [shown(0, 10, "a", { source_in: first, pace, pace_at: gone })] }, 4).below.source;
  expect(at("2/1", 5, 3)).toEqual({ url: "a", frame: 19 });
  expect(at("1/2", 5, 3)).toEqual({ url: "a", frame: 8 });
  expect(at("-1/1", 20, 0)).toEqual({ url: "a", frame: 16 });
  expect(at("0/1", 7, 3)).toEqual({ url: "a", frame: 7 });
});

test("a transition is as far as the export says: the middle of each frame, over the whole of it", () => {
  const mix = { transition: "dissolve", over: made("b") };
  const pictures = [shown(0, 10, "a"), shown(10, 3, "a", { ...mix, source_in: 10, over_in: 0 }), shown(13, 5, "a", { ...mix, source_in: 13, over_in: 3 }), shown(18, 10, "b", { source_in: 8 })];
  expect(mixesOf(pictures).get(1)).toEqual({ start: 10, frames: 8 });
  expect(layersAt({ pictures }, 10).done).toBeCloseTo(0.5 / 8);
  expect(layersAt({ pictures }, 17).done).toBeCloseTo(7.5 / 8);
  expect(sourcesOf(layersAt({ pictures }, 14))).toEqual([{ url: "a", frame: 14 }, { url: "b", frame: 4 }]);
});

test("a dip needs only the picture that is seen", () => {
  const pictures = [shown(0, 8, "a", { transition: "dip", over: made("b") })];
  expect(sourcesOf(layersAt({ pictures }, 1)).map((one) => one.url)).toEqual(["a"]);
  expect(sourcesOf(layersAt({ pictures }, 6)).map((one) => one.url)).toEqual(["b"]);
});

test("what comes is wanted in the order in which it is shown, each frame once, across joins and around a loop", () => {
  const pictures = [shown(0, 4, "a"), shown(4, 4, "b")];
  const range = { start: 0, end: 8 };
  const wanted = wantedAt({ pictures, frames: 8 }, { frame: 2, speed: 1, range, loop: true }, 8);
  expect(wanted.map((one) => `${one.url}${one.frame}`)).toEqual(["a2", "a3", "b0", "b1", "b2", "b3", "a0", "a1"]);
  expect(comingFrames({ frame: 5, speed: -2, range, loop: false }, 9, 8)).toEqual([5, 3, 1]);
  expect(comingFrames({ frame: 1, speed: 0, range, loop: false }, 4, 8)).toEqual([1, 2, 0, 3]);
});

test("whatever is coming lies in the range and begins with the present frame", () => {
  const heading = fc.record({ start: fc.nat(50), length: fc.integer({ min: 1, max: 50 }), at: fc.nat(49), speed: fc.constantFrom(-8, -1, 1, 2, 8), loop: fc.boolean() });
  fc.assert(
    fc.property(heading, fc.integer({ min: 1, max: 60 }), ({ start, length, at, speed, loop }, count) => {
      const range = { start, end: start + length };
      const frame = start + (at % length);
      const coming = comingFrames({ frame, speed, range, loop }, count, 1000);
      expect(coming[0]).toBe(frame);
      expect(coming.length).toBeLessThanOrEqual(count);
      expect(coming.every((one) => one >= start && one < start + length)).toBe(true);
    }),
  );
});

test("proxies are fetched from the playhead outward", () => {
  const pictures = ["a", "b", "c", "d"].map((url, index) => shown(index * 4, 4, url));
  expect(nearestProxies({ pictures }, 1, 3)).toEqual(["b", "c", "a"]);
  expect(nearestProxies({ pictures }, -1, 9)).toEqual(["a", "b", "c", "d"]);
});

test("decoding starts at the key frame before", () => {
  expect([0, 95, 96, 200].map((frame) => keyFor([0, 96], frame))).toEqual([0, 0, 96, 96]);
  expect(keyFor([], 7)).toBe(0);
});
