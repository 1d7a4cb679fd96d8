import { expect, test } from "vitest";
import { words } from "../i18n";
import { isHousekeeping, labelWords, noteWords, readLabel } from "./labels";

test.each([
  ["Panel 2F", "panel", "2F"],
  ["Proxy of 1A-1", "proxy", "1A-1"],
  ["Voices of 1C", "voices", "1C"],
  ["12A-3", "take", "12A-3"],
  ["The Last Boat, cut 1 (Web, 720p)", "cut", "1"],
  ["Room tone: quay", "tone", "quay"],
  ["Something else", "other", "Something else"],
] as const)("%s is a %s", (label, kind, of) => {
  expect(readLabel(label)).toEqual({ kind, of });
});

test("a take is asked for, a panel comes by itself", () => {
  expect(isHousekeeping("Panel 1A")).toBe(true);
  expect(isHousekeeping("1A-1")).toBe(false);
});

test("labels are said in the person's language", () => {
  expect(labelWords((key, values) => words("zh", key, values), "Panel 2F")).toBe("分镜画面 2F");
});

test("of an operation's notes only the frame is said, in the person's language", () => {
  const zh = (key: Parameters<typeof words>[1], values?: Parameters<typeof words>[2]) => words("zh", key, values);
  expect([noteWords(zh, "frame 12 of 163"), noteWords(zh, "proxy")]).toEqual(["第 12 帧，共 163 帧", ""]);
});
