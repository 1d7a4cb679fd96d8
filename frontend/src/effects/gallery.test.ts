import { expect, test } from "vitest";
import operations from "../api/operations.json";
import type { Operation } from "../api/machine";
import { CATEGORIES, categoryOf, found, inFront, itemsOf, turned } from "./gallery";
import { styles } from "./styles";
import { worksOnPictures } from "./stack";

const all = Object.entries(operations).map(([name, one]) => ({ name, ...one }) as unknown as Operation).filter(worksOnPictures);
const kept = [{ id: "k", name: "Cold night", film: "The Last Boat", effects: [{ operation: "style.grade", params: { warmth: -1 } }] }];
const items = itemsOf(all, styles, kept, "en");

test("every effect and every named style, look and move is offered once, in its category", () => {
  const ids = items.map((one) => one.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const one of all) expect(ids).toContain(one.name);
  for (const one of styles) expect(items.find((item) => item.id === `style.transfer:${one.id}`)).toMatchObject({ category: "style", credit: one.credit, picture: one.thumbnail });
  expect(ids.filter((id) => id.startsWith("style.transfer:")).length).toBe(styles.length);
  expect(ids).not.toContain("style.transfer:picture");
  const places = items.map((one) => [...CATEGORIES, "other", "kept"].indexOf(one.category));
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(categoryOf("style.grade")).toBe("colour");
  expect(categoryOf("nobody.knows")).toBe("other");
});

test("it is found in both languages, by its family, by whom it goes back to, and wide letters too", () => {
  expect(found(items, "调色")[0]?.id).toBe("style.grade");
  expect(found(itemsOf(all, styles, kept, "zh"), "grade")[0]?.title).toBe("调色");
  expect(found(items, "monet").map((one) => one.id)).toContain("style.transfer:impressionist");
  expect(found(items, "ＧＲＡＤＥ exposure")[0]?.id).toBe("style.grade");
  expect(found(items, "cold boat").map((one) => one.id)).toEqual(["kept:k"]);
  expect(found(items, "grade watercolour")).toEqual([]);
  expect(found(items, "")).toHaveLength(items.length);
});

test("a name that begins with the words stands before one that only says them", () => {
  expect(found(items, "water")[0]?.id).toBe("style.transfer:watercolour");
});

test("what was used last stands in front once; a favourite is turned on and off", () => {
  expect(inFront(["a", "b", "c"], "c", 3)).toEqual(["c", "a", "b"]);
  expect(inFront(["a", "b"], "x", 2)).toEqual(["x", "a"]);
  expect(turned(turned(["a"], "b"), "a")).toEqual(["b"]);
});
