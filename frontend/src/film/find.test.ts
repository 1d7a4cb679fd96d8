import { expect, test } from "vitest";
import { find, type Findable } from "./find";

const one = (id: string, kind: Findable["kind"], label: string, words = ""): Findable => ({ id, kind, label, more: "", words });
const all = [
  one("a1", "action", "Duplicate"), one("a2", "action", "Undo"), one("a3", "action", "New scene"),
  one("s1", "shot", "1A", "Nell runs along the pier"), one("s2", "shot", "12A", "Tomas mends a net"), one("c1", "scene", "2 INT. HARBOUR CAFÉ"),
  one("p1", "person", "尼尔", "黄色雨衣"),
];
const found = (typed: string, recent: string[] = []) => find(all, typed, recent).map((each) => each.id);

test("a slate is found before what only contains it, words by what is seen, accents do not matter", () => {
  expect(found("1a")).toEqual(["s1"]);
  expect(found("12")).toEqual(["s2"]);
  expect(found("cafe")).toEqual(["c1"]);
  expect(found("pier nell")).toEqual(["s1"]);
  expect(found("雨衣")).toEqual(["p1"]);
  expect(found("xyzzy")).toEqual([]);
});

test("without letters: what was chosen lately, then every action", () => {
  expect(found("", ["s2", "a2"])).toEqual(["s2", "a2", "a1", "a3"]);
});

test("of two that fit alike, what was chosen lately comes first", () => {
  expect(found("n", ["s2"])[0]).toBe("a3");
  const twins = [one("x", "shot", "Boat", ""), one("y", "shot", "Boat", "")];
  expect(find(twins, "boat", ["y"]).map((each) => each.id)).toEqual(["y", "x"]);
});
