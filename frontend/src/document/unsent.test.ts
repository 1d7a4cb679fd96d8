import { expect, test } from "vitest";
import { keep, type Shelf, take } from "./unsent";

function shelf(held: Record<string, string> = {}): Shelf & { held: Record<string, string> } {
  return {
    held,
    getItem: (name) => held[name] ?? null,
    setItem: (name, value) => void (held[name] = value),
    removeItem: (name) => void delete held[name],
    key: (index) => Object.keys(held)[index] ?? null,
    get length() {
      return Object.keys(held).length;
    },
  };
}

const edit = (id: string) => ({ id, label: "", changes: [{ kind: "shot", id: "a", set: { action: id } }] });

test("what a closed tab left is taken once, and only for its film", () => {
  const one = shelf({ "filmwright.unsent.p.tab": JSON.stringify([edit("1"), edit("2")]), "filmwright.unsent.q.tab": JSON.stringify([edit("3")]) });
  expect(take(one, "p").map((found) => found.id)).toEqual(["1", "2"]);
  expect(take(one, "p")).toEqual([]);
  expect(Object.keys(one.held)).toEqual(["filmwright.unsent.q.tab"]);
});

test("this tab's own edits stay until they are answered", () => {
  const one = shelf();
  keep(one, "p", [edit("1")]);
  expect(take(one, "p")).toEqual([]);
  expect(Object.keys(one.held).length).toBe(1);
  keep(one, "p", []);
  expect(one.held).toEqual({});
});

test("what cannot be read is left out", () => {
  const one = shelf({ "filmwright.unsent.p.x": "{", "filmwright.unsent.p.y": '[{"id": 3}]' });
  expect(take(one, "p")).toEqual([]);
});
