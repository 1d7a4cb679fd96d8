import { expect, test } from "vitest";
import { capabilities, choices, chosenWith } from "./capabilities";

const operations = [
  { parameters: { properties: { words: { type: "string" }, checkpoint: { capability: "voice", default: "kokoro@1.0" } } } },
  { parameters: { properties: { checkpoint: { capability: "video-generator", default: "previs@1" }, embedding: { capability: "sentence-embedding", default: "" } } } },
  { parameters: {} },
];
const all = [
  { id: "big@1", capability: "video-generator" }, { id: "previs@1", capability: "video-generator" }, { id: "kokoro@1.0", capability: "voice" },
  { id: "minilm@1.0", capability: "sentence-embedding" },
];

test("what operations ask for can be chosen, the usual first", () => {
  expect(capabilities(operations)).toEqual([
    { capability: "video-generator", usual: "previs@1" }, { capability: "voice", usual: "kokoro@1.0" }, { capability: "sentence-embedding", usual: "" },
  ]);
  expect(choices({ capability: "video-generator", usual: "previs@1" }, all).map((one) => one.id)).toEqual(["previs@1", "big@1"]);
  // A checkpoint that does something else besides is offered where it is the usual one.
  expect(choices({ capability: "image-generator", usual: "previs@1" }, all).map((one) => one.id)).toEqual(["previs@1"]);
});

test("choosing the usual one is choosing nothing", () => {
  const asked = { capability: "video-generator", usual: "previs@1" };
  expect(chosenWith({ voice: "kokoro@1.0" }, asked, "big@1")).toEqual({ voice: "kokoro@1.0", "video-generator": "big@1" });
  expect(chosenWith({ "video-generator": "big@1" }, asked, "previs@1")).toEqual({});
  expect(chosenWith({ "sentence-embedding": "minilm@1.0" }, { capability: "sentence-embedding", usual: "" }, "")).toEqual({});
});
