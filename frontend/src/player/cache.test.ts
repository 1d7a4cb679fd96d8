import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteCache } from "./cache";

test("it never holds more than it may but for the newest, and everything it lets go of was held and is let go of once", () => {
  const steps = fc.array(fc.record({ key: fc.nat(20).map(String), bytes: fc.integer({ min: 1, max: 60 }), look: fc.boolean() }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, fc.nat(20).map(String), (all, wanted) => {
      const open = new Set<object>();
      const cache = new ByteCache<object>(100, (value) => expect(open.delete(value)).toBe(true));
      cache.keeps = (key) => key === wanted;
      for (const { key, bytes, look } of all) {
        if (look) cache.get(key);
        else {
          const value = {};
          open.add(value);
          const before = cache.has(wanted);
          cache.put(key, value, bytes);
          expect(cache.bytes <= 100 || cache.size === 1).toBe(true);
          if (before && cache.size > 2) expect(cache.has(wanted)).toBe(true);
          expect(cache.get(key)).toBe(value);
        }
        expect(open.size).toBe(cache.size);
      }
      cache.clear();
      expect([open.size, cache.bytes]).toEqual([0, 0]);
    }),
  );
});

test("what was touched last stays longest", () => {
  const gone: string[] = [];
  const cache = new ByteCache<string>(30, (value) => gone.push(value));
  for (const name of ["a", "b", "c"]) cache.put(name, name, 10);
  cache.get("a");
  cache.put("d", "d", 10);
  expect(gone).toEqual(["b"]);
});
