// Two moving pictures in step: which frame each shows, and what brings the second to the first. Pure.
import { clockAt, frameAt, type Rate } from "../film/time";

/** The clock time in the middle of a frame: a seek to its edge may show the frame before. */
export const middleOf = (frame: number, rate: Rate): number => clockAt(frame + 0.5, rate);

/** The frame of a film of `frames` frames that is shown at a clock time. */
export const shownAt = (clock: number, frames: number, rate: Rate): number => Math.min(frames - 1, Math.max(0, frameAt(clock, rate)));

/** A frame stepped round the end: the first follows the last. */
export const stepped = (frame: number, by: number, frames: number): number => (((frame + by) % frames) + frames) % frames;

export type Correction = { readonly is: "none" } | { readonly is: "pace"; readonly rate: number } | { readonly is: "seek"; readonly clock: number };

const FAR = 4; // frames beyond which hurrying would be seen longer than a jump

/** How the follower gets to where the leader is; while it plays, a little faster or slower is not seen, a jump is. */
export function correction(leads: number, follows: number, playing: boolean, rate: Rate): Correction {
  const apart = ((leads - follows) * rate.numerator) / rate.denominator;
  if (!playing) return Math.abs(apart) < 0.01 ? { is: "none" } : { is: "seek", clock: leads };
  if (Math.abs(apart) < 0.25) return { is: "pace", rate: 1 };
  if (Math.abs(apart) > FAR) return { is: "seek", clock: leads };
  return { is: "pace", rate: 1 + Math.sign(apart) * Math.min(0.12, Math.abs(apart) * 0.06) };
}
