// What a take becomes by extending, outpainting and the like, before anything is asked for: lengths, sizes, what is said of them. Pure.
import type { Value } from "../document/changes";
import type { Model } from "../direction/capability";

export const DERIVED = ["video.edit", "video.extend", "video.loop", "video.outpaint", "video.animate", "time.slow"] as const;
export type Derivation = (typeof DERIVED)[number];

/** Whether a model can do it, as the operations on the server judge. */
export function can(what: Derivation | "video.bridge", takes: readonly string[], backwards = false): boolean {
  const has = (...all: readonly string[]): boolean => all.every((one) => takes.includes(one));
  const acts = has("first", "guide.pose") && !has("references"); // does nothing but move somebody as a clip does
  const refills = has("source", "mask") && !acts;
  switch (what) {
    case "video.edit":
      return has("source", "strength") || refills || takes.some((one) => one.startsWith("guide.") && !acts);
    case "video.extend":
      return refills || has("held") || has(backwards ? "last" : "first");
    case "video.loop":
    case "video.bridge":
      return refills || has("held") || has("first", "last");
    case "video.outpaint":
      return refills;
    case "video.animate":
      return acts || has("references", "guide.pose");
    case "time.slow":
      return true; // no model of the shot's has a part in it
  }
}

/** Whether it can change the whole of a clip without anything that holds it together. */
export const freely = (takes: readonly string[]): boolean => takes.includes("source") && takes.includes("strength");

type Structure = EditWish["structure"];

/** By what a take is held together while it is changed: as wished, where the model can; where it must be held and nothing was said, by edges. */
export function heldBy(wish: Structure, guides: readonly Structure[], free: boolean): Structure {
  if (guides.includes(wish)) return wish;
  if (free) return "none";
  return guides.includes("edges") ? "edges" : (guides[0] ?? "none"); // edges are read without any network
}

/** The models that can: what is here, the shot's own first, then those installed, of these the one that takes most. */
export function able<T extends Model>(what: Derivation | "video.bridge", models: readonly T[], own: string, backwards = false): readonly T[] {
  const place = (one: Model): number => (one.id === own ? 0 : one.installed ? 1 : 2);
  return models.filter((one) => can(what, one.takes, backwards))
    .sort((one, other) => place(one) - place(other) || other.takes.length - one.takes.length || one.title.localeCompare(other.title));
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ASPECTS = ["16:9", "9:16", "1:1", "4:5", "4:3", "2.39:1"] as const;
export type Aspect = (typeof ASPECTS)[number];

const ratio = (aspect: Aspect): number => {
  const [wide = 16, high = 9] = aspect.split(":").map(Number);
  return wide / high;
};

const even = (pixels: number): number => Math.max(16, Math.round(pixels / 16) * 16);

/** The size of a picture that holds the clip whole and has another shape; nothing of it is cut off or shrunk. Multiples of 16. */
export function outpainted({ width, height }: Size, aspect: Aspect): Size {
  const wanted = ratio(aspect);
  return width / height < wanted ? { width: even(height * wanted), height: even(height) } : { width: even(width), height: even(width / wanted) };
}

/** Where the clip lies in it: shares of the new picture, by its middle. */
export function placed(clip: Size, whole: Size, across: number, down: number, scale: number): { left: number; top: number; width: number; height: number } {
  const [width, height] = [(clip.width * scale) / whole.width, (clip.height * scale) / whole.height];
  return { left: across - width / 2, top: down - height / 2, width, height };
}

/** The middle so that the clip stays inside where it fits, and covers where it does not. */
export function heldInside(clip: Size, whole: Size, across: number, down: number, scale: number): readonly [number, number] {
  const one = (middle: number, size: number): number => {
    const half = size / 2;
    const [low, high] = half * 2 <= 1 ? [half, 1 - half] : [1 - half, half];
    return Math.round(Math.min(high, Math.max(low, middle)) * 1e4) / 1e4;
  };
  return [one(across, (clip.width * scale) / whole.width), one(down, (clip.height * scale) / whole.height)];
}

/** As many frames as a dragged edge means: whole frames, at least one, at most what an edit may make at once. */
export const MOST_FRAMES = 4000;
export function framesOf(pixels: number, perFrame: number): number {
  return Math.min(MOST_FRAMES, Math.max(1, Math.round(pixels / Math.max(0.01, perFrame))));
}

/** In how many windows a model makes so many frames: each after the first looks back `overlap` frames. */
export function windows(frames: number, longest: number | null | undefined, overlap: number): number {
  if (!longest || frames <= longest) return 1;
  return 1 + Math.ceil((frames - longest) / Math.max(1, longest - overlap));
}

export interface EditWish {
  readonly words: string;
  readonly negative: string;
  readonly strength: number;
  readonly structure: "none" | "depth" | "edges" | "pose";
  readonly structureStrength: number;
  readonly seed: number;
}

/** The parameters of `video.edit`; what says nothing is left out. */
export function editParams(wish: EditWish, checkpoint: string): Readonly<Record<string, Value>> {
  return {
    prompt: wish.words.trim(), ...(wish.negative.trim() ? { negative: wish.negative.trim() } : {}), strength: wish.strength, structure: wish.structure,
    ...(wish.structure === "none" ? {} : { structure_strength: wish.structureStrength }), seed: wish.seed, ...(checkpoint ? { checkpoint } : {}),
  };
}
