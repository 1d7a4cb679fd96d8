// Which frames to decode and in what order, so that a join is ready before it is reached. Pure.
import type { Reel } from "../api/queries";
import { type Range } from "./clock";
import { layersAt, type Source, sourcesOf } from "./layers";

export interface Heading {
  readonly frame: number;
  /** 0 when it stands still. */
  readonly speed: number;
  readonly range: Range;
  readonly loop: boolean;
}

/** The name of a frame in the cache. */
export const nameOf = (one: Source): string => `${one.frame} ${one.url}`;

/** The frames of the reel that come next, nearest first: as many as `count`; standing still: both ways from here. */
export function comingFrames({ frame, speed, range, loop }: Heading, count: number, whole: number): number[] {
  const coming: number[] = [];
  const length = Math.max(1, range.end - range.start);
  if (speed === 0) {
    for (let off = 0; coming.length < count && off < count; off++) {
      if (frame + off < whole) coming.push(frame + off);
      if (off > 0 && frame - off >= 0 && coming.length < count) coming.push(frame - off);
    }
    return coming;
  }
  const step = Math.sign(speed) * Math.max(1, Math.round(Math.abs(speed)));
  for (let off = 0; off < count; off++) {
    const at = frame + off * step - range.start;
    if (at >= 0 && at < length) coming.push(range.start + at);
    else if (loop) coming.push(range.start + (((at % length) + length) % length));
    else break;
  }
  return coming;
}

/** The frames of proxies to decode, in the order in which they are needed, each once. */
export function wantedAt(reel: Pick<Reel, "pictures" | "frames">, heading: Heading, count: number): Source[] {
  const seen = new Set<string>();
  const wanted: Source[] = [];
  for (const frame of comingFrames(heading, count, reel.frames)) {
    for (const one of sourcesOf(layersAt(reel, frame))) {
      const name = nameOf(one);
      if (!seen.has(name)) wanted.push(one);
      seen.add(name);
    }
  }
  return wanted;
}

/** The proxies to fetch whole before they are needed, nearest to the playhead first, one ahead for each one behind but the first. */
export function nearestProxies(reel: Pick<Reel, "pictures">, index: number, most: number): string[] {
  const urls: string[] = [];
  const { pictures } = reel;
  const from = Math.max(0, index);
  for (let off = 0; off < pictures.length && urls.length < most; off++) {
    for (const at of off === 0 ? [from] : [from + off, from - off]) {
      for (const url of [pictures[at]?.proxy?.url, pictures[at]?.over?.url]) if (url && !urls.includes(url)) urls.push(url);
    }
  }
  return urls.slice(0, most);
}

/** Where decoding has to start for a frame: the last key frame before it, or 0. `keys` are in order. */
export function keyFor(keys: readonly number[], frame: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((keys[middle] as number) <= frame) low = middle;
    else high = middle - 1;
  }
  return Math.min(keys[low] ?? 0, frame);
}
