import fc from "fast-check";
import { expect, test } from "vitest";
import type { Records } from "./changes";
import { filmOf, shotAt } from "./select";

const film: Records = {
  scene: { s2: { number: "2", rank: "a1" }, s1: { number: "1", rank: "a0" }, gone: { number: "9", rank: "a2", archived: true } },
  shot: {
    b: { scene: "s1", rank: "a1", letter: "B", frames: 24 },
    a: { scene: "s1", rank: "a0", letter: "A", frames: 48, take: "t2" },
    c: { scene: "s2", rank: "a0", letter: "A", frames: 12 },
    x: { scene: "s1", rank: "a2", letter: "C", frames: 99, archived: true },
    y: { scene: "gone", rank: "a0", letter: "A", frames: 99 },
  },
  take: { t2: { shot: "a", number: 2, key: "k2" }, t1: { shot: "a", number: 1, key: "k1" } },
};

test("scenes and shots in order, without what is archived", () => {
  expect(filmOf(film).shots.map((one) => [one.slate, one.start])).toEqual([["1A", 0], ["1B", 48], ["2A", 72]]);
  expect(filmOf(film).frames).toBe(84);
});

test("takes by number, and the current one", () => {
  const one = filmOf(film).byId.get("a");
  expect(one?.takes.map((take) => take.number)).toEqual([1, 2]);
  expect(one?.take?.key).toBe("k2");
});

test("the same document is read once", () => {
  expect(filmOf(film)).toBe(filmOf(film));
});

test("the shot at any frame is the one that holds it", () => {
  fc.assert(
    fc.property(fc.nat(83), (frame) => {
      const one = shotAt(filmOf(film), frame);
      expect(one && one.start <= frame && frame < one.start + one.shot.frames).toBe(true);
    }),
  );
  expect(shotAt(filmOf(film), 500)?.slate).toBe("2A");
  expect(shotAt(filmOf({}), 0)).toBe(null);
});
