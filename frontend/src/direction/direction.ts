// What a shot's model is told beyond the words, as one value: read with its usual parts, written only where it says something. Pure.
import { type Fields, same, type Value } from "../document/changes";

export const GUIDES = ["depth", "edges", "pose"] as const;
export type GuideKind = (typeof GUIDES)[number];

export interface Held {
  /** A digest. */
  readonly picture: string;
  /** Counted from the shot's first. */
  readonly frame: number;
}

/** Where something goes: frame, and place in shares of the picture; with a box, how large it is. */
export interface Track {
  readonly points: readonly (readonly [number, number, number])[];
  readonly box: readonly [number, number] | null;
  /** The layer whose keys say the way; it has no places of its own then. */
  readonly layer?: string | null;
}

/** A clip that the shot is drawn over. */
export interface Over {
  /** A digest; empty: the shot's own animatic. */
  readonly artifact: string;
  /** How much of it is given up, 0…1. */
  readonly strength: number;
  /** The layer within whose mask it is drawn anew. */
  readonly layer: string | null;
}

export interface Applied {
  /** The record's id. */
  readonly adapter: string;
  readonly strength: number;
}

export interface Direction {
  /** Which model; empty: the film's. */
  readonly checkpoint: string;
  /** 0: as many as the model usually takes. */
  readonly steps: number;
  readonly guidance: number | null;
  /** It starts from the last frame of the shot before. */
  readonly continues: boolean;
  readonly animatic: { readonly kind: GuideKind; readonly strength: number } | null;
  readonly guide: { readonly artifact: string; readonly kind: GuideKind; readonly strength: number } | null;
  readonly over: Over | null;
  readonly adapters: readonly Applied[];
  readonly held: readonly Held[];
  readonly tracks: readonly Track[];
  /** Its words in English, for models that read nothing else; `of`: what they were made from. */
  readonly translation: { readonly of: string; readonly words: string } | null;
  /** What is heard where the model makes sound. */
  readonly sound: "under" | "own" | "voices";
  readonly references: "all" | "none";
}

/** A shot that nobody directed. */
export const UNDIRECTED: Direction = {
  checkpoint: "", steps: 0, guidance: null, continues: false, animatic: null, guide: null, over: null, adapters: [], held: [], tracks: [], translation: null, sound: "under", references: "all",
};

const known = new WeakMap<Fields, Direction>();

/** The direction of a shot; the same object for the same fields. */
export function directionOf(fields: Fields | null | undefined): Direction {
  if (!fields) return UNDIRECTED;
  let found = known.get(fields);
  if (!found) known.set(fields, (found = { ...UNDIRECTED, ...(fields as Partial<Direction>) }));
  return found;
}

/** As a record holds it: null where it says nothing. */
export function written(direction: Direction): Value {
  const plain = JSON.parse(JSON.stringify(direction)) as Value;
  return same(plain, JSON.parse(JSON.stringify(UNDIRECTED)) as Value) ? null : plain;
}

/** What these say alike; undefined where they differ, or where there are none. */
export function alike<T>(all: readonly T[]): T | undefined {
  const [first, ...rest] = all;
  return rest.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : undefined;
}

/** Pictures held at frames, in order; a second one at the same frame takes the first one's place. */
export function hold(held: readonly Held[], picture: string, frame: number): readonly Held[] {
  return [...held.filter((one) => one.frame !== frame), { picture, frame }].sort((one, other) => one.frame - other.frame);
}

/** One of them moved to another frame: never onto a neighbour, which it steps beside. */
export function moveHeld(held: readonly Held[], at: number, to: number, frames: number): readonly Held[] {
  const one = held[at];
  if (!one) return held;
  const taken = new Set(held.filter((_, index) => index !== at).map((each) => each.frame));
  const wish = Math.min(frames - 1, Math.max(0, Math.round(to)));
  const free = Array.from({ length: frames }, (_, step) => step)
    .sort((left, right) => Math.abs(left - wish) - Math.abs(right - wish) || left - right)
    .find((frame) => !taken.has(frame));
  if (free === undefined) return held;
  return held.map((each, index) => (index === at ? { ...each, frame: free } : each)).sort((left, right) => left.frame - right.frame);
}

/** The strength of an adapter changed, or the adapter laid on; `null` takes it away. */
export function applied(all: readonly Applied[], adapter: string, strength: number | null): readonly Applied[] {
  if (strength === null) return all.filter((one) => one.adapter !== adapter);
  return all.some((one) => one.adapter === adapter)
    ? all.map((one) => (one.adapter === adapter ? { adapter, strength } : one))
    : [...all, { adapter, strength }];
}
