// Ids of one's own checkpoints are always such that the studio takes them; what is missing is told in the form's order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyDraft, fileSize, idOf, missing, sendable, titleOf } from "./own";

describe("ids", () => {
  it("follow the title and the version", () => {
    expect(idOf("My Matting", "2")).toBe("my-matting@2");
    expect(idOf("Café Édition", "1.0")).toBe("cafe-edition@1.0");
    expect(idOf("我的抠像", "1")).toBe("own@1");
    expect(idOf("x", "")).toBe("own-x@1");
  });
  it("are always such that the studio takes them", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.string(), (title, version) => {
      expect(idOf(title, version)).toMatch(/^[a-z0-9][a-z0-9._-]{1,60}@[A-Za-z0-9._-]{1,20}$/);
    }));
  });
});

describe("files", () => {
  it("are sent when they can be looked into", () => {
    expect(["a.onnx", "B.SAFETENSORS", "tokenizer.json", "w.onnx_data"].every(sendable)).toBe(true);
    expect(["a.pth", "a.pkl", "a.onnx.exe", "a"].some(sendable)).toBe(false);
    expect([3, 4000, 26e6, 3e9].map(fileSize)).toEqual(["1 KiB", "4 KiB", "24.8 MiB", "2.8 GiB"]);
    expect(titleOf("my_matting-v2.onnx")).toBe("my matting v2");
  });
});

describe("what is missing", () => {
  it("is everything at first, nothing at last, and an id that is taken", () => {
    expect(missing(emptyDraft, 0, [])).toEqual(["files", "capability", "title", "licence", "commercial", "credit"]);
    const whole = { capability: "matting", title: "Mine", version: "1", licence: "MIT", commercial: false, credit: "Me" };
    expect(missing(whole, 1, [])).toEqual([]);
    expect(missing(whole, 1, ["mine@1"])).toEqual(["taken"]);
  });
});
