import { expect, test } from "vitest";
import { counts, openedNow, openings, ordered } from "./order";

const films = [
  { id: "a", title: "The Last Boat", changed: "2026-01-01T00:00:00Z" },
  { id: "b", title: "末班船", changed: "2026-03-01T00:00:00Z" },
  { id: "c", title: "Last Light", changed: "2026-02-01T00:00:00Z" },
];

test("the film opened last stands first, then the one worked at last", () => {
  const held = new Map<string, string>();
  const shelf = { getItem: (name: string) => held.get(name) ?? null, setItem: (name: string, value: string) => void held.set(name, value) };
  openedNow(shelf, "a", Date.parse("2026-04-01T00:00:00Z"));
  expect(ordered(films, openings(shelf)).map((one) => one.id)).toEqual(["a", "b", "c"]);
  expect(ordered(films, {}).map((one) => one.id)).toEqual(["b", "c", "a"]);
  held.set("filmwright.opened", "[nonsense");
  expect(openings(shelf)).toEqual({});
});

test("a film is found by any of its words", () => {
  expect(ordered(films, {}, "last boat").map((one) => one.id)).toEqual(["a"]);
  expect(ordered(films, {}, "LAST").map((one) => one.id)).toEqual(["c", "a"]);
  expect(ordered(films, {}, "班船").map((one) => one.id)).toEqual(["b"]);
  expect(ordered(films, {}, "nothing")).toEqual([]);
});

test("words and scenes are counted as one types", () => {
  expect(counts("INT. KITCHEN - NIGHT\n\nMara's cup.\n\nEXT. BEACH")).toEqual({ words: 7, scenes: 2 });
  expect(counts("内景 厨房 夜\n\n她来了。")).toEqual({ words: 8, scenes: 1 });
  expect(counts("")).toEqual({ words: 0, scenes: 0 });
});
