import fc from "fast-check";
import { expect, test } from "vitest";
import { after, allKeys, before, EASES, eased, fewest, type Key, keysOf, later, MOST, moved, put, setAt, valueAt, valuesAt, withKeys, without } from "./keys";
import { type Field, fieldsOf } from "./schema";

const key = fc.record({ frame: fc.integer({ min: 0, max: 400 }), value: fc.double({ min: -4, max: 4, noNaN: true }), ease: fc.constantFrom(...EASES) });
const some = fc.uniqueArray(key, { selector: (one) => one.frame, minLength: 1, maxLength: 12 }).map((keys) => [...keys].sort((a, b) => a.frame - b.frame));
const fields: Field[] = fieldsOf({
  properties: {
    keys: { type: "object", default: {}, keyframes: true },
    light: { type: "number", default: 0, minimum: -4, maximum: 4, keyable: true },
    count: { type: "integer", default: 1, minimum: 0, maximum: 9, keyable: true },
    words: { type: "string", default: "" },
  },
});

test("the same curve as the server draws", () => {
  const keys: Key[] = [
    { frame: 0, value: 0, ease: "smooth" }, { frame: 10, value: 1, ease: "smooth" }, { frame: 25, value: 4, ease: "smooth" }, { frame: 30, value: 3, ease: "in" },
    { frame: 40, value: 0, ease: "out" }, { frame: 50, value: 2, ease: "hold" }, { frame: 60, value: -1, ease: "linear" }, { frame: 70, value: 1, ease: "smooth" },
  ];
  // generation.keyed.value_at at -2, 1, 4 … 73
  const server = [0.0, 0.01626087, 0.226782609, 0.59226087, 1.0, 1.562434783, 2.33773913, 3.131826087, 3.750608696, 4.0, 3.352, 2.97, 2.52, 1.53, 0.0, 1.02, 1.68, 1.98, 2.0, 2.0, 2.0, -0.8, -0.2, 0.4, 1.0, 1.0];
  server.forEach((value: number, n: number) => expect(valueAt(keys, -2 + 3 * n)).toBeCloseTo(value, 8));
});

test("between two keys lies between their values, and at a key is its own", () => {
  fc.assert(
    fc.property(some, fc.integer({ min: -20, max: 420 }), (keys, frame) => {
      const near = [keys.filter((one) => one.frame <= frame).at(-1) ?? keys[0], keys.find((one) => one.frame > frame) ?? keys.at(-1)].map((one) => one?.value ?? 0);
      const found = valueAt(keys, frame);
      expect(found).toBeGreaterThanOrEqual(Math.min(...near));
      expect(found).toBeLessThanOrEqual(Math.max(...near));
      for (const one of keys) expect(valueAt(keys, one.frame) + 0).toBe(one.value + 0);
    }),
  );
});

test("what is written is read again; a key moved stays in order, within the clip, and loses nobody", () => {
  fc.assert(
    fc.property(some, fc.nat(11), fc.integer({ min: -50, max: 600 }), (keys, n, to) => {
      expect(keysOf(withKeys({}, "light", keys), "light")).toEqual(keys);
      const from = keys[n % keys.length]?.frame ?? 0;
      const next = moved(keys, from, to, 401);
      expect(next.length).toBe(keys.length);
      const frames = next.map((one) => one.frame);
      expect([...new Set(frames)].sort((a, b) => a - b)).toEqual(frames);
      expect(frames.every((one) => one >= 0 && one <= 400)).toBe(true);
    }),
  );
});

test("setting, removing and easing keys; without its last key a parameter holds the value it had", () => {
  let keys = put([], 10, 1);
  keys = put(keys, 0, 0);
  expect(keys.map((one) => [one.frame, one.value, one.ease])).toEqual([[0, 0, "smooth"], [10, 1, "smooth"]]);
  keys = eased(keys, 0, "hold");
  expect(valueAt(keys, 9)).toBe(0);
  expect(before(keys, 10)?.frame).toBe(0);
  expect(after(keys, 10)).toBeUndefined();
  expect(withKeys(withKeys({}, "light", keys), "light", without(without(keys, 0), 10), 0.5)).toEqual({ keys: {}, light: 0.5 });
});

test("a form shows the playhead's values, and what is set there becomes a key only where there are keys", () => {
  const values = { words: "as it is", ...withKeys({}, "light", [{ frame: 0, value: 0, ease: "linear" }, { frame: 10, value: 2, ease: "linear" }]) };
  expect(valuesAt(fields, values, 5)).toEqual({ light: 1, count: 1, words: "as it is" });
  const set = setAt(fields, values, { light: 3, count: 4 }, 5);
  expect(set["count"]).toBe(4);
  expect(keysOf(set, "light").map((one) => [one.frame, one.value])).toEqual([[0, 0], [5, 3], [10, 2]]);
  expect(allKeys({ keys: { count: [] } })).toEqual({});
  expect(keysOf(later(values, -4), "light").map((one) => one.frame)).toEqual([-4, 6]);
});

test("a tracked line becomes as few keys as say the same, and not too many", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 120 }), (line) => {
      const keys = fewest(line, 0.01);
      if (keys.length < MOST) line.forEach((value, n) => expect(Math.abs(valueAt(keys, n) - value)).toBeLessThanOrEqual(0.0101 + (keys.length === 1 ? 0.01 : 0)));
    }),
  );
  expect(fewest(Array.from({ length: 100 }, (_, n) => n / 100), 0.001)).toHaveLength(2);
  expect(fewest(Array.from({ length: 5000 }, (_, n) => n % 2), 0.001).length).toBeLessThanOrEqual(MOST + 2);
});
