import { expect, test } from "vitest";
import { inOrder, lacking, marksOf, matching, type Model, moneyText, sizeText, unread, wanting } from "./capability";
import { UNDIRECTED } from "./direction";

const model = (id: string, more: Partial<Model> = {}): Model => ({
  id, capability: "video-generator", title: id, licence: "", commercial: true, installed: true, size: 0, gpu: 0, family: "", takes: [], references: 0, ...more,
});

test("marks say what a model takes; a source alone is no first picture", () => {
  expect(marksOf(["words", "seed"])).toEqual([]);
  expect(marksOf(["first", "guide.pose", "adapters"]).map((one) => one.name)).toEqual(["first", "guides", "adapters"]);
  expect(marksOf(["source", "mask"]).map((one) => one.name)).toEqual(["edits"]);
  expect(marksOf(["strength"]).map((one) => one.name)).toEqual([]);
});

test("what a model cannot take is named, and nothing else", () => {
  const direction = { ...UNDIRECTED, continues: true, animatic: { kind: "depth" as const, strength: 1 }, steps: 4, tracks: [{ points: [[0, 0, 0]] as const, box: [0.1, 0.1] as const }] };
  expect(lacking(direction, ["first", "guide.edges", "steps", "tracks"])).toEqual(["animatic", "boxes"]);
  expect(lacking(UNDIRECTED, [])).toEqual([]);
  const over = { ...UNDIRECTED, over: { artifact: "", strength: 0.6, layer: null } };
  expect(lacking(over, ["strength"])).toEqual(["over"]);
  expect(lacking(over, ["source"])).toEqual([]);
});

test("Chinese that a model does not read, and nobody translated, is noticed", () => {
  const english = model("m", { takes: ["words"], languages: ["en"] });
  expect(unread(english, "安娜在等船", UNDIRECTED)).toBe(true);
  expect(unread(english, "Anna waits", UNDIRECTED)).toBe(false);
  expect(unread(english, "安娜在等船", { ...UNDIRECTED, translation: { of: "", words: "Anna waits" } })).toBe(false);
  expect(unread({ takes: ["words"], languages: ["en", "zh"] }, "安娜在等船", UNDIRECTED)).toBe(false);
  expect(unread({ takes: ["first"], languages: ["en"] }, "安娜在等船", UNDIRECTED)).toBe(false);
  expect(unread({ takes: ["words"] }, "安娜在等船", UNDIRECTED)).toBe(false);
});

test("what a model cannot do without is asked for until the shot gives it", () => {
  const bare = { first: "", last: "" };
  expect(wanting([], bare, UNDIRECTED, false)).toEqual([]);
  expect(wanting(["first", "last"], bare, UNDIRECTED, true)).toEqual(["first", "last"]);
  expect(wanting(["first", "last"], { first: "a", last: "b" }, UNDIRECTED, false)).toEqual([]);
  const goesOn = { ...UNDIRECTED, continues: true };
  expect(wanting(["first"], bare, goesOn, true)).toEqual([]);
  expect(wanting(["first"], bare, goesOn, false)).toEqual(["first"]);
  expect(wanting(["first", "guide.pose"], { first: "a", last: "" }, UNDIRECTED, false)).toEqual(["pose"]);
  expect(wanting(["guide.pose"], bare, { ...UNDIRECTED, animatic: { kind: "depth", strength: 1 } }, false)).toEqual(["pose"]);
  expect(wanting(["guide.pose"], bare, { ...UNDIRECTED, animatic: { kind: "pose", strength: 1 } }, false)).toEqual([]);
});

test("the usual one first, then what is here, then hosted ones, then what is to be fetched", () => {
  const all = [model("far", { installed: false }), model("hosted", { hosted: true }), model("here"), model("usual")];
  expect(inOrder(all, "usual").map((one) => one.id)).toEqual(["usual", "here", "hosted", "far"]);
});

test("a model is found by any of its names", () => {
  expect(matching([model("wan-vace@2.1", { family: "Wan VACE" }), model("ltx")], "vace 2.1").map((one) => one.id)).toEqual(["wan-vace@2.1"]);
});

test("sizes and money as people read them", () => {
  expect(sizeText(0)).toBe("");
  expect(sizeText(300)).toBe("1 MiB");
  expect(sizeText(3 * 2 ** 30)).toBe("3.0 GiB");
  expect(moneyText("0.05", "USD", "en")).toContain("0.05");
  expect(moneyText(2, "credits", "en")).toBe("2.00 credits");
});
