// How long a take at another pace is, counted as the operation on the server counts it, and the drawing of its speed. Pure.
import type { Value } from "../document/changes";

export const SLOWEST = 0.125;
export const FASTEST = 8;
const TICKS = 840_000; // of one new frame

export interface Pace {
  readonly from: number;
  readonly to: number;
  readonly ramp: boolean;
  readonly reverse: boolean;
}

/** The speed while a frame goes on to the next: from the first to the last it changes softly at both ends. */
export function speedAt(pace: Pace, frame: number, frames: number): number {
  if (!pace.ramp || frames < 2) return pace.from;
  const t = Math.min(1, Math.max(0, frame / (frames - 1)));
  return pace.from + (pace.to - pace.from) * t * t * (3 - 2 * t);
}

/** How many frames come of so many. */
export function paced(pace: Pace, frames: number): number {
  let ticks = 0;
  for (let at = 0; at + 1 < frames; at += 1) ticks += Math.max(1, Math.round(TICKS / speedAt(pace, at, frames)));
  return Math.floor(ticks / TICKS) + 1;
}

/** Whether anything would change. */
export const changes = (pace: Pace): boolean => pace.reverse || pace.from !== 1 || (pace.ramp && pace.to !== 1);

/** What is asked of the server. */
export function paramsOf(pace: Pace, frames: number): Record<string, Value> {
  const ramps = pace.ramp && frames > 1 && pace.to !== pace.from;
  return {
    speed: pace.from, ...(pace.reverse ? { reverse: true } : {}),
    ...(ramps ? { keys: { speed: [[0, pace.from, "smooth"], [frames - 1, pace.to, "smooth"]] } } : {}),
  };
}

/** The speed over the take as a line in a box 100 wide and 32 high: an eighth of the speed below, eight times above. */
export function curve(pace: Pace, frames: number): string {
  const steps = 40;
  return Array.from({ length: steps + 1 }, (_, n) => {
    const speed = speedAt(pace, (n / steps) * Math.max(1, frames - 1), frames);
    return `${((n / steps) * 100).toFixed(1)},${(16 - (Math.log2(speed) / 3) * 14).toFixed(1)}`;
  }).join(" ");
}
