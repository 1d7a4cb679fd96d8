import { expect, test } from "vitest";
import { inLine } from "./producing";

test("what is missing or stale waits in the line while the film is made", () => {
  expect(inLine({ is: "missing" }, true, false)).toEqual({ is: "queued" });
  expect(inLine({ is: "stale", causes: [] }, true, false)).toEqual({ is: "queued" });
  expect(inLine({ is: "missing" }, false, false)).toEqual({ is: "missing" });
});

test("a locked shot is not made again, and what failed is not in the line", () => {
  expect(inLine({ is: "stale", causes: [] }, true, true)).toEqual({ is: "stale", causes: [] });
  const failed = { is: "failed", message: "No face.", blame: "you" } as const;
  expect(inLine(failed, true, false)).toBe(failed);
});
