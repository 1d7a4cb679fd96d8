import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, inverse, type Records } from "../document/changes";
import { living } from "../document/kinds";
import { changesOf, draftOf, type Draft } from "./draft";

const records: Records = {
  project: { p: { width: 1280, height: 720, rate: "24/1", language: "en", captions: "track", slate: false, checkpoints: { voice: "kokoro@1.0" } } },
  style: { ink: { name: "Ink", everywhere: true }, film: { name: "Film" }, blue: { name: "Blue" } },
};
const read = (from: Records): Draft => draftOf(from["project"]?.["p"] ?? {}, living(from, "style"));
const drafts: fc.Arbitrary<Draft> = fc.record({
  width: fc.integer({ min: 8, max: 2048 }).map((half) => half * 2), height: fc.integer({ min: 8, max: 2048 }).map((half) => half * 2),
  rate: fc.constantFrom("24/1", "25/1", "24000/1001"), language: fc.constantFrom("en", "zh"), captions: fc.constantFrom("off", "track", "burned"),
  slate: fc.boolean(), checkpoints: fc.dictionary(fc.constantFrom("voice", "video-generator"), fc.constantFrom("kokoro@1.0", "previs@1")),
  styles: fc.subarray(["ink", "film", "blue"]),
});

test("one edit makes the film what the draft says, and undo makes it what it was", () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const changes = changesOf(draft, read(records), "p");
      const after = apply(records, changes);
      expect({ ...read(after), styles: [...read(after).styles].sort() }).toEqual({ ...draft, styles: [...draft.styles].sort() });
      expect(read(apply(after, inverse(records, changes)))).toEqual(read(records));
    }),
  );
});

test("nothing different is no change", () => expect(changesOf(read(records), read(records), "p")).toEqual([]));
