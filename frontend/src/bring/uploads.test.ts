import fc from "fast-check";
import { expect, test } from "vitest";
import { begunUpload, keepUpload } from "./kept";
import { remaining, sampled, sizeText, speed, type Sample } from "./pace";

function shelf(): { getItem: (name: string) => string | null; setItem: (name: string, value: string) => void } {
  const held = new Map<string, string>();
  return { getItem: (name) => held.get(name) ?? null, setItem: (name, value) => void held.set(name, value) };
}
const file = { name: "a.mp4", size: 10, lastModified: 5 };

test("the same file goes on, another of the same name does not, and neither does one that is too old", () => {
  const kept = shelf();
  keepUpload(kept, file, "movie", "one", 1000);
  expect(begunUpload(kept, file, "movie", 2000)).toBe("one");
  expect(begunUpload(kept, { ...file, size: 11 }, "movie", 2000)).toBeNull();
  expect(begunUpload(kept, { ...file, lastModified: 6 }, "movie", 2000)).toBeNull();
  expect(begunUpload(kept, file, "image", 2000)).toBeNull();
  expect(begunUpload(kept, file, "movie", 1000 + 48 * 3600 * 1000)).toBeNull();
  keepUpload(kept, file, "movie", null, 2000);
  expect(begunUpload(kept, file, "movie", 2000)).toBeNull();
});

test("what cannot be read is as nothing", () => {
  const kept = shelf();
  kept.setItem("filmwright.uploads", "{nonsense");
  expect(begunUpload(kept, file, "movie")).toBeNull();
});

test("a steady line is measured as what it is, whatever it did long ago", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 20, max: 60 }), (perMs, steps) => {
      let samples: readonly Sample[] = [{ at: 0, sent: 0 }];
      for (let step = 1; step <= steps; step++) samples = sampled(samples, { at: 100_000 + step * 500, sent: step * 500 * perMs });
      expect(speed(samples)).toBeCloseTo(perMs * 1000, 3);
      expect(samples.length).toBeLessThan(20);
    }),
  );
});

test("nothing is said before it is known", () => {
  expect(speed([{ at: 0, sent: 0 }, { at: 100, sent: 1000 }])).toBe(0);
  expect(remaining(1000, 0)).toBeNull();
  expect(remaining(1001, 1000)).toBe(2);
});

test("sizes as people read them", () => {
  expect([0, 999, 1000, 9_940, 12_345, 999_600, 4 * 2 ** 30].map(sizeText)).toEqual(
    ["0 B", "999 B", "1.0 kB", "9.9 kB", "12 kB", "1.0 MB", "4.3 GB"],
  );
});
