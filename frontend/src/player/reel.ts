// What is on screen and what is heard at a frame of the reel. Pure.
import type { Reel, Shown, Voice } from "../api/queries";

/** The index of the picture on screen at a frame, or −1 before the first and in gaps. */
export function pictureAt(pictures: readonly Shown[], frame: number): number {
  let low = 0;
  let high = pictures.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = pictures[middle] as Shown;
    if (one.start <= frame) {
      found = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  const one = pictures[found];
  return one && frame < one.start + one.frames ? found : -1;
}

/** The words to read at a frame: the last voice that has begun and is not over. `lasts` is in frames. */
export function captionAt(voices: readonly Voice[], frame: number, lasts: (voice: Voice) => number): Voice | null {
  let found: Voice | null = null;
  for (const voice of voices) {
    if (voice.start <= frame && frame < voice.start + Math.max(lasts(voice), 12)) found = voice;
  }
  return found;
}

/** How long a voice is, in frames of the reel, from what the store says of its samples. */
export function voiceFrames(voice: Voice, numerator: number, denominator: number): number {
  const samples = Number(voice.audio.facts["samples"] ?? 0);
  const rate = Number(voice.audio.facts["sound_rate"] ?? 48_000);
  return Math.ceil((samples * numerator) / (rate * denominator)) || 48;
}

/** The first and last frame that can be shown. */
export const within = (reel: Pick<Reel, "frames">, frame: number): number => Math.max(0, Math.min(frame, reel.frames - 1));
