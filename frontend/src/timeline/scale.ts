// Frames and pixels of the timeline: zoom, what the ruler says at it, and what a pointer snaps to. Pure.
import { countedBy } from "../player/timecode";
import type { Rate } from "../film/time";
import { type Clip, clipEnd } from "./rows";

export const LEAST = 0.0005; // px a frame: twelve hours in a window
export const MOST = 64; // px a frame
const LABEL = 96; // px that a timecode needs

/** Where it is: pixels a frame, and the frame at the left edge (with its fraction). */
export interface Scale {
  readonly zoom: number;
  readonly left: number;
}

export const xOf = ({ zoom, left }: Scale, frame: number): number => (frame - left) * zoom;
export const frameAt = ({ zoom, left }: Scale, x: number): number => left + x / zoom;

/** Zoomed by a factor about a point that stays where it is. */
export function zoomed(scale: Scale, by: number, x: number): Scale {
  const zoom = Math.max(LEAST, Math.min(MOST, scale.zoom * by));
  return { zoom, left: Math.max(0, frameAt(scale, x) - x / zoom) };
}

/** Scrolled no further than a little beyond the end. */
export function bounded({ zoom, left }: Scale, width: number, frames: number): Scale {
  return { zoom, left: Math.max(0, Math.min(left, frames + (width * 0.5) / zoom - width / zoom)) };
}

/** The whole film in so many pixels. */
export const fitting = (frames: number, width: number): Scale => ({ zoom: Math.max(LEAST, Math.min(MOST, (width - 24) / Math.max(1, frames))), left: 0 });

/** How many frames apart the ruler's labels and its small marks are: whole frames, then counts of seconds, minutes, hours. */
export function marksOf(zoom: number, rate: Rate): { readonly label: number; readonly tick: number } {
  const whole = countedBy(rate);
  const steps = [1, 2, 5, 10].filter((one) => one < whole);
  for (const clock of [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600]) steps.push(clock * whole);
  const label = steps.find((one) => one * zoom >= LABEL) ?? 21_600 * whole;
  const ticks = steps.filter((one) => label % one === 0 && one * zoom >= 6);
  return { label, tick: ticks[0] ?? label };
}

/** The places that edges snap to: edges of clips (but the moving ones'), the playhead, markers, marks, the beginning. Sorted. */
export function snapsOf(clips: Iterable<Clip>, moving: ReadonlySet<string>, also: readonly (number | null)[]): number[] {
  const found = new Set<number>([0]);
  for (const one of clips) {
    if (moving.has(one.id)) continue;
    found.add(one.start);
    found.add(clipEnd(one));
  }
  for (const one of also) if (one !== null) found.add(one);
  return [...found].sort((one, other) => one - other);
}

/** The smallest shift within `reach` frames that brings one of the edges to a snap, and where; null when none is near. */
export function snapped(edges: readonly number[], snaps: readonly number[], reach: number): { readonly by: number; readonly at: number } | null {
  let best: { by: number; at: number } | null = null;
  for (const edge of edges) {
    let low = 0;
    let high = snaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((snaps[middle] as number) < edge) low = middle + 1;
      else high = middle;
    }
    for (const at of [snaps[low - 1], snaps[low]]) {
      if (at === undefined || Math.abs(at - edge) > reach) continue;
      if (!best || Math.abs(at - edge) < Math.abs(best.by)) best = { by: at - edge, at };
    }
  }
  return best;
}

/** The cuts of the unlocked tracks, in order: where up and down go. */
export const editsOf = (clips: Iterable<Clip>): number[] => snapsOf(clips, new Set(), []);
