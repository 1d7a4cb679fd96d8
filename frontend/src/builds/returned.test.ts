// Differences are counted by kind, what needs a person first, and none is lost.
import fc from "fast-check";
import { expect, test } from "vitest";
import { counted, type Difference } from "./returned";

const kinds: readonly Difference["kind"][] = [
  "added", "removed", "moved", "trimmed", "retimed", "switched", "take", "unlinked", "transition", "marker",
];

test("every difference is counted once", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...kinds)), (all) => {
    const found = counted(all.map((kind) => ({ kind })));
    expect(found.reduce((sum, [, count]) => sum + count, 0)).toBe(all.length);
    expect(found.every(([, count]) => count > 0)).toBe(true);
  }));
});

test("what is not known comes first", () => {
  expect(counted([{ kind: "moved" }, { kind: "unlinked" }])[0]).toEqual(["unlinked", 1]);
});
