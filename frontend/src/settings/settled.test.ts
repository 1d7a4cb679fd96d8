import { expect, test } from "vitest";
import { settledInLedger } from "./settled";

test("what is answered in the ledger leads there, and nothing else does", () => {
  expect(["HOSTED_UNSURE", "SPENDING_LIMIT", "HOSTED_KEY", "OUT_OF_MEMORY", undefined].map(settledInLedger)).toEqual([true, true, false, false, false]);
});
