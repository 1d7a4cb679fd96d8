// "Update from storyboard": what the board laid last, what the editor made of it, and what the board would lay now, brought together.
// An editor's trims, moves and removals stand; what the board did since is shown first, each by itself. Pure.
import { type Clip, clipEnd, type Laid, type Rows } from "../rows";
import { Draft, type Manner } from "./draft";
import { extract, insert, overwrite } from "./places";
import { handlesOf, lengthOf, spanOf } from "./speed";
import { ripple } from "./trims";

/** One thing that the board did since it was laid last. */
export interface Difference {
  readonly id: string;
  /** `kept`: the board changed its length, but the editor had trimmed it: it stays as it is. */
  readonly what: "new" | "gone" | "longer" | "shorter" | "moved" | "sound" | "kept";
  readonly shot: string;
  /** Frames, where it is about a length. */
  readonly by: number;
}

/** What was laid last, whether the editor still has it or took it away. */
export type Base = ReadonlyMap<string, { readonly laid: Laid; readonly archived: boolean }>;

interface Sides {
  readonly mine: Rows;
  readonly base: Base;
  readonly board: Rows;
}

const pictureTracks = (rows: Rows): ReadonlySet<string> => new Set(rows.tracks.filter((one) => one.kind === "picture").map((one) => one.id));
const untouched = (clip: Clip, laid: Laid): boolean => clip.speed === "1/1" && clip.source_in === laid.source_in && clip.frames === laid.frames;

function picturesOf(board: Rows): Clip[] {
  const tracks = pictureTracks(board);
  return [...board.clips.values()].filter((one) => tracks.has(one.track)).sort((one, other) => one.start - other.start);
}

/** Everything that the board did since, in its own order; what is gone at the end. */
export function differences({ mine, base, board }: Sides): Difference[] {
  const found: Difference[] = [];
  const theirs = picturesOf(board);
  const moved = movedOf({ mine, base, board });
  const told = (what: Difference["what"], clip: Clip, by = 0): void => void found.push({ id: `${what} ${clip.id}`, what, shot: clip.shot ?? "", by });
  for (const clip of theirs) {
    const was = base.get(clip.id);
    const now = mine.clips.get(clip.id);
    if (!was) {
      if (!now) told("new", clip, clip.frames);
      continue;
    }
    if (!now) continue; // the editor took it away
    if (moved.has(clip.id)) told("moved", clip);
    const by = clip.frames - was.laid.frames;
    const over = now.source_in + spanOf(now.frames, now.speed) - lengthOf(board, now);
    if (over > 0 && !(by < 0 && untouched(now, was.laid))) told("shorter", clip, -over);
    else if (by !== 0) told(!untouched(now, was.laid) ? "kept" : by > 0 ? "longer" : "shorter", clip, by);
  }
  for (const clip of board.clips.values()) {
    if (clip.shot === null || pictureTracks(board).has(clip.track) || base.has(clip.id) || mine.clips.has(clip.id)) continue;
    const picture = theirs.find((one) => one.shot === clip.shot);
    if (picture && base.has(picture.id) && mine.clips.has(picture.id)) told("sound", clip);
  }
  const there = new Set(theirs.map((one) => one.shot));
  const gone = new Set<string>();
  for (const clip of mine.clips.values()) {
    if (clip.shot === null || there.has(clip.shot) || gone.has(clip.shot) || !pictureTracks(mine).has(clip.track)) continue;
    gone.add(clip.shot);
    told("gone", clip);
  }
  return found;
}

/** The clips that the board put in another order; the fewest that explain it. */
function movedOf({ mine, base, board }: Sides): ReadonlySet<string> {
  const common = picturesOf(board).filter((one) => base.has(one.id) && mine.clips.has(one.id));
  const places = common.map((one) => base.get(one.id)?.laid.start ?? 0);
  // The longest run that kept its order stands; whoever is not of it moved.
  const ends: number[] = [];
  const before: number[] = [];
  places.forEach((place, at) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[ends[middle] as number] as number) < place) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? (ends[low - 1] as number) : -1;
    ends[low] = at;
  });
  const stay = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] as number) stay.add(at);
  return new Set(common.filter((_, at) => !stay.has(at)).map((one) => one.id));
}

/** The rows with what was agreed to; clips that are gone by it are no longer the board's. */
export function updated(sides: Sides, agreed: ReadonlySet<string>, manner: Manner): { readonly rows: Rows; readonly forgotten: readonly string[] } {
  const { base, board } = sides;
  const all = differences(sides);
  const wish = all.filter((one) => agreed.has(one.id));
  let rows: Rows = { ...sides.mine, lengths: board.lengths };
  const forgotten: string[] = [];
  for (const { what, shot } of wish) {
    if (what !== "gone") continue;
    const ids = [...rows.clips.values()].filter((one) => one.shot === shot).map((one) => one.id);
    forgotten.push(...ids);
    rows = extract(rows, ids, manner).rows;
  }
  // What moves is taken out first, so that everything is put beside what stays.
  const carried = new Map<string, { readonly group: readonly Clip[]; readonly from: number }>();
  for (const { what, id } of wish) {
    const now = what === "moved" ? rows.clips.get(id.slice("moved ".length)) : undefined;
    if (!now) continue;
    const group = [...rows.clips.values()].filter((one) => one.id === now.id || (now.link !== null && one.link === now.link));
    carried.set(now.id, { group, from: now.start });
    rows = extract(rows, [now.id], { ...manner, linked: true }).rows;
  }
  for (const clip of picturesOf(board)) {
    const mine = wish.filter((one) => one.id.endsWith(` ${clip.id}`));
    const moving = carried.get(clip.id);
    if (moving) rows = put(rows, clip, moving.group, board, manner, moving.from);
    for (const { what, by } of mine) {
      if (what === "new") rows = put(rows, clip, groupOf(board, clip), board, manner, clip.start);
      if (what === "longer" || what === "shorter") rows = ripple(rows, clip.id, "tail", by, { ...manner, linked: true }).rows;
    }
  }
  for (const { what, id } of wish) if (what === "sound") rows = withSound(rows, board.clips.get(id.slice("sound ".length)), board, manner);
  rows = withTones(rows, sides, manner);
  return { rows: marked(rows, sides, all.filter((one) => !agreed.has(one.id) && one.what !== "kept")), forgotten: forgotten.filter((id) => base.has(id)) };
}

const groupOf = (board: Rows, clip: Clip): Clip[] => [...board.clips.values()].filter((one) => one.shot === clip.shot);

/** Clips of a shot inserted after the shot that the board has before it, wherever that is by now. */
function put(rows: Rows, clip: Clip, group: readonly Clip[], board: Rows, manner: Manner, from: number): Rows {
  const order = picturesOf(board);
  const tracks = pictureTracks(rows);
  const shown = [...rows.clips.values()].filter((one) => tracks.has(one.track));
  let at = -1;
  const place = order.findIndex((one) => one.id === clip.id);
  for (let back = place - 1; back >= 0 && at < 0; back--) {
    at = Math.max(at, ...shown.filter((one) => one.shot === order[back]?.shot).map(clipEnd));
  }
  for (let on = place + 1; on < order.length && at < 0; on++) {
    const starts = shown.filter((one) => one.shot === order[on]?.shot).map((one) => one.start);
    if (starts.length > 0) at = Math.min(...starts);
  }
  at = Math.max(0, at);
  const known = new Set(rows.tracks.map((one) => one.id));
  const placed = group.filter((one) => known.has(one.track)).map((one) => ({ ...one, start: Math.max(0, one.start - from + at) }));
  return insert(rows, at, placed, manner).rows;
}

/** What is heard of a shot, beneath the picture that the editor has of it. */
function withSound(rows: Rows, clip: Clip | undefined, board: Rows, manner: Manner): Rows {
  const picture = clip && picturesOf(board).find((one) => one.shot === clip.shot);
  const mine = picture && rows.clips.get(picture.id);
  if (!clip || !mine || !rows.tracks.some((one) => one.id === clip.track)) return rows;
  const link = mine.link ?? clip.link;
  const made: Clip = { ...clip, start: mine.start, frames: mine.frames, source_in: mine.source_in, speed: mine.speed, link };
  const linked: Rows = mine.link === null ? { ...rows, clips: new Map(rows.clips).set(mine.id, { ...mine, link }) } : rows;
  return isFree(linked, made) ? overwrite(linked, [made], manner).rows : rows;
}

const isFree = (rows: Rows, made: Clip): boolean =>
  [...rows.clips.values()].every((one) => one.track !== made.track || clipEnd(one) <= made.start || one.start >= clipEnd(made));

/** Room tone of scenes that are new, beneath their pictures and where nothing else sounds. */
function withTones(rows: Rows, { base, board }: Sides, manner: Manner): Rows {
  let result = rows;
  const known = new Set(rows.tracks.map((one) => one.id));
  for (const tone of board.clips.values()) {
    if (!tone.tone || base.has(tone.id) || result.clips.has(tone.id) || !known.has(tone.track)) continue;
    const above = picturesOf(board).filter((one) => one.start >= tone.start && clipEnd(one) <= clipEnd(tone)).flatMap((one) => result.clips.get(one.id) ?? []);
    if (above.length === 0) continue;
    const start = Math.min(...above.map((one) => one.start));
    let end = Math.max(...above.map(clipEnd));
    // What was there before has grown over the place of the new scene: it gives it back.
    for (const one of result.clips.values()) if (one.track === tone.track && one.start > start) end = Math.min(end, one.start);
    if (end > start) result = overwrite(result, [{ ...tone, start, frames: end - start }], manner).rows;
  }
  return result;
}

/** Every clip that the board has knows where it was laid now, but those of which something is still to be agreed. */
function marked(rows: Rows, { base, board }: Sides, left: readonly Difference[]): Rows {
  const open = new Set(left.map((one) => one.shot));
  const orders = left.some((one) => one.what === "moved");
  const draft = new Draft(rows);
  for (const clip of board.clips.values()) {
    const mine = rows.clips.get(clip.id);
    if (!mine || !clip.laid) continue;
    const was = base.get(clip.id)?.laid;
    if (was && clip.shot !== null && open.has(clip.shot)) continue;
    const laid = orders && was ? { ...clip.laid, start: was.start } : clip.laid;
    const same = mine.laid?.start === laid.start && mine.laid.frames === laid.frames && mine.laid.source_in === laid.source_in;
    if (!same) draft.clips.set(mine.id, { ...mine, laid });
  }
  return { ...rows, clips: draft.clips };
}

/** How many frames of a clip's take lie before and after what is used: the mark on the card. */
export const unused = (rows: Rows, clip: Clip): { readonly head: number; readonly tail: number } => handlesOf(rows, clip);
