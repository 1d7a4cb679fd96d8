// Where tracks lie beneath each other and what is under a pointer: pictures from the top down, sounds beneath. Pure.
import { type Clip, clipEnd, type Rows, type Track } from "./rows";
import { inTime } from "./edits/draft";
import { frameAt, type Scale, xOf } from "./scale";

export const LOW = 28;
export const HIGH = 160;
const GAP = 2;
const GRIP = 8; // px beside an edge that belong to it
const JOINT = 3; // px on both sides of a cut at which it rolls

export interface Lane {
  readonly track: Track;
  readonly top: number;
  readonly height: number;
  /** V2, A1 … */
  readonly name: string;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly height: number;
}

/** How high a track is unless somebody dragged it otherwise. */
export const usualHeight = (track: Track): number => (track.kind === "picture" ? 64 : track.kind === "dialogue" ? 44 : 34);

/** Pictures with the highest on top, a line, and sounds with the first on top. */
export function lanesOf(tracks: readonly Track[], heights: Readonly<Record<string, number>>): Lanes {
  const pictures = tracks.filter((one) => one.kind === "picture");
  const sounds = tracks.filter((one) => one.kind !== "picture");
  const lanes: Lane[] = [];
  let top = 0;
  const put = (track: Track, name: string): void => {
    const height = Math.max(LOW, Math.min(HIGH, heights[track.id] ?? usualHeight(track)));
    lanes.push({ track, top, height, name });
    top += height + GAP;
  };
  [...pictures].reverse().forEach((one, at) => put(one, `V${pictures.length - at}`));
  if (sounds.length > 0) top += 4;
  sounds.forEach((one, at) => put(one, `A${at + 1}`));
  return { lanes, height: top };
}

export const laneAt = ({ lanes }: Lanes, y: number): Lane | null => lanes.find((one) => y >= one.top && y < one.top + one.height) ?? null;

const sorted = new WeakMap<ReadonlyMap<string, Clip>, ReadonlyMap<string, readonly Clip[]>>();

/** The clips of every track in order of time; worked out once for the same rows. */
export function byTrack(rows: Rows): ReadonlyMap<string, readonly Clip[]> {
  const known = sorted.get(rows.clips);
  if (known) return known;
  const found = new Map<string, Clip[]>();
  for (const clip of rows.clips.values()) {
    const own = found.get(clip.track);
    if (own) own.push(clip);
    else found.set(clip.track, [clip]);
  }
  for (const own of found.values()) own.sort(inTime);
  sorted.set(rows.clips, found);
  return found;
}

/** The first of a track's clips that ends after a frame. */
export function firstAfter(clips: readonly Clip[], frame: number): number {
  let low = 0;
  let high = clips.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clipEnd(clips[middle] as Clip) <= frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type Part = "body" | "head" | "tail" | "cut";

export interface Under {
  readonly lane: Lane | null;
  readonly clip: Clip | null;
  /** Of the clip: its middle, an edge, or the cut that it shares with the clip before it. */
  readonly part: Part;
  readonly frame: number;
}

/** What is at a point of the lanes. */
export function underPoint(rows: Rows, lanes: Lanes, scale: Scale, x: number, y: number): Under {
  const lane = laneAt(lanes, y);
  const frame = frameAt(scale, x);
  if (!lane) return { lane: null, clip: null, part: "body", frame };
  const clips = byTrack(rows).get(lane.track.id) ?? [];
  const at = firstAfter(clips, frame);
  const near = [clips[at], clips[at - 1], clips[at + 1]].filter((one) => one !== undefined);
  const clip = near.find((one) => one.start <= frame && frame < clipEnd(one)) ?? null;
  // A clip keeps a middle that can be taken hold of, however short it is.
  const grip = (one: Clip): number => Math.min(GRIP, (one.frames * scale.zoom) / 4);
  for (const one of near) { // the cut that two clips share comes before the edge of either
    const before = clips[clips.indexOf(one) - 1];
    const joined = before !== undefined && clipEnd(before) === one.start;
    if (joined && Math.abs(x - xOf(scale, one.start)) <= Math.min(JOINT, grip(one), grip(before))) return { lane, clip: one, part: "cut", frame };
  }
  for (const one of near) {
    const head = xOf(scale, one.start);
    const tail = xOf(scale, clipEnd(one));
    if (Math.abs(x - head) <= grip(one) && (x >= head || clip === null || clip === one)) {
      return { lane, clip: one, part: "head", frame };
    }
    if (Math.abs(x - tail) <= grip(one) && (x <= tail || clip === null || clip === one)) return { lane, clip: one, part: "tail", frame };
  }
  return { lane, clip, part: "body", frame };
}

/** The clips that a marquee between two points touches. */
export function within(rows: Rows, lanes: Lanes, from: { frame: number; y: number }, to: { frame: number; y: number }): string[] {
  const [left, right] = [Math.min(from.frame, to.frame), Math.max(from.frame, to.frame)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const touched = new Set(lanes.lanes.filter((one) => one.top < bottom && one.top + one.height > top && !one.track.locked).map((one) => one.track.id));
  return [...rows.clips.values()].filter((one) => touched.has(one.track) && one.start < right && clipEnd(one) > left).map((one) => one.id);
}
