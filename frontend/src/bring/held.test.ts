import { expect, test } from "vitest";
import { words } from "../i18n";
import { heldWords } from "./held";

const rate = { numerator: 24, denominator: 1 };
const t: Parameters<typeof heldWords>[2] = (key, values) => words("en", key, values);
const nothing = { footage: null, first: "", last: "", frames: 72 };

test("a shot says what it holds", () => {
  const footage = { artifact: "a", start: 24 * 12, fit: "fill" as const };
  expect(heldWords({ ...nothing, footage }, rate, t)).toBe("Your clip: 3.0 s from 0:12");
  expect(heldWords({ ...nothing, footage }, rate, t, "sea.mp4")).toBe("sea.mp4: 3.0 s from 0:12");
  expect(heldWords({ ...nothing, first: "p" }, rate, t, "map.png")).toBe("From map.png");
  expect(heldWords({ ...nothing, first: "p", last: "q" }, rate, t)).toBe("From one picture to another");
  expect(heldWords(nothing, rate, t)).toBe("");
});
