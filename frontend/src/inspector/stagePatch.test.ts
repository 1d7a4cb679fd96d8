import fc from "fast-check";
import { expect, test } from "vitest";
import type { Value } from "../document/changes";
import { correct, corrected } from "./stagePatch";

const path = fc.array(fc.constantFrom("light", "time", "actors", "Anna", "pose"), { minLength: 1, maxLength: 3 });

test("what is set is found, what is taken back leaves nothing behind", () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { selector: (one) => one[0] ?? "", maxLength: 3 }), (paths) => {
      let patch: Value = null;
      for (const one of paths) patch = correct(patch, one, "x");
      for (const one of paths) expect(corrected(patch, one)).toBe("x");
      for (const one of paths) patch = correct(patch, one, undefined);
      expect(patch).toBeNull();
    }),
  );
});

test("one correction leaves the others as they are, a list somebody wrote by hand too", () => {
  const patch = correct({ props: [1], actors: { Tom: { pose: "run" } } }, ["actors", "Anna", "pose"], "sit");
  expect(patch).toEqual({ props: [1], actors: { Tom: { pose: "run" }, Anna: { pose: "sit" } } });
  expect(correct(patch, ["actors", "Tom", "pose"], undefined)).toEqual({ props: [1], actors: { Anna: { pose: "sit" } } });
});
