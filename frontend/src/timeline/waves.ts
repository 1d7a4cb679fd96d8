// The shape of what is heard: peaks of every sound that the reel plays, worked out once, laid where the take has it.
import type { Reel } from "../api/queries";
import type { Rate } from "../film/time";
import { voiceFrames } from "../player/reel";
import type { Clip, Rows } from "./rows";

const EACH = 100; // peaks a second
const MOST = 400; // sounds

/** A sound as it lies in the source of a clip: from its frame `at` on, for `frames`. */
export interface Heard {
  readonly url: string;
  readonly at: number;
  readonly frames: number;
  readonly words: string;
}

/** What is heard in each shot or file, in frames of its take. Pure. */
export function heardIn(reel: Reel, rows: Rows, rate: Rate): ReadonlyMap<string, readonly Heard[]> {
  const found = new Map<string, Heard[]>();
  for (const one of [...reel.voices, ...reel.rooms]) {
    const clip = rows.clips.get(one.clip);
    const name = clip?.shot ?? clip?.media;
    if (!clip || !name || !one.audio.url || one.bed) continue;
    const at = one.start - clip.start + clip.source_in - one.source_in;
    const own = found.get(name) ?? [];
    if (own.some((each) => each.url === one.audio.url && each.at === at)) continue;
    own.push({ url: one.audio.url, at, frames: voiceFrames(one, rate.numerator, rate.denominator), words: one.words });
    found.set(name, own);
  }
  return found;
}

/** Peaks of sounds, decoded when they are first looked at. */
export class Waves {
  private readonly known = new Map<string, Uint8Array | null>();
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly arrived: () => void) {}

  /** The highest of each hundredth of a second, 0 … 255; null as long as it is not known. */
  peaks(url: string): Uint8Array | null {
    const known = this.known.get(url);
    if (known !== undefined) return known;
    this.known.set(url, null);
    for (const old of [...this.known.keys()].slice(0, -MOST)) this.known.delete(old);
    this.queue = this.queue.then(() => this.load(url)).catch(() => undefined);
    return null;
  }

  private async load(url: string): Promise<void> {
    if (typeof OfflineAudioContext === "undefined") return;
    const answer = await fetch(url);
    if (!answer.ok) return;
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await answer.arrayBuffer());
    const step = sound.sampleRate / EACH;
    const peaks = new Uint8Array(Math.ceil(sound.length / step));
    const channel = sound.getChannelData(0);
    for (let at = 0; at < peaks.length; at++) {
      let high = 0;
      for (let sample = Math.floor(at * step); sample < Math.min(channel.length, (at + 1) * step); sample++) high = Math.max(high, Math.abs(channel[sample] as number));
      peaks[at] = Math.min(255, Math.round(Math.sqrt(high) * 255)); // quiet speech can be seen too
    }
    this.known.set(url, peaks);
    this.arrived();
  }
}

/** The peak between two frames of a take. Pure. */
export function peakBetween(peaks: Uint8Array, from: number, to: number, rate: Rate): number {
  const per = (EACH * rate.denominator) / rate.numerator;
  let high = 0;
  for (let at = Math.max(0, Math.floor(from * per)); at < Math.min(peaks.length, Math.max(from * per + 1, to * per)); at++) high = Math.max(high, peaks[at] as number);
  return high / 255;
}

/** What a clip sounds like, as pieces of its source. Pure. */
export const piecesIn = (heard: ReadonlyMap<string, readonly Heard[]>, clip: Clip): readonly Heard[] => heard.get(clip.shot ?? clip.media) ?? [];
