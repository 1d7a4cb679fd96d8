// What is heard when: the voices and the beds beneath them as pieces with a beginning and an end. Pure.
import type { Reel } from "../api/queries";
import { clockAt, type Rate } from "../film/time";
import { voiceFrames } from "./reel";

/** A piece of sound at its place in the reel, in frames; `from` is where it begins in its own sound. */
export interface Piece {
  readonly url: string;
  readonly start: number;
  readonly frames: number;
  readonly from: number;
  /** dB */
  readonly gain: number;
  /** Frames over which it comes and goes. */
  readonly fade: number;
  /** It gives way to voices. */
  readonly bed: boolean;
  /** −1 left … 1 right. */
  readonly pan: number;
  /** Frames of the reel between which it comes out of silence, and goes back; equal: at once. */
  readonly comes: readonly number[];
  readonly goes: readonly number[];
}

/** Every piece of a reel that is made, in order. */
export function piecesOf(reel: Pick<Reel, "voices" | "rooms">, rate: Rate): Piece[] {
  const pieces: Piece[] = [];
  for (const one of [...reel.voices, ...reel.rooms]) {
    const { url } = one.audio;
    if (!url) continue;
    const whole = Math.max(0, voiceFrames(one, rate.numerator, rate.denominator) - one.source_in);
    const frames = one.frames > 0 ? one.frames : whole;
    pieces.push({ url, start: one.start, frames, from: one.source_in, gain: one.gain, fade: one.fade, bed: one.bed, pan: one.pan, comes: one.comes, goes: one.goes });
  }
  return pieces.sort((one, other) => one.start - other.start);
}

const UNDER = 10 ** (-6 / 20); // how loud a bed is beneath a voice
const GIVE = 4; // frames over which it gives way and comes back

/** How loud a piece is over its length: points of [frame of the reel, level], straight lines between them; levels multiply its gain. */
export function envelopeOf(piece: Piece, pieces: readonly Piece[]): (readonly [number, number])[] {
  const { start, frames } = piece;
  const end = start + frames;
  const fade = Math.min(piece.fade, Math.floor(frames / 2));
  const voices = piece.bed ? soundingIn(pieces, start, end).filter((one) => !one.bed) : [];
  const ducked = (frame: number): number =>
    voices.reduce((least, one) => {
      const away = Math.max(one.start - frame, frame - (one.start + one.frames), 0);
      return Math.min(least, UNDER + (1 - UNDER) * Math.min(1, away / GIVE));
    }, 1);
  const faded = (frame: number): number => (fade === 0 ? 1 : Math.max(0, Math.min(1, (frame - start) / fade, (end - frame) / fade)));
  const ramp = (frame: number, [low = 0, high = 0]: readonly number[], rises: boolean): number => {
    if (high <= low) return 1;
    const done = Math.max(0, Math.min(1, (frame - low) / (high - low)));
    return Math.sin(((rises ? done : 1 - done) * Math.PI) / 2); // as the mix does it: equally loud all the way
  };
  const drawn = [piece.comes, piece.goes].flatMap(([low = 0, high = 0]) => (high > low ? [0, 1, 2, 3, 4].map((part) => low + ((high - low) * part) / 4) : []));
  const turns = [...drawn, start, start + fade, end - fade, end, ...voices.flatMap((one) => [one.start - GIVE, one.start, one.start + one.frames, one.start + one.frames + GIVE])];
  const inside = [...new Set(turns.filter((one) => one >= start && one <= end))].sort((one, other) => one - other);
  return inside.map((frame) => [frame, faded(frame) * ducked(frame) * ramp(frame, piece.comes, true) * ramp(frame, piece.goes, false)] as const);
}

/** The pieces that sound between two frames. */
export const soundingIn = (pieces: readonly Piece[], from: number, to: number): Piece[] =>
  pieces.filter((one) => one.start < to && one.start + one.frames > from);

/** When and what of a piece is played, in clock seconds: `after` from now on, `into` the sound, for so `long`; null when it is over. */
export function cueOf(piece: Piece, frame: number, speed: number, rate: Rate): { after: number; into: number; long: number } | null {
  const late = Math.max(0, frame - piece.start);
  const left = piece.frames - late;
  if (left <= 0) return null;
  return { after: clockAt(Math.max(0, piece.start - frame), rate) / speed, into: clockAt(piece.from + late, rate), long: clockAt(left, rate) };
}
