// The later question holds, whichever answer comes first.
import { expect, test } from "vitest";
import { turns } from "./turns";

test("what was asked again meanwhile is left to the later answer", () => {
  const { begin, still } = turns();
  const early = begin(["a", "b"]);
  const late = begin(["b", "c"]);
  expect([...still(["b", "c"], late)]).toEqual(["b", "c"]);
  expect([...still(["a", "b"], early)]).toEqual(["a"]);
});
