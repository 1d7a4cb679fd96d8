import { expect, test } from "vitest";
import { storyLike, titled } from "./like";

test("sentences are a story, with a name and a length too", () => {
  expect(storyLike("An old man waits. The sea is calm.")).toBe(true);
  expect(storyLike("Title: The Sea\n\nAbout 3 minutes\nAn old man waits.")).toBe(true);
  expect(storyLike("小镇尽头住着一位老人。\n约三分钟")).toBe(true);
});

test("headings, speakers and marks of scripts are a screenplay", () => {
  expect(storyLike("INT. KITCHEN - NIGHT\n\nMara waits.")).toBe(false);
  expect(storyLike("Mara waits.\n\nMARA\nYou came.")).toBe(false);
  expect(storyLike("安娜：你来了。")).toBe(false);
  expect(storyLike("内景 厨房 夜\n安娜在等。")).toBe(false);
  expect(storyLike("FADE IN:\nA sea.")).toBe(false);
  expect(storyLike(" \n")).toBe(false);
  expect(storyLike("a".repeat(30_000))).toBe(false);
});

test("the name is taken out of the words", () => {
  expect(titled("片名：钟\n老人在等。")).toEqual({ title: "钟", words: "老人在等。" });
  expect(titled("He waits.")).toEqual({ title: "", words: "He waits." });
});
