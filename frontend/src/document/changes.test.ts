import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, type Change, effective, inverse, type Records, same, squash } from "./changes";

const field = fc.constantFrom("action", "size", "rank", "archived");
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("shot", "scene"),
  id: fc.constantFrom("a", "b", "c"),
  set: fc.dictionary(field, value, { minKeys: 1, maxKeys: 3 }),
});
const changes = fc.array(change, { maxLength: 8 });
const full = fc.record({ action: value, size: value, rank: value, archived: fc.boolean() });
const documents: fc.Arbitrary<Records> = fc.record({
  shot: fc.dictionary(fc.constantFrom("a", "b", "c"), full),
  scene: fc.dictionary(fc.constantFrom("a", "b", "c"), full),
});

describe("changes", () => {
  test("an edit and its inverse give back every record that was there", () => {
    fc.assert(
      fc.property(documents, changes, (before, edit) => {
        const after = apply(apply(before, edit), inverse(before, edit));
        for (const kind of Object.keys(before)) {
          for (const [id, fields] of Object.entries(before[kind] ?? {})) expect(after[kind]?.[id]).toEqual(fields);
          for (const [id, fields] of Object.entries(after[kind] ?? {})) {
            if (!before[kind]?.[id]) expect(fields["archived"]).toBe(true);
          }
        }
      }),
    );
  });

  test("squashing changes nothing about the outcome", () => {
    fc.assert(
      fc.property(documents, changes, (before, edit) => {
        expect(apply(before, squash(edit))).toEqual(apply(before, edit));
      }),
    );
  });

  test("what has no effect is left out", () => {
    fc.assert(
      fc.property(documents, changes, (before, edit) => {
        const kept = effective(before, edit);
        expect(apply(before, kept)).toEqual(apply(before, edit));
        expect(effective(apply(before, kept), squash(kept))).toEqual([]);
      }),
    );
  });

  test("applying nothing shares everything", () => {
    const before: Records = { shot: { a: { rank: "a0" } } };
    expect(apply(before, [])).toBe(before);
    const after = apply(before, [{ kind: "scene", id: "s", set: { rank: "a0" } }]);
    expect(after["shot"]).toBe(before["shot"]);
    expect(same(["a"], ["a"])).toBe(true);
  });
});

test("what nobody had set goes back to its usual value, never to none: the server takes no null for words", () => {
  const made: Records = { shot: { n: { scene: "s", rank: "a0" } } };
  expect(inverse(made, [{ kind: "shot", id: "n", set: { action: "She runs.", take: "t" } }])).toEqual([
    { kind: "shot", id: "n", set: { action: "", take: null } },
  ]);
});
