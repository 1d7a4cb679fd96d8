import fc from "fast-check";
import { expect, test } from "vitest";
import { alike, applied, directionOf, hold, moveHeld, UNDIRECTED, written } from "./direction";

test("what says nothing is written as nothing, and read as nothing", () => {
  expect(written(UNDIRECTED)).toBeNull();
  expect(directionOf(null)).toBe(UNDIRECTED);
  expect(written({ ...UNDIRECTED, steps: 12 })).toMatchObject({ steps: 12, references: "all" });
});

test("what the server holds besides is not lost when a part is changed", () => {
  const held = directionOf({ steps: 4, props: ["a".repeat(64)] });
  expect(written({ ...held, continues: true })).toMatchObject({ steps: 4, continues: true, props: ["a".repeat(64)] });
});

test("the same fields are read as the same object", () => {
  const fields = { steps: 3 };
  expect(directionOf(fields)).toBe(directionOf(fields));
});

test("of many shots only what all say is said", () => {
  expect(alike([3, 3])).toBe(3);
  expect(alike([3, 4])).toBeUndefined();
  expect(alike([{ kind: "depth" }, { kind: "depth" }])).toEqual({ kind: "depth" });
});

test("a second picture at a frame takes the first one's place; they stand in order", () => {
  expect(hold([{ picture: "a", frame: 5 }], "b", 2)).toEqual([{ picture: "b", frame: 2 }, { picture: "a", frame: 5 }]);
  expect(hold([{ picture: "a", frame: 5 }], "b", 5)).toEqual([{ picture: "b", frame: 5 }]);
});

test("pictures that are moved never share a frame and never leave the shot", () => {
  const frames = 12;
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: frames - 1 }), { minLength: 1, maxLength: 6 }), fc.nat(), fc.integer({ min: -20, max: 40 }), (at, which, to) => {
    const held = at.sort((one, other) => one - other).map((frame) => ({ picture: String(frame), frame }));
    const moved = moveHeld(held, which % held.length, to, frames);
    expect(new Set(moved.map((one) => one.frame)).size).toBe(held.length);
    expect(moved.every((one) => one.frame >= 0 && one.frame < frames)).toBe(true);
    expect(moved.map((one) => one.picture).sort()).toEqual(held.map((one) => one.picture).sort());
  }));
});

test("an adapter is laid on once, changed in its place, and taken off", () => {
  const one = applied([], "a", 0.5);
  expect(applied(one, "a", 1)).toEqual([{ adapter: "a", strength: 1 }]);
  expect(applied([...one, { adapter: "b", strength: 1 }], "a", null)).toEqual([{ adapter: "b", strength: 1 }]);
});
