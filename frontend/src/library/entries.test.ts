import { expect, test } from "vitest";
import type { Records } from "../document/changes";
import { filmOf } from "../document/select";
import { type Translate, words } from "../i18n";
import { entriesOf, found, nameFromFile, someSlates, usageOf } from "./entries";

const film: Records = {
  scene: { s1: { number: "1", rank: "a0", location: "pier", style: "ink" }, s2: { number: "2", rank: "a1", location: null } },
  shot: {
    a: { scene: "s1", rank: "a0", letter: "A", frames: 24, dialogue: [{ character: "ben", words: "Hm.", manner: "" }] },
    b: { scene: "s2", rank: "a0", letter: "A", frames: 24 },
    c: { scene: "s2", rank: "a1", letter: "B", frames: 24 },
  },
  character: { anna: { name: "Ánna", rank: "a0", description: "red coat" }, ben: { name: "Ben", rank: "a1", aliases: ["小本"] } },
  location: { pier: { name: "Pier", rank: "a0" } },
  style: { ink: { name: "Ink", rank: "a0" }, all: { name: "Film", rank: "a1", everywhere: true } },
  casting: { x: { shot: "b", character: "anna", rank: "a0" }, y: { shot: "c", character: "anna", rank: "a0" } },
};

test("who speaks is there, a scene's own style replaces the one of the whole film", () => {
  const used = usageOf(filmOf(film));
  const slates = (id: string) => (used.get(id) ?? []).map((one) => one.slate);
  expect(slates("ben")).toEqual(["1A"]);
  expect(slates("anna")).toEqual(["2A", "2B"]);
  expect(slates("pier")).toEqual(["1A"]);
  expect(slates("ink")).toEqual(["1A"]);
  expect(slates("all")).toEqual(["2A", "2B"]);
  expect(entriesOf(filmOf(film), "character").map((one) => [one.name, one.shots.length, one.scenes])).toEqual([["Ánna", 2, 1], ["Ben", 1, 1]]);
  const say = (language: "en" | "zh"): Translate => (key, values) => words(language, key, values);
  expect(someSlates(used.get("anna") ?? [], 1, say("en"))).toBe("2A and 1 more");
  expect(someSlates(used.get("anna") ?? [], 2, say("zh"))).toBe("2A、2B");
});

test("somebody is found by name without accents, by another name, by words of the description", () => {
  const all = entriesOf(filmOf(film), "character");
  const names = (query: string) => found(all, query).map((one) => one.name);
  expect(names("ann")).toEqual(["Ánna"]);
  expect(names("小本")).toEqual(["Ben"]);
  expect(names("coat red")).toEqual(["Ánna"]);
  expect(names("  ")).toEqual(["Ánna", "Ben"]);
  expect(names("green")).toEqual([]);
});

test.each([
  ["anna_smith-01.JPG", "Anna smith"], ["老渔夫.png", "老渔夫"], ["IMG_2041.jpeg", ""], ["DSC00017.jpg", ""], ["Screenshot 2026-11-20.png", ""],
  ["微信图片_20261120.jpg", ""], ["d41d8cd98f00b204e9800998ecf8427e.png", ""], ["Captain Rowe (2).webp", "Captain Rowe"], ["R2.png", "R"], [".png", ""],
])("a file called %s makes %s", (file, name) => expect(nameFromFile(file)).toBe(name));
