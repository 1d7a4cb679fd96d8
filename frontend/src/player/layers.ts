// What lies over what at a frame of the reel: one picture, or two in a transition and how far it is. The export's own sums. Pure.
import type { Reel, Shown } from "../api/queries";
import { pictureAt } from "./reel";

/** A frame of a proxy, by the link to its bytes. */
export interface Source {
  readonly url: string;
  readonly frame: number;
}

/** One picture: a frame of a proxy, or a still that stands in for it, or black. */
export interface Layer {
  readonly source: Source | null;
  readonly still: string | null;
}

export interface Layers {
  /** The picture of the reel, or −1 in a gap. */
  readonly index: number;
  readonly below: Layer;
  readonly above: Layer | null;
  readonly transition: string;
  /** 0 … 1: how far the transition is. */
  readonly done: number;
}

const BLACK: Layer = { source: null, still: null };
const NOTHING: Layers = { index: -1, below: BLACK, above: null, transition: "none", done: 0 };

interface Mix {
  readonly start: number;
  readonly frames: number;
}

const known = new WeakMap<readonly Shown[], ReadonlyMap<number, Mix>>();

/** Where each transition begins and how long it is; one that other tracks cut into stretches is one all the same. */
export function mixesOf(pictures: readonly Shown[]): ReadonlyMap<number, Mix> {
  const found = known.get(pictures);
  if (found) return found;
  const mixes = new Map<number, Mix>();
  let first = 0;
  pictures.forEach((one, index) => {
    if (one.transition === "none") return;
    const before = pictures[index - 1];
    const goesOn = before !== undefined && before.transition === one.transition && before.start + before.frames === one.start
      && before.clip === one.clip && before.over?.key === one.over?.key
      && pacedFrame(before.over_in, before.over_pace, before.over_pace_at + before.frames) === pacedFrame(one.over_in, one.over_pace, one.over_pace_at);
    if (!goesOn) first = index;
    const start = (pictures[first] as Shown).start;
    for (let at = first; at <= index; at++) mixes.set(at, { start, frames: one.start + one.frames - start });
  });
  known.set(pictures, mixes);
  return mixes;
}

/** Which frame of a clip is shown after `gone` frames of the film: `2/1` is twice as fast, below 0 backwards, `0/1` holds one. */
export function pacedFrame(first: number, pace: string, gone: number): number {
  if (pace === "1/1") return first + gone;
  const [over = 1, under = 1] = pace.split("/").map(Number);
  return first + Math.sign(over) * Math.floor((gone * Math.abs(over)) / under);
}

/** Everything that is on screen at a frame. */
export function layersAt(reel: Pick<Reel, "pictures">, frame: number): Layers {
  const index = pictureAt(reel.pictures, frame);
  const one = reel.pictures[index];
  if (!one) return NOTHING;
  const into = frame - one.start;
  const url = one.proxy?.url ?? null;
  const below = { source: url === null ? null : { url, frame: pacedFrame(one.source_in, one.pace, one.pace_at + into) }, still: one.panel?.url ?? null };
  const mix = mixesOf(reel.pictures).get(index);
  if (!mix) return { index, below, above: null, transition: "none", done: 0 };
  const over = one.over?.url ?? null;
  const above = over === null ? BLACK : { source: { url: over, frame: pacedFrame(one.over_in, one.over_pace, one.over_pace_at + into) }, still: null };
  return { index, below, above, transition: one.transition, done: (frame - mix.start + 0.5) / mix.frames };
}

/** The proxies' frames that a frame of the reel needs. */
export function sourcesOf({ below, above, transition, done }: Layers): readonly Source[] {
  if (transition === "dip") return (done < 0.5 ? [below.source] : [above?.source ?? null]).filter((one) => one !== null);
  return [below.source, above?.source ?? null].filter((one) => one !== null);
}
