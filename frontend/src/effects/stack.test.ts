import fc from "fast-check";
import { expect, test } from "vitest";
import operations from "../api/operations.json";
import { apply, inverse, type Records } from "../document/changes";
import { filmOf } from "../document/select";
import { addEffects, effectsOf, orderEffect, readEffects, removeEffects, setParams, shotsOf, switchEffect, worksOnPictures, written } from "./stack";

const film: Records = {
  scene: { s1: { rank: "a0", number: "1" }, s2: { rank: "a1", number: "2" } },
  shot: { a: { scene: "s1", rank: "a0" }, b: { scene: "s1", rank: "a1" }, c: { scene: "s2", rank: "a0" } },
};
let drawn = 0;
const draw = () => `e${++drawn}`;
const grade = { operation: "style.grade", params: { exposure: 1 } };
const names = (records: Records, shot: string) => effectsOf(records, shot).map((one) => one.operation);

test("a target means its shots, in film order", () => {
  const told = filmOf(film);
  expect(shotsOf(told, { is: "film" })).toEqual(["a", "b", "c"]);
  expect(shotsOf(told, { is: "scene", scene: "s1" })).toEqual(["a", "b"]);
  expect(shotsOf(told, { is: "shots", shots: ["c", "a", "gone"] })).toEqual(["a", "c"]);
});

test("laid over a scene as one list of changes, whose inverse takes all of it away", () => {
  const changes = addEffects(film, ["a", "b"], [grade, { operation: "style.blur", params: {} }], draw);
  const after = apply(film, changes);
  expect(names(after, "a")).toEqual(["style.grade", "style.blur"]);
  expect(names(after, "b")).toEqual(["style.grade", "style.blur"]);
  expect(names(after, "c")).toEqual([]);
  expect(new Set(changes.map((one) => one.id)).size).toBe(4);
  const back = apply(after, inverse(film, changes));
  expect(names(back, "a")).toEqual([]);
});

test("any order can be made by moving one at a time, and nothing else moves", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 20 }), (moves) => {
      let records = apply(film, addEffects(film, ["a"], Array.from({ length: 5 }, (_, at) => ({ operation: `x.n${"abcde"[at]}`, params: {} })), draw));
      for (const [from, to] of moves) {
        const before = names(records, "a");
        const id = effectsOf(records, "a")[from]?.id ?? "";
        const expected = before.filter((_, at) => at !== from);
        expected.splice(to, 0, before[from] ?? "");
        const changes = orderEffect(records, "a", id, to);
        expect(changes).toHaveLength(1);
        records = apply(records, changes);
        expect(names(records, "a")).toEqual(expected);
      }
    }),
  );
});

test("parameters keep what was not touched; off, on, gone", () => {
  const added = apply(film, addEffects(film, ["a"], [grade], draw));
  const [one] = effectsOf(added, "a");
  if (!one) throw new Error("nothing was added");
  const set = apply(added, setParams(one, { contrast: 2 }));
  expect(effectsOf(set, "a")[0]?.params).toEqual({ exposure: 1, contrast: 2 });
  expect(effectsOf(apply(set, switchEffect(one, false)), "a")[0]?.enabled).toBe(false);
  expect(effectsOf(apply(set, removeEffects([one])), "a")).toEqual([]);
});

test("what is carried arrives as it was, and what is no effect does not", () => {
  expect(readEffects(written([grade, { ...grade, enabled: false }]))).toEqual([grade, { ...grade, enabled: false }]);
  expect(readEffects("nonsense")).toEqual([]);
  expect(readEffects('[{"operation":"../x"},{"operation":"style.grade","params":[1]},7,null]')).toEqual([]);
  fc.assert(fc.property(fc.string(), (text) => void expect(Array.isArray(readEffects(text))).toBe(true)));
});

test("what can stand in a stack is what turns a moving picture into one", () => {
  const able = Object.entries(operations).filter(([name, one]) => worksOnPictures({ name, ...one } as never)).map(([name]) => name);
  expect(able).toContain("style.grade");
  expect(able).not.toContain("preview.proxy");
  for (const made of ["video.generate", "video.edit", "video.extend", "guide.depth"]) expect(able).not.toContain(made);
  expect(able).not.toContain("edit.segment");
});
