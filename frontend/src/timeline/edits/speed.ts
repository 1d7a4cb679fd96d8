// Speeds of clips: which frames of its source a clip uses, and how far its edges can go. The server's own sums. Pure.
import type { Clip, Rows } from "../rows";

export interface Ratio {
  readonly over: number;
  readonly under: number;
}

/** "-3/2" → −3, 2. */
export function ratioOf(speed: string): Ratio {
  const [over = 1, under = 1] = speed.split("/").map(Number);
  return Number.isInteger(over) && under > 0 ? { over, under } : { over: 1, under: 1 };
}

/** A ratio as it is written, brought to its lowest terms. */
export function speedText(over: number, under: number): string {
  const common = (one: number, other: number): number => (other === 0 ? one : common(other, one % other));
  const by = common(Math.abs(over), under) || 1;
  return over === 0 ? "0/1" : `${over / by}/${under / by}`;
}

/** How many frames of its source so many frames of a clip use. */
export function spanOf(frames: number, speed: string): number {
  const { over, under } = ratioOf(speed);
  return Math.max(1, Math.floor(((frames - 1) * Math.abs(over)) / under) + 1);
}

/** How many frames of the source there are; infinite for what has no end. */
export const lengthOf = (rows: Rows, clip: Clip): number => rows.lengths.get(clip.shot ?? clip.media) ?? Infinity;

/** How many frames a clip can show from its first frame of source to the end of it. */
function most(source: number, speed: string): number {
  const { over, under } = ratioOf(speed);
  if (over === 0 || source === Infinity) return Infinity;
  return Math.ceil((source * under) / Math.abs(over));
}

/** How many frames a clip can grow at its head and at its tail. */
export function handlesOf(rows: Rows, clip: Clip): { readonly head: number; readonly tail: number } {
  if (clip.tone) return { head: Infinity, tail: Infinity };
  const { over, under } = ratioOf(clip.speed);
  if (over === 0) return { head: Infinity, tail: Infinity };
  const whole = lengthOf(rows, clip);
  const before = Math.floor((clip.source_in * under) / Math.abs(over));
  const after = Math.max(0, most(whole - clip.source_in, clip.speed) - clip.frames);
  if (over > 0) return { head: before, tail: after };
  // Backwards the head is the far end of the source: growing there goes on in it, growing at the tail goes down.
  return { head: after, tail: before };
}

/** The clip with its head `by` frames later (below 0: earlier); what is shown at any frame of the film stays. */
export function headMoved(clip: Clip, by: number): Clip {
  const { over, under } = ratioOf(clip.speed);
  const frames = clip.frames - by;
  const source = over > 0 && !clip.tone ? Math.max(0, clip.source_in + Math.floor((by * over) / under)) : clip.source_in;
  return faded({ ...clip, start: clip.start + by, frames, source_in: source });
}

/** The clip with its tail `by` frames later (below 0: earlier). */
export function tailMoved(clip: Clip, by: number): Clip {
  const { over } = ratioOf(clip.speed);
  const frames = clip.frames + by;
  // Backwards its last frame is the first of the source that is used.
  const source = over < 0 ? Math.max(0, clip.source_in + spanOf(clip.frames, clip.speed) - spanOf(frames, clip.speed)) : clip.source_in;
  return faded({ ...clip, frames, source_in: source });
}

/** The clip showing another stretch of its source, `by` frames of the source on. */
export const slipped = (clip: Clip, by: number): Clip => ({ ...clip, source_in: clip.source_in + by });

/** No longer than the clip are its fades. */
export function faded(clip: Clip): Clip {
  if (clip.fade_in + clip.fade_out <= clip.frames) return clip;
  const fade_in = Math.min(clip.fade_in, clip.frames);
  return { ...clip, fade_in, fade_out: Math.min(clip.fade_out, clip.frames - fade_in) };
}
