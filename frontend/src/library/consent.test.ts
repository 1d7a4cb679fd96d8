import fc from "fast-check";
import { expect, test } from "vitest";
import { hasEnded, lacking, readConsent, writeConsent } from "./consent";

const words = fc.string({ maxLength: 400 });
const day = fc.constantFrom("", "2027-01-31", "1999-12-01");

test("a record that was written is read again, and fits into the field", () => {
  fc.assert(
    fc.property(fc.record({ by: words, for: words, until: day, where: words }), (record) => {
      const text = writeConsent(record);
      expect(text.length).toBeLessThanOrEqual(500);
      expect(writeConsent(readConsent(text))).toBe(text);
      expect(readConsent(text).until).toBe(record.until);
    }),
  );
});

test("an older note is where the document is", () => {
  expect(readConsent("Signed release in the safe\nroom 4")).toEqual({ by: "", for: "", until: "", where: "Signed release in the safe; room 4" });
  expect(readConsent("by: Ann Lee\nuntil: soon")).toEqual({ by: "Ann Lee", for: "", until: "", where: "until: soon" });
  expect(writeConsent(readConsent(""))).toBe("");
});

test("what is missing and what has ended is known", () => {
  expect(lacking(readConsent("by: Ann Lee"))).toEqual(["where"]);
  expect(lacking(readConsent("by: Ann Lee\nwhere: safe"))).toEqual([]);
  expect(hasEnded(readConsent("until: 2026-11-19"), "2026-11-20")).toBe(true);
  expect(hasEnded(readConsent("until: 2026-11-20"), "2026-11-20")).toBe(false);
  expect(hasEnded(readConsent("by: Ann"), "2026-11-20")).toBe(false);
});
