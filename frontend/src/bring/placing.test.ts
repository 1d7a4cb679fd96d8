import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, inverse, type Records } from "../document/changes";
import { filmOf } from "../document/select";
import { counted, shotsOf } from "./placing";

let drawn = 0;
const draw = (): string => `0000000${++drawn}-id`;
const film: Records = {
  scene: { s1: { number: "1", rank: "a0" }, s2: { number: "2", rank: "a1" } },
  shot: {
    a: { scene: "s1", rank: "a0", letter: "A" }, b: { scene: "s1", rank: "a1", letter: "B" }, c: { scene: "s2", rank: "a0", letter: "A" },
  },
};

test("pictures become shots after the one they were dropped on, in order, with letters nobody had", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
      const digests = Array.from({ length: count }, (_, at) => `d${at}`);
      const changes = shotsOf(film, digests.map((first) => ({ first })), { shot: "a" }, 72, draw);
      const shots = filmOf(apply(film, changes)).shots;
      expect(shots.map((one) => one.shot.first || one.shot.id)).toEqual(["a", ...digests, "b", "c"]);
      expect(new Set(shots.map((one) => one.slate)).size).toBe(count + 3);
    }),
  );
});

test("at the end of a scene, or in a scene of their own", () => {
  const order = (changes: ReturnType<typeof shotsOf>): string[] => filmOf(apply(film, changes)).shots.map((one) => one.shot.first || one.shot.id);
  expect(order(shotsOf(film, [{ first: "x" }], { scene: "s1" }, 72, draw))).toEqual(["a", "b", "x", "c"]);
  expect(order(shotsOf(film, [{ first: "x" }], {}, 72, draw))).toEqual(["a", "b", "c", "x"]);
  expect(shotsOf(film, [{ first: "x" }], {}, 72, draw)[0]).toMatchObject({ kind: "scene", set: { number: "3" } });
});

test("one step back takes all of them away", () => {
  const changes = shotsOf(film, [{ first: "x" }, { first: "y" }], {}, 72, draw);
  const back = apply(apply(film, changes), inverse(film, changes));
  expect(filmOf(back).shots.map((one) => one.shot.id)).toEqual(["a", "b", "c"]);
  expect(filmOf(back).scenes.length).toBe(2);
});

test("2 comes before 10", () => {
  expect(counted([{ name: "p10.png" }, { name: "p2.png" }, { name: "P1.png" }]).map((one) => one.name)).toEqual(["P1.png", "p2.png", "p10.png"]);
});
