// Frames as people read them: timecode and length at a rational rate. The film itself is counted in frames only.
import { useLanguage, words } from "../i18n";

export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
}

/** "24000/1001" → numerator and denominator; 24/1 for what cannot be read. */
export function rateOf(text: string): Rate {
  const [numerator = 0, denominator = 1] = text.split("/").map(Number);
  return numerator > 0 && denominator > 0 ? { numerator, denominator } : { numerator: 24, denominator: 1 };
}

/** The frame on screen so many clock seconds after frame 0. */
export function frameAt(clock: number, rate: Rate): number {
  return Math.floor((clock * rate.numerator) / rate.denominator + 1e-6);
}

/** Clock seconds from frame 0 to the beginning of a frame. */
export function clockAt(frame: number, rate: Rate): number {
  return (frame * rate.denominator) / rate.numerator;
}

const two = (count: number): string => String(count).padStart(2, "0");

/** HH:MM:SS:FF, non-drop: counted at the nearest whole rate, as an editor's counter does. */
export function timecode(frame: number, rate: Rate): string {
  const whole = Math.max(1, Math.round(rate.numerator / rate.denominator));
  const counted = Math.max(0, Math.floor(frame));
  const total = Math.floor(counted / whole);
  return `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}:${two(counted % whole)}`;
}

/** A length as people say it: 4.2 s (4.2 秒) below a minute, 1:05 above. */
export function lengthOf(frames: number, rate: Rate): string {
  const length = clockAt(frames, rate);
  if (length < 59.95) return words(useLanguage.getState().language, "common.clock", { count: length.toFixed(1) });
  return clockText(Math.round(length));
}

/** Whole clock seconds as m:ss, from an hour as h:mm:ss. */
export function clockText(count: number): string {
  if (count >= 3600) return `${Math.floor(count / 3600)}:${two(Math.floor(count / 60) % 60)}:${two(Math.floor(count) % 60)}`;
  return `${Math.floor(count / 60)}:${two(Math.floor(count) % 60)}`;
}
