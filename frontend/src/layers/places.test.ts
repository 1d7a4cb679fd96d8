// Shots by their place, and what another place costs.
import { expect, test } from "vitest";
import type { Records } from "../document/changes";
import { filmOf } from "../document/select";
import { alike, BLANK, costOf, placesOf, said } from "./places";

const records: Records = {
  location: { cafe: { name: "Café", rank: "a0" } },
  scene: {
    one: { number: "1", heading: "INT. CAFÉ", location: "cafe", rank: "a0" }, two: { number: "2", heading: "EXT. STREET", rank: "a1" },
    three: { number: "3", heading: "INT. CAFÉ", location: "cafe", rank: "a2" },
  },
  shot: {
    a: { scene: "one", rank: "a0", frames: 48, take: "ta" }, b: { scene: "two", rank: "a0", frames: 24, take: "tb" }, c: { scene: "three", rank: "a0", frames: 10 },
  },
  take: { ta: { shot: "a", number: 1 }, tb: { shot: "b", number: 1 } },
  layer: { child: { shot: "b", rank: "a0", masks: [{ frame: 0, points: [[0.5, 0.5, true]], box: null, strokes: [], words: "" }] } },
};
const film = filmOf(records);

test("all shots in one place, whichever scenes they are in", () => {
  expect(placesOf(film).map(({ name, own }) => [name, own])).toEqual([["Café", ["a", "c"]], ["EXT. STREET", ["b"]]]);
  expect(alike(["a", "c"], ["c", "a"])).toBe(true);
  expect(alike(["a"], ["c", "a"])).toBe(false);
});

test("what has a take is made again; people are cut out where nothing is yet", () => {
  expect(costOf(records, film, ["a", "b", "c"], "people")).toEqual({ again: 2, frames: 72, people: 1, untaken: 1 });
  expect(costOf(records, film, ["a", "b", "c"], "layers")).toEqual({ again: 2, frames: 72, people: 0, untaken: 1 });
});

test("where things are only put in, people are cut out too", () => {
  const put: Records = { ...records, layer: { ...records["layer"], bear: { shot: "a", rank: "a0", kind: "thing" } } };
  expect(costOf(put, filmOf(put), ["a", "b"], "people").people).toBe(1);
});

test("what is hidden was taken out: people are cut out where nothing else is to be seen", () => {
  const hidden: Records = { ...records, layer: { child: { ...records["layer"]?.["child"], visible: false } } };
  expect(costOf(hidden, filmOf(hidden), ["a", "b"], "people").people).toBe(2);
});

test("what was only brushed is a part of the picture, and no reason to leave people behind", () => {
  const brushed = { frame: 0, points: [], box: null, strokes: [{ path: [[0.5, 0.5]], width: 0.1, belongs: true }], words: "" };
  const part: Records = { ...records, layer: { curtain: { shot: "b", rank: "a0", masks: [brushed] } } };
  expect(costOf(part, filmOf(part), ["b"], "people").people).toBe(1);
});

test("a place has to be said", () => {
  expect(said(BLANK)).toBe(false);
  expect(said({ ...BLANK, location: "cafe" })).toBe(true);
  expect(said({ ...BLANK, kind: "words", words: " " })).toBe(false);
  expect(said({ ...BLANK, kind: "words", words: "a beach" })).toBe(true);
  expect(said({ ...BLANK, kind: "picture", location: "cafe" })).toBe(false);
});
