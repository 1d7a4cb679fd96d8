// Which part of a film a strip shows, in frames: zoomed about a place, moved, kept within the film. Pure.

export interface Window {
  readonly from: number;
  readonly span: number;
}

const LEAST_SPAN = 24; // frames: closer is never needed to see single ones

/** The whole film. */
export const whole = (frames: number): Window => ({ from: 0, span: Math.max(1, frames) });

function within(from: number, span: number, frames: number): Window {
  const kept = Math.min(Math.max(span, Math.min(LEAST_SPAN, frames)), Math.max(1, frames));
  return { from: Math.max(0, Math.min(from, frames - kept)), span: kept };
}

/** Closer (factor above 1) or farther, the frame `about` staying where it is. */
export function zoomed(now: Window, factor: number, about: number, frames: number): Window {
  const span = Math.min(Math.max(now.span / factor, Math.min(LEAST_SPAN, frames)), Math.max(1, frames));
  return within(about - ((about - now.from) / now.span) * span, span, frames);
}

/** Moved by so many frames. */
export const panned = (now: Window, by: number, frames: number): Window => within(now.from + by, now.span, frames);

/** Moved only when the frame is out of sight or nearly so. */
export function showing(now: Window, frame: number, frames: number): Window {
  const edge = now.span * 0.06;
  if (frame >= now.from + edge && frame <= now.from + now.span - edge) return now;
  return within(frame - now.span / 2, now.span, frames);
}

/** Where a frame is, in pixels of a strip so wide. */
export const xOf = (now: Window, frame: number, width: number): number => ((frame - now.from) / now.span) * width;

/** The frame at a pixel, not rounded. */
export const frameAtX = (now: Window, x: number, width: number): number => now.from + (x / Math.max(1, width)) * now.span;

export interface Tiling {
  readonly count: number;
  readonly columns: number;
}

/** The tile that shows a frame of the film best: tile i is the middle of part i. */
export const tileAt = (frame: number, frames: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor((frame / Math.max(1, frames)) * count)));
