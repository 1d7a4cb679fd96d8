import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, inverse, type Records } from "./changes";
import { filmOf } from "./select";
import * as verbs from "./verbs";

const scene = (number: string, rank: string) => ({ number, rank, heading: `INT. ${number}` });
const shot = (of: string, rank: string, letter: string) => ({ scene: of, rank, letter, frames: 48, take: null });

const film: Records = {
  scene: { s1: scene("1", "a0"), s2: scene("2", "a1") },
  shot: { a: shot("s1", "a0", "A"), b: shot("s1", "a1", "B"), c: shot("s1", "a2", "C"), d: shot("s2", "a0", "A"), e: shot("s2", "a1", "B") },
  character: { nell: { name: "Nell", rank: "a0" }, tomas: { name: "Tomas", rank: "a1" } },
  casting: { x: { shot: "a", character: "nell", rank: "a0" } },
};
const order = (records: Records): string[] => filmOf(records).shots.map((one) => one.shot.id);
const slates = (records: Records): string[] => filmOf(records).shots.map((one) => one.slate);

test("a shot comes where it was asked for, with letters that nobody had", () => {
  const next = apply(film, verbs.insertShot(film, "s1", 1, "00000001-0000", 72));
  expect(order(next)).toEqual(["a", "00000001-0000", "b", "c", "d", "e"]);
  expect(slates(next)).toEqual(["1A", "1D", "1B", "1C", "2A", "2B"]);
});

test("a slate is never used twice, not even that of an archived shot", () => {
  const gone = apply(film, verbs.archive("shot", ["c"]));
  expect(slates(apply(gone, verbs.insertShot(gone, "s1", 2, "f", 72)))).toContain("1D");
});

test("a scene comes after another, with a shot in it", () => {
  const next = apply(film, verbs.insertScene(film, "s1", { scene: "n", shot: "m" }, 72));
  expect(filmOf(next).scenes.map((one) => one.scene.number)).toEqual(["1", "3", "2"]);
  expect(order(next)).toEqual(["a", "b", "c", "m", "d", "e"]);
});

test("a copy has the cast and the words, not the take", () => {
  const taken = apply(film, [{ kind: "shot", id: "a", set: { take: "t", action: "She runs." } }]);
  let drawn = 0;
  const next = apply(taken, verbs.duplicateShots(taken, filmOf(taken), ["a"], () => `new${drawn++}`));
  const copy = filmOf(next).byId.get("new0");
  expect(order(next).slice(0, 2)).toEqual(["a", "new0"]);
  expect(copy?.shot).toMatchObject({ action: "She runs.", take: null, letter: "D" });
  expect(copy?.cast.map((one) => one.name)).toEqual(["Nell"]);
});

test("who leaves and enters again is the same casting", () => {
  const left = apply(film, verbs.castIn(film, "a", "nell", false, "y"));
  expect(filmOf(left).byId.get("a")?.cast).toEqual([]);
  const back = apply(left, verbs.castIn(left, "a", "nell", true, "y"));
  expect(filmOf(back).byId.get("a")?.cast.map((one) => one.name)).toEqual(["Nell"]);
  expect(back["casting"]).not.toHaveProperty("y");
});

test("letters leave out I and O and go on with two", () => {
  expect([0, 7, 8, 13, 23, 24, 25].map(verbs.lettersOf)).toEqual(["A", "H", "J", "P", "Z", "AA", "AB"]);
});

test("whatever is moved wherever: nothing is lost, it stands where it was put, and undo puts it back", () => {
  const ids = ["a", "b", "c", "d", "e"];
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }), fc.constantFrom("s1", "s2"), fc.nat(5), (moved, to, index) => {
      const before = filmOf(film);
      const staying = before.shots.filter((one) => one.shot.scene === to && !moved.includes(one.shot.id)).map((one) => one.shot.id);
      const at = Math.min(index, staying.length);
      const changes = verbs.moveShots(film, before, moved, to, at);
      const after = filmOf(apply(film, changes));
      const block = ids.filter((one) => moved.includes(one));
      const there = after.scenes.find((one) => one.scene.id === to)?.shots.map((one) => one.shot.id);
      expect(there).toEqual([...staying.slice(0, at), ...block, ...staying.slice(at)]);
      expect([...order(apply(film, changes))].sort()).toEqual(ids);
      expect(new Set(slates(apply(film, changes))).size).toBe(ids.length);
      expect(order(apply(apply(film, changes), inverse(film, changes)))).toEqual(ids);
    }),
  );
});

test("moving from scene to scene and back never gives two shots one slate", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("s1", "s2"), fc.nat(4)), { maxLength: 12 }), (moves) => {
      let now = film;
      for (const [id, to, index] of moves) now = apply(now, verbs.moveShots(now, filmOf(now), [id], to, index));
      expect(new Set(slates(now)).size).toBe(5);
    }),
  );
});
