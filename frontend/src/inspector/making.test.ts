import fc from "fast-check";
import { expect, test } from "vitest";
import { makingOf, readable, tookText } from "./making";

const digest = "a".repeat(64);
const answer = {
  root: "k2",
  nodes: [
    { key: "k1", operation: "sound.speak@1", params: { words: "Then I will wait.", voice: "af_bella", pace: 1.03, manner: "", checkpoint: "kokoro@1.0" }, took_ms: 780, outputs: { audio: digest }, consumed: {}, made_on: { host: "vm", cuda: "" }, changed: "2026-11-20T09:55:54Z" },
    { key: "k2", operation: "video.generate@2", params: { prompt: "Fog.\nA pier.", seed: 7, frames: 72, alpha: false, speech_starts: [17, 64], checkpoint: "previs@1" }, took_ms: 4200, outputs: {}, consumed: { speech: [digest] }, made_on: { host: "vm", cuda: "" }, changed: "" },
  ],
  uploads: [{ digest, media: "image", created: "2026-11-20T09:55:54Z" }],
  checkpoints: [{ id: "kokoro@1.0", licence: "Apache-2.0", commercial: true, credit: "Kokoro" }],
};

test("what was made last comes first, with its words, seed and checkpoint taken out of its settings", () => {
  const made = makingOf(answer);
  expect(made.steps.map((one) => one.operation)).toEqual(["video.generate", "sound.speak"]);
  expect(made.steps[0]).toMatchObject({ version: "2", words: "Fog.\nA pier.", seed: 7, checkpoint: "previs@1", read: [digest] });
  expect(made.steps[0]?.params).toEqual([{ name: "frames", value: "72" }, { name: "speech_starts", value: "17 · 64" }]);
  expect(made.steps[1]?.params.map((one) => one.name)).toEqual(["voice", "pace"]);
  expect(made.took).toBe(4980);
  expect(made.hosts).toEqual(["vm"]);
  expect(made.used[0]).toMatchObject({ licence: "Apache-2.0", credit: "Kokoro", title: "kokoro@1.0" });
  expect(made.uploads).toHaveLength(1);
});

test("an answer of any shape is read without an error", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(makingOf({ nodes: [value], uploads: value, checkpoints: [value] }).steps.length).toBeLessThan(2);
    expect(typeof readable(value)).toBe("string");
  }));
});

test("how long it took", () => {
  expect([40, 3600, 125_000].map(tookText)).toEqual(["40 ms", "3.6 s", "2:05"]);
});
