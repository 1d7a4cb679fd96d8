// Timecode as editors count it, drop-frame where the rate asks for it, and reading what a person types. Pure.
import type { Rate } from "../film/time";

const two = (count: number): string => String(count).padStart(2, "0");

/** The whole rate by which a counter counts: 24 for 24000/1001. */
export const countedBy = (rate: Rate): number => Math.max(1, Math.round(rate.numerator / rate.denominator));

/** How many numbers a drop-frame counter leaves out at the beginning of most minutes; 0 where it leaves out none. */
export function droppedPerMinute(rate: Rate): number {
  if (rate.denominator !== 1001) return 0; // only NTSC rates drift from the clock on the wall
  const whole = countedBy(rate);
  return whole % 30 === 0 ? whole / 15 : 0;
}

/** HH:MM:SS:FF of a frame; HH:MM:SS;FF where it is drop-frame. No frame is ever dropped: only numbers are. */
export function timecodeOf(frame: number, rate: Rate): string {
  const whole = countedBy(rate);
  const drop = droppedPerMinute(rate);
  let counted = Math.max(0, Math.floor(frame));
  if (drop > 0) {
    const inTen = whole * 600 - drop * 9;
    const inMinute = whole * 60 - drop;
    const tens = Math.floor(counted / inTen);
    const left = counted % inTen;
    counted += drop * 9 * tens + (left < whole * 60 ? 0 : drop * (1 + Math.floor((left - whole * 60) / inMinute)));
  }
  const total = Math.floor(counted / whole);
  const clock = `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return `${clock}${drop > 0 ? ";" : ":"}${two(counted % whole)}`;
}

/** The frame of hours, minutes, seconds and frames as a counter shows them; a number that drop-frame leaves out is the next. */
export function frameOf(hours: number, minutes: number, seconds: number, frames: number, rate: Rate): number {
  const whole = countedBy(rate);
  const drop = droppedPerMinute(rate);
  const minute = hours * 60 + minutes;
  const left = drop > 0 && seconds === 0 && minutes % 10 !== 0 ? Math.max(frames, drop) : frames;
  return (minute * 60 + seconds) * whole + left - drop * (minute - Math.floor(minute / 10));
}

/**
 * What was typed as a frame, or null when it is neither: `128` is the 128th frame, `+24` and `-24` go from `here`,
 * `12:08`, `1:00:12:08` and `12;08` are timecode, read from the right.
 */
export function frameTyped(typed: string, here: number, rate: Rate): number | null {
  const text = typed.trim().replace(/[：；]/g, ":").replace(/[;.,]/g, ":");
  const by = /^([+-])\s*(\d{1,9})$/.exec(text);
  if (by) return Math.max(0, here + (by[1] === "-" ? -1 : 1) * Number(by[2]));
  if (/^\d{1,9}$/.test(text)) return Math.max(0, Number(text) - 1);
  if (!/^\d{1,4}(:\d{1,4}){1,3}$/.test(text)) return null;
  const parts = text.split(":").map(Number);
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = [...new Array<number>(4 - parts.length).fill(0), ...parts];
  return frameOf(hours, minutes, seconds, frames, rate);
}
