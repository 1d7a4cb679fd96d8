// Which part of the film a cut shows and how it is delivered, from what was chosen in the sheet. Pure.
import type { SceneInFilm } from "../document/select";
import type { Range } from "../player/clock";
import type { Wish } from "./asks";

export type Part = "whole" | "marked" | "scenes";
export type Captions = "usual" | "off" | "track" | "burned";

/** What is chosen in the sheet. Scenes are chosen from one to another, both included. */
export interface Chosen {
  readonly preset: string;
  readonly part: Part;
  readonly first: string;
  readonly last: string;
  readonly captions: Captions;
  readonly slate: "usual" | "on" | "off";
  readonly larger: "usual" | "lanczos" | "network";
  readonly label: string;
}

/** Where scenes lie in the film, from the first one's beginning to the last one's end, in whichever order they were chosen. */
export function scenesRange(scenes: readonly SceneInFilm[], first: string, last: string): Range | null {
  const at = [first, last].map((id) => scenes.findIndex((one) => one.scene.id === id));
  if (at.some((one) => one < 0)) return null;
  const from = Math.min(...at);
  const to = Math.max(...at);
  const sum = (end: number): number => scenes.slice(0, end).reduce((frames, one) => frames + one.frames, 0);
  // Where the cut shows them; by the lengths of scenes that have no shot to ask.
  const closing = scenes[to]?.shots.at(-1);
  return { start: scenes[from]?.shots[0]?.start ?? sum(from), end: closing ? closing.start + closing.shot.frames : sum(to + 1) };
}

/** What is asked for. The whole film is asked for without a range, so that it is the same cut however long it is. */
export function wishOf(chosen: Chosen, marked: Range | null, scenes: readonly SceneInFilm[], frames: number): Wish {
  const { preset, part, captions, slate, larger, label } = chosen;
  const range = part === "marked" ? marked : part === "scenes" ? scenesRange(scenes, chosen.first, chosen.last) : null;
  const whole = range === null || range.end <= range.start || (range.start === 0 && range.end >= frames);
  return {
    preset, label: label.trim(), start: whole ? 0 : range.start, frames: whole ? null : range.end - range.start,
    captions: captions === "usual" ? null : captions, slate: slate === "usual" ? null : slate === "on",
    larger: larger === "usual" ? null : larger,
  };
}
