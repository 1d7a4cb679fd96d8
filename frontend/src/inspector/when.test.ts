import { expect, test } from "vitest";
import { whenText } from "./when";

const now = Date.parse("2026-05-10T12:00:00Z");

test("near times by how long ago, far ones by their date, in both languages", () => {
  expect(whenText("2026-05-10T11:59:40Z", "en", now)).toBe("now");
  expect(whenText("2026-05-10T11:57:00Z", "en", now)).toBe("3 minutes ago");
  expect(whenText("2026-05-10T09:00:00Z", "zh", now)).toBe("3小时前");
  expect(whenText("2026-05-08T09:00:00Z", "en", now)).toBe("2 days ago");
  expect(whenText("2026-03-04T12:00:00Z", "en", now)).toContain("2026");
  expect(whenText("nonsense", "en", now)).toBe("");
});
