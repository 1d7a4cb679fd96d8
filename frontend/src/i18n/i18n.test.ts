import { expect, test } from "vitest";
import { words } from "./index";
import { en, type Key } from "./en";
import { zh } from "./zh";

const keys = Object.keys(en) as Key[];

test("both languages have every key, with words and with the same blanks", () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  for (const key of keys) {
    expect(zh[key].trim(), key).not.toBe("");
    expect((zh[key].match(/\{\w+\}/g) ?? []).sort(), key).toEqual((en[key].match(/\{\w+\}/g) ?? []).sort());
  }
});

test("blanks are filled in", () => {
  expect(words("en", "common.frames", { count: 3 })).toBe("3 frames");
  expect(words("zh", "common.frames", { count: 3 })).toBe("3 帧");
});

test("one is not many", () => {
  expect(words("en", "projects.shots", { count: 1 })).toBe("1 shot");
  expect(words("en", "projects.shots", { count: 2 })).toBe("2 shots");
  expect(words("zh", "projects.shots", { count: 1 })).toBe("1 个镜头");
});
