import fc from "fast-check";
import { expect, test } from "vitest";
import type { Build } from "../api/queries";
import { arranged, beforeAt, joined, reordered, rowsIn, stallOf, wholeOf } from "./line";

const build = (id: string, rest: Partial<Build> = {}): Build => ({
  id, label: `${id}-1`, subject: null, status: "active", root: id, made: 0, total: 4, failed: 0, running: 0, queued: 1, priority: 10, place: 0,
  eta_low: 10, eta_high: 20, error: null, created: `2026-01-01T00:00:${id.padStart(2, "0")}Z`, started: null, finished: null, ...rest,
});

test("the line is by priority, place and age; what comes by itself is gathered by kind", () => {
  const builds = [build("03"), build("02", { place: -5 }), build("01", { priority: 20, label: "The film, cut 1" }), build("04", { label: "Panel 1A" }), build("05", { label: "Panel 1B" })];
  const { asked, gathered } = arranged(builds);
  expect(asked.map((one) => one.id)).toEqual(["01", "02", "03"]);
  expect(gathered.map((one) => [one.kind, one.ones.length])).toEqual([["panel", 2]]);
});

test("a failure that was tried again, or made good since, is not told any more", () => {
  const failed = { status: "failed", root: "same" };
  const { failed: told } = arranged([build("01", failed), build("02", { ...failed }), build("03", { status: "done", root: "other" }), build("00", { status: "failed", root: "other" })]);
  expect(told.map((one) => one.id)).toEqual(["02"]);
});

test("hints never take a build back", () => {
  expect(joined(build("1", { made: 3 }), { made: 2 }).made).toBe(3);
  expect(joined(build("1", { status: "done" }), { status: "active" }).status).toBe("done");
});

test("nothing is promised for all of it when nothing is known of some", () => {
  expect(wholeOf([build("1"), build("2")])).toEqual({ made: 0, total: 8, low: 20, high: 40 });
  expect(wholeOf([build("1"), build("2", { eta_high: null })]).high).toBe(null);
});

test("what is dropped at a place lands there, and everything else keeps its order", () => {
  const any = fc.integer({ min: 1, max: 30 }).chain((count) => fc.record({ count: fc.constant(count), from: fc.nat(count - 1), to: fc.nat(count) }));
  fc.assert(
    fc.property(any, ({ count, from, to }) => {
      const line = Array.from({ length: count }, (_, index) => ({ id: String(index) }));
      const moved = reordered(line, String(from), beforeAt(line, String(from), to));
      expect(moved.length).toBe(count);
      expect(moved.findIndex((one) => one.id === String(from))).toBe(to > from ? to - 1 : to);
      expect(moved.filter((one) => one.id !== String(from))).toEqual(line.filter((one) => one.id !== String(from)));
    }),
  );
});

test("of three hundred rows only those in sight are drawn", () => {
  expect(rowsIn(0, 440, 44, 300)).toEqual({ first: 0, last: 16 });
  expect(rowsIn(44 * 290, 440, 44, 300)).toEqual({ first: 284, last: 300 });
});

test("nothing spins for ever: it is said when nobody takes work up, and when what runs is not heard of", () => {
  expect(stallOf([], 999)).toBe("none");
  expect(stallOf([{ running: 0 }], 10)).toBe("none");
  expect(stallOf([{ running: 0 }], 60)).toBe("waiting");
  expect(stallOf([{ running: 1 }], 60)).toBe("none");
  expect(stallOf([{ running: 1 }], 200)).toBe("stuck");
});
