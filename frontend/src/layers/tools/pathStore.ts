// How paths are drawn just now: what follows them, how fast, over which frames; and what was brushed and waits for its arrow.
import { create } from "zustand";
import type { MaskKey } from "../../document/kinds";
import type { Timing } from "../path";

export type Stroke = MaskKey["strokes"][number];

interface Paths {
  readonly what: "layer" | "part";
  readonly timing: Timing;
  readonly range: "rest" | "whole";
  readonly width: number;
  readonly strokes: readonly Stroke[];
}

export const usePaths = create<Paths>(() => ({ what: "layer", timing: "drawn", range: "rest", width: 0.06, strokes: [] }));
export const MOST_STROKES = 60;
export const MOST_POINTS = 600;
