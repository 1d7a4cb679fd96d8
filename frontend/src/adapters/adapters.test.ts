import { expect, test } from "vitest";
import type { AdapterRecord } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import type { Model } from "../direction/capability";
import { leftOf } from "./pace";
import { trainable } from "./trainable";
import { usedBy } from "./using";
import { triggerOf } from "./verbs";

const adapter = (id: string, more: Partial<AdapterRecord>): AdapterRecord => ({
  id, rank: "a0", name: id, purpose: "character", character: null, style: null, movement: "", artifact: "f", base: "Wan", trigger: "", strength: 1, training: null, ...more,
});
const shot = (direction: object | null): ShotInFilm => ({
  shot: { direction, movement: "push" }, scene: { style: "s" }, cast: [{ id: "mara" }], slate: "1A", start: 0, takes: [], take: null,
}) as unknown as ShotInFilm;

test("who is in the shot brings their adapter along, as its style and its move do", () => {
  const all = [
    adapter("mara's", { character: "mara" }), adapter("otto's", { character: "otto" }), adapter("ink", { purpose: "style", style: "s" }),
    adapter("push", { purpose: "camera", movement: "push" }), adapter("untrained", { character: "mara", artifact: "" }), adapter("other base", { character: "mara", base: "LTX" }),
  ];
  expect(usedBy(all, shot(null), "Wan", new Set()).map((one) => one.adapter.id)).toEqual(["mara's", "ink", "push"]);
});

test("a strength of the shot holds; at 0 it is left out, and stays in the list", () => {
  const all = [adapter("mara's", { character: "mara", strength: 0.8 }), adapter("free", {})];
  const used = usedBy(all, shot({ adapters: [{ adapter: "mara's", strength: 0 }, { adapter: "free", strength: 0.5 }] }), "Wan", new Set());
  expect(used.map(({ adapter: { id }, strength, own, byItself }) => [id, strength, own, byItself])).toEqual([["mara's", 0, true, true], ["free", 0.5, true, false]]);
});

test("the word that calls somebody is the same for the same name, and no word", () => {
  expect(triggerOf("Mara")).toBe(triggerOf("Mara"));
  expect(triggerOf("Mara")).not.toBe(triggerOf("Maro"));
  expect(triggerOf("玛拉")).toMatch(/^somebody[a-z0-9]{3}$/);
});

test("how long it takes still is said once enough was seen", () => {
  expect(leftOf([{ at: 0, progress: 0 }])).toBeNull();
  expect(leftOf([{ at: 0, progress: 0 }, { at: 1000, progress: 0.005 }])).toBeNull();
  expect(leftOf([{ at: 0, progress: 0.1 }, { at: 10_000, progress: 0.3 }])).toBe(35);
});

test("what is trained fits what draws the film, where that can be taught", () => {
  const model = (id: string, family: string, more: Partial<Model> = {}): Model => ({
    id, family, capability: "video-generator", takes: ["adapters"], title: id, licence: "", commercial: true, installed: true, size: 0, gpu: 0, references: 0, ...more,
  });
  const all = [model("ltx", "LTX-Video"), model("sdxl", "Stable Diffusion XL", { capability: "image-generator" }), model("wan", "Wan"), model("far", "Wan", { installed: false }), model("paid", "Wan", { hosted: true })];
  expect(trainable(all, "previs").can.map((one) => one.id)).toEqual(["wan", "sdxl", "far"]);
  expect(trainable(all, "sdxl").usual).toBe("sdxl");
});
