import { expect, test } from "vitest";
import { problemWords } from "./problems";

const told = { code: "UPLOAD_TOO_LARGE", message: "a.mp4 is 9.0 GiB; a file may have 8 GiB.", detail: { name: "a.mp4", size: "9.0", most: "8" } };

test("a refusal is told in the language of the interface, with what it is about", () => {
  expect(problemWords(told, "en")).toBe(told.message);
  expect(problemWords(told, "zh")).toContain("“a.mp4”有 9.0 GiB，单个文件最大 8 GiB");
});

test("what has no words in Chinese, or lacks what they need, is told as the studio told it", () => {
  expect(problemWords({ code: "NEVER_HEARD_OF", message: "Words.", detail: null }, "zh")).toBe("Words.");
  expect(problemWords({ ...told, detail: null }, "zh")).toBe(told.message);
});

test("several names are listed, and what only the sentence itself knows is told with it", () => {
  const asked = { code: "CONSENT_REQUIRED", message: "Anna, Bo: …", detail: { characters: ["安娜", "波"] } };
  expect(problemWords(asked, "zh")).toMatch(/^安娜、波是真人/);
  const wrong = problemWords({ code: "EDIT_INVALID", message: "shot: frames is 0.", detail: null }, "zh");
  expect(wrong).toContain("什么都没有改动");
  expect(wrong).toContain("shot: frames is 0.");
});
