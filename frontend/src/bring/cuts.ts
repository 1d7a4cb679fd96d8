// The cuts of somebody's film as they are corrected: what was found above a certainty, and what a person moved, added, took away. Pure.
import type { FoundCut } from "./footageApi";

export interface Cut {
  /** The first frame of the shot after it. */
  readonly frame: number;
  /** 1 for a cut that a person set. */
  readonly certainty: number;
  readonly kind: "hard" | "gradual";
  readonly by: FoundCut["by"] | "you";
  /** The frame at which it was found; null for one that a person added. */
  readonly found: number | null;
}

export interface Correction {
  /** Found cuts that are less certain are left out, unless somebody touched them. */
  readonly threshold: number;
  /** By the frame at which it was found: where it is now, null when it was taken away. */
  readonly moved: Readonly<Record<number, number | null>>;
  readonly added: readonly number[];
}

export interface Stretch {
  readonly start: number;
  readonly frames: number;
}

export const LEAST = 2; // frames of a shot
export const USUAL = 0.5;
export const untouched: Correction = { threshold: USUAL, moved: {}, added: [] };

/** The cuts as they are now, in order, each with a frame of its own. */
export function cutsOf(found: readonly FoundCut[], correction: Correction, frames: number): Cut[] {
  const cuts: Cut[] = [];
  for (const one of found) {
    const touched = correction.moved[one.frame];
    if (touched === null || (touched === undefined && one.certainty < correction.threshold)) continue;
    const by = touched === undefined ? one.by : "you";
    cuts.push({ frame: touched ?? one.frame, certainty: one.certainty, kind: one.kind, by, found: one.frame });
  }
  for (const frame of correction.added) cuts.push({ frame, certainty: 1, kind: "hard", by: "you", found: null });
  cuts.sort((one, other) => one.frame - other.frame || (one.found === null ? -1 : 1));
  const kept: Cut[] = [];
  for (const one of cuts) {
    const before = kept.at(-1)?.frame ?? 0;
    if (one.frame - before >= LEAST && frames - one.frame >= LEAST) kept.push(one);
  }
  return kept;
}

/** Where a cut may stand: not beyond its neighbours, which keep their shots. */
export function room(cuts: readonly Cut[], frame: number, frames: number): readonly [number, number] {
  const index = cuts.findIndex((one) => one.frame === frame);
  const before = cuts[index - 1]?.frame ?? 0;
  const after = index < 0 ? frames : (cuts[index + 1]?.frame ?? frames);
  return [before + LEAST, after - LEAST];
}

/** A cut moved, as far as its neighbours let it; the frame at which it then is comes with the correction. */
export function move(
  found: readonly FoundCut[], correction: Correction, frames: number, frame: number, to: number,
): readonly [Correction, number] {
  const cuts = cutsOf(found, correction, frames);
  const cut = cuts.find((one) => one.frame === frame);
  if (!cut) return [correction, frame];
  const [least, most] = room(cuts, frame, frames);
  const at = Math.max(least, Math.min(most, Math.round(to)));
  if (cut.found === null) return [{ ...correction, added: [...correction.added.filter((one) => one !== frame), at] }, at];
  return [{ ...correction, moved: { ...correction.moved, [cut.found]: at } }, at];
}

/** A cut more, unless a neighbour is too near. */
export function addCut(found: readonly FoundCut[], correction: Correction, frames: number, frame: number): Correction {
  const at = Math.round(frame);
  const cuts = cutsOf(found, correction, frames);
  const near = [0, frames, ...cuts.map((one) => one.frame)].some((one) => Math.abs(one - at) < LEAST);
  return near ? correction : { ...correction, added: [...correction.added, at] };
}

/** A cut less. */
export function removeCut(found: readonly FoundCut[], correction: Correction, frames: number, frame: number): Correction {
  const cut = cutsOf(found, correction, frames).find((one) => one.frame === frame);
  if (!cut) return correction;
  if (cut.found === null) return { ...correction, added: correction.added.filter((one) => one !== frame) };
  return { ...correction, moved: { ...correction.moved, [cut.found]: null } };
}

/** The shots between the cuts. */
export function stretches(cuts: readonly Cut[], frames: number): Stretch[] {
  const starts = [0, ...cuts.map((one) => one.frame)];
  return starts.map((start, index) => ({ start, frames: (starts[index + 1] ?? frames) - start }));
}

/** In how many of the shots one of these frames (in order) lies. */
export function seenIn(shots: readonly Stretch[], frames: readonly number[]): number {
  let [count, at] = [0, 0];
  for (const { start, frames: length } of shots) {
    while (at < frames.length && (frames[at] ?? 0) < start) at++;
    if (at < frames.length && (frames[at] ?? 0) < start + length) count++;
  }
  return count;
}

/** The cut after (1) or before (−1) a frame. */
export function nextCut(cuts: readonly Cut[], frame: number, by: 1 | -1): Cut | undefined {
  return by > 0 ? cuts.find((one) => one.frame > frame) : cuts.findLast((one) => one.frame < frame);
}

export interface Steps {
  readonly past: readonly Correction[];
  readonly now: Correction;
  readonly future: readonly Correction[];
}

/** One more step; a step that changes nothing is none. */
export const stepped = (steps: Steps, now: Correction): Steps =>
  now === steps.now ? steps : { past: [...steps.past, steps.now].slice(-200), now, future: [] };

/** One step back. */
export function back(steps: Steps): Steps {
  const before = steps.past.at(-1);
  return before ? { past: steps.past.slice(0, -1), now: before, future: [steps.now, ...steps.future] } : steps;
}

/** One step on again. */
export function forth(steps: Steps): Steps {
  const [after, ...rest] = steps.future;
  return after ? { past: [...steps.past, steps.now], now: after, future: rest } : steps;
}

/** A correction as it was kept, or an untouched one. */
export function readCorrection(text: string | null): Correction {
  try {
    const kept = JSON.parse(text ?? "") as Correction;
    if (typeof kept.threshold === "number" && Array.isArray(kept.added) && kept.moved && typeof kept.moved === "object") return kept;
  } catch {
    // nothing was kept, or not by us
  }
  return untouched;
}
