import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, type Records } from "../document/changes";
import { filmOf } from "../document/select";
import { askedAt, instead, meant, type Named, offers, pieces } from "./mentions";

const anna: Named = { kind: "character", id: "c1", name: "Anna", aliases: ["the girl"] };
const ann: Named = { kind: "character", id: "c2", name: "Ann", aliases: [] };
const tomas: Named = { kind: "character", id: "c3", name: "老托马斯", aliases: [] };
const pier: Named = { kind: "location", id: "l1", name: "Old Pier", aliases: [] };
const noir: Named = { kind: "style", id: "y1", name: "Noir", aliases: [] };
const all = [anna, ann, tomas, pier, noir];

test("an @ begins a name at the beginning of a word, in Chinese anywhere, and never in an address", () => {
  expect(askedAt("Then @an", 8)).toEqual({ from: 5, query: "an" });
  expect(askedAt("然后@老", 4)).toEqual({ from: 2, query: "老" });
  expect(askedAt("然后＠老", 4)).toEqual({ from: 2, query: "老" });
  expect(askedAt("me@an", 5)).toBeNull();
  expect(askedAt("@Anna, then", 11)).toBeNull();
  expect(askedAt("@ then", 6)).toBeNull();
  expect(askedAt("on the @Old P", 13)).toEqual({ from: 7, query: "Old P" });
});

test("who is offered: the beginning of a name, a word in it, then anywhere, aliases too", () => {
  expect(offers(all, "an").map((one) => one.name)).toEqual(["Anna", "Ann"]);
  expect(offers(all, "pi")[0]).toBe(pier);
  expect(offers(all, "girl")[0]).toBe(anna);
  expect(offers(all, "托马")[0]).toBe(tomas);
  expect(offers(all, "")).toHaveLength(5);
  expect(offers(all, "zzz")).toEqual([]);
});

test("a name stands for the @; between Latin words comes a space, in Chinese none; a style is not said", () => {
  expect(instead("@an", 3, anna)).toBe("Anna ");
  expect(instead("@an walks", 3, anna)).toBe("Anna");
  expect(instead("@老走来", 2, tomas)).toBe("老托马斯");
  expect(instead("@no", 3, noir)).toBe("");
});

test("choosing casts, or gives the scene its place and style, and nothing when it is so already", () => {
  const records: Records = {
    scene: { s: { rank: "a0" } }, shot: { a: { scene: "s", rank: "a0" } },
    character: { c1: { name: "Anna", rank: "a0" } }, location: { l1: { name: "Old Pier", rank: "a0" } },
  };
  const one = filmOf(records).byId.get("a");
  if (!one) throw new Error("no shot");
  const cast = apply(records, meant(records, one, anna, "k1"));
  const now = filmOf(cast).byId.get("a");
  expect(now?.cast.map((who) => who.name)).toEqual(["Anna"]);
  expect(now && meant(cast, now, anna, "k2")).toEqual([]);
  expect(meant(records, one, pier, "k3")).toEqual([{ kind: "scene", id: "s", set: { location: "l1" } }]);
  expect(meant(records, one, noir, "k4")).toEqual([{ kind: "scene", id: "s", set: { style: "y1" } }]);
});

test("names are found as whole words, the longest first, and nothing of the text is lost", () => {
  expect(pieces("Anna and Ann, annals; at the old pier 老托马斯笑了", all).filter((one) => one.named).map((one) => one.text)).toEqual(["Anna", "Ann", "old pier", "老托马斯"]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom("Anna", " ", "Ann", "老托马斯", "(x)", "Old Pier", "*", "\n", "é")), (parts) => {
      const text = parts.join("");
      expect(pieces(text, all).map((one) => one.text).join("")).toBe(text);
    }),
  );
});
