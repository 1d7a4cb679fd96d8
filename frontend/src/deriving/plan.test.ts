import fc from "fast-check";
import { expect, test } from "vitest";
import type { Model } from "../direction/capability";
import { able, ASPECTS, can, editParams, framesOf, freely, heldBy, heldInside, MOST_FRAMES, outpainted, placed, windows } from "./plan";
import { etaOf } from "./eta";
import { priceOf } from "./price";

const VACE = ["words", "source", "mask", "references", "guide.depth", "guide.pose", "held"];
const model = (id: string, takes: readonly string[], installed = true): Model => ({
  id, takes, installed, capability: "video-generator", title: id, licence: "", commercial: true, size: 0, gpu: 0, family: "", references: 0,
});

test("a take is held together as its model can, by edges where it must and nothing was said", () => {
  expect(heldBy("none", [], true)).toBe("none");
  expect(heldBy("pose", [], true)).toBe("none");
  expect(heldBy("none", ["depth", "edges", "pose"], true)).toBe("none");
  expect(heldBy("none", ["depth", "edges", "pose"], false)).toBe("edges");
  expect(heldBy("depth", ["depth", "edges"], false)).toBe("depth");
  expect(heldBy("none", ["pose"], false)).toBe("pose");
  expect(heldBy("none", [], false)).toBe("none");
});

test("who can do what, as the server judges", () => {
  expect(can("video.edit", ["words"])).toBe(false);
  expect(can("video.edit", ["source", "strength"])).toBe(true);
  expect(freely(VACE)).toBe(false);
  expect(can("video.extend", ["first"])).toBe(true);
  expect(can("video.extend", ["first"], true)).toBe(false);
  expect(can("video.loop", ["first", "last"])).toBe(true);
  expect(can("video.outpaint", VACE)).toBe(true);
  expect(can("video.animate", ["first", "guide.pose"])).toBe(true);
  expect(can("video.outpaint", ["first", "guide.pose", "source", "mask"])).toBe(false); // it does nothing but act
});

test("the shot's own model first, then what is here and takes most", () => {
  const all = [model("far", VACE, false), model("plain", ["source", "strength"]), model("vace", VACE), model("own", ["source", "strength"])];
  expect(able("video.edit", all, "own").map((one) => one.id)).toEqual(["own", "vace", "plain", "far"]);
});

test("another shape holds the whole clip, in multiples of 16", () => {
  for (const aspect of ASPECTS) {
    const whole = outpainted({ width: 1280, height: 720 }, aspect);
    expect(whole.width % 16 + whole.height % 16).toBe(0);
    expect(whole.width >= 1280 && whole.height >= 720).toBe(true);
  }
  expect(outpainted({ width: 1280, height: 720 }, "1:1")).toEqual({ width: 1280, height: 1280 });
});

test("a clip that is dragged stays inside the picture", () => {
  const share = fc.float({ min: -1, max: 2, noNaN: true });
  fc.assert(fc.property(share, share, fc.float({ min: 0.25, max: 1, noNaN: true }), fc.constantFrom(...ASPECTS), (x, y, scale, aspect) => {
    const clip = { width: 1280, height: 720 };
    const whole = outpainted(clip, aspect);
    const [across, down] = heldInside(clip, whole, x, y, scale);
    const { left, top, width, height } = placed(clip, whole, across, down, scale);
    expect(left).toBeGreaterThan(-0.001);
    expect(top).toBeGreaterThan(-0.001);
    expect(left + width).toBeLessThan(1.001);
    expect(top + height).toBeLessThan(1.001);
  }));
});

test("a dragged edge means whole frames, one at least", () => {
  expect(framesOf(-20, 4)).toBe(1);
  expect(framesOf(40, 4)).toBe(10);
  expect(framesOf(1e9, 0.001)).toBe(MOST_FRAMES);
});

test("longer than the model makes is made in windows that look back", () => {
  expect(windows(81, 81, 8)).toBe(1);
  expect(windows(82, 81, 8)).toBe(2);
  expect(windows(300, null, 8)).toBe(1);
});

test("an edit says what it says and no more", () => {
  const wish = { words: " snow ", negative: "", strength: 0.5, structure: "none" as const, structureStrength: 1, seed: 3 };
  expect(editParams(wish, "")).toEqual({ prompt: "snow", strength: 0.5, structure: "none", seed: 3 });
  expect(editParams({ ...wish, structure: "depth", negative: "rain" }, "m")).toMatchObject({ structure_strength: 1, negative: "rain", checkpoint: "m" });
});

test("how long and how much is said only where it is known", () => {
  const steps = [{ operation: "video.generate", checkpoint: "m", took: 5000 }];
  expect(etaOf(steps, "m", 24, 48)).toBe(2500);
  expect(etaOf(steps, "n", 24, 48)).toBeNull();
  const rate = { numerator: 24, denominator: 1 };
  expect(priceOf(model("m", []), 48, rate)).toBeNull();
  expect(priceOf({ ...model("m", []), price: { amount: "0.1", unit: "second", currency: "USD" } }, 48, rate)).toEqual({ amount: 0.2, currency: "USD" });
});
