// Putting clips on the timeline and taking them away: overwrite, insert, move, fill, replace, blade, lift, extract, close a gap. Pure.
import { type Clip, clipEnd, type Rows } from "../rows";
import { type Done, Draft, type Manner, within } from "./draft";
import { faded, handlesOf, lengthOf, spanOf, speedText } from "./speed";

/** Overwrite: the clips lie where they say, and whatever was there is covered. */
export function overwrite(rows: Rows, clips: readonly Clip[], manner: Manner): Done {
  const draft = new Draft(rows);
  const free = clips.filter((one) => draft.isFree(one.track));
  for (const one of free) draft.clear(one.track, one.start, clipEnd(one), manner.draw);
  for (const one of free) draft.put(one);
  return { rows: free.length > 0 ? draft.done() : rows, by: free.length };
}

/** Insert: everything from frame `at` on makes room for the clips, whose places are given from that frame. */
export function insert(rows: Rows, at: number, clips: readonly Clip[], manner: Manner): Done {
  const draft = new Draft(rows);
  const free = clips.filter((one) => draft.isFree(one.track));
  if (free.length === 0) return { rows, by: 0 };
  const room = Math.max(...free.map((one) => clipEnd(one) - at));
  const tracks = new Set(free.map((one) => one.track));
  cutAt(draft, at, tracks, manner);
  draft.shift(at, room);
  for (const one of free) draft.put(one);
  return { rows: draft.done(), by: room };
}

/** The clips of these tracks that lie over a frame are cut there, and with them what is linked to them. */
function cutAt(draft: Draft, at: number, tracks: ReadonlySet<string>, manner: Manner): Clip[] {
  const links = new Map<string, string>();
  const over = [...draft.clips.values()].filter((one) => tracks.has(one.track) && one.start < at && at < clipEnd(one)).map((one) => one.id);
  return draft.together(over, true).flatMap((one) => draft.cut(one, at, manner.draw, links) ?? []);
}

/** Blade: a cut at a frame through the chosen clips, or through every clip of every free track. */
export function blade(rows: Rows, at: number, ids: readonly string[] | null, manner: Manner): Done {
  const draft = new Draft(rows);
  const all = ids ?? [...rows.clips.values()].filter((one) => one.start < at && at < clipEnd(one)).map((one) => one.id);
  const links = new Map<string, string>();
  const made = draft.together(all, manner.linked).flatMap((one) => (one.tone && ids === null ? [] : (draft.cut(one, at, manner.draw, links) ?? [])));
  return { rows: made.length > 0 ? draft.done() : rows, by: made.length };
}

/** Lift: the clips are taken away and leave their room. */
export function lift(rows: Rows, ids: readonly string[], manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, manner.linked);
  for (const one of clips) draft.drop(one.id);
  return { rows: clips.length > 0 ? draft.done() : rows, by: clips.length };
}

/** Extract: the clips are taken away, and what follows them closes the room, last first. */
export function extract(rows: Rows, ids: readonly string[], manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, manner.linked);
  if (clips.length === 0) return { rows, by: 0 };
  const pictures = clips.filter((one) => draft.isPicture(one));
  const ranges = joined((pictures.length > 0 ? pictures : clips).map((one) => [one.start, clipEnd(one)] as const));
  for (const one of clips) draft.drop(one.id);
  for (const [from, to] of ranges.reverse()) draft.shift(to, from - to);
  return { rows: draft.done(), by: clips.length };
}

/** Spans in order, those that touch or overlap made one. */
function joined(spans: readonly (readonly [number, number])[]): [number, number][] {
  const found: [number, number][] = [];
  for (const [from, to] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** Everything between two frames is taken out of the tracks that take edits; with `closing` the rest comes nearer. */
export function cutOut(rows: Rows, from: number, to: number, closing: boolean, manner: Manner): Done {
  const draft = new Draft(rows);
  const tracks = new Set(rows.tracks.filter((one) => one.target && !one.locked).map((one) => one.id));
  for (const at of [from, to]) cutAt(draft, at, tracks, manner);
  let gone = 0;
  for (const one of [...draft.clips.values()]) {
    if (!tracks.has(one.track) || one.start < from || clipEnd(one) > to) continue;
    draft.drop(one.id);
    gone++;
  }
  if (closing) draft.shift(to, from - to);
  return { rows: gone > 0 || closing ? draft.done() : rows, by: gone };
}

/** Close the gap at a frame of a track: what follows comes nearer, on every free track. */
export function closeGap(rows: Rows, track: string, at: number): Done {
  const draft = new Draft(rows);
  const gap = gapAt(rows, track, at);
  if (!gap || gap.to === Infinity || !draft.isFree(track)) return { rows, by: 0 };
  draft.shift(gap.to, gap.from - gap.to);
  return { rows: draft.done(), by: gap.to - gap.from };
}

/** The empty room of a track around a frame; null where a clip is. */
export function gapAt(rows: Rows, track: string, at: number): { readonly from: number; readonly to: number } | null {
  let [from, to] = [0, Infinity];
  for (const one of rows.clips.values()) {
    if (one.track !== track) continue;
    if (one.start <= at && at < clipEnd(one)) return null;
    if (clipEnd(one) <= at) from = Math.max(from, clipEnd(one));
    if (one.start > at) to = Math.min(to, one.start);
  }
  return { from, to };
}

/**
 * Move clips by frames and by tracks of their kind; they cover what they come to lie on, or push it away when they are inserted.
 * Nothing begins before the first frame.
 */
export function move(rows: Rows, ids: readonly string[], by: number, rises: number, how: "overwrite" | "insert", manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, manner.linked);
  if (clips.length === 0) return { rows, by: 0 };
  const chosen = new Set(ids);
  const real = within(by, -Math.min(...clips.map((one) => one.start)), Infinity);
  const to = new Map(clips.map((one) => [one.id, chosen.has(one.id) ? risen(rows, one, rises) : one.track]));
  if ([...to.values()].some((track) => track === null || !draft.isFree(track))) return move(rows, ids, by, 0, how, manner);
  if (real === 0 && clips.every((one) => to.get(one.id) === one.track)) return { rows, by: 0 };
  const placed = clips.map((one): Clip => ({ ...one, track: to.get(one.id) ?? one.track, start: one.start + real }));
  for (const one of clips) draft.drop(one.id);
  if (how === "insert") {
    // Its old room is closed first; a place beyond it is that much earlier then.
    const pictures = clips.filter((one) => draft.isPicture(one));
    const whole = pictures.length > 0 ? pictures : clips;
    const from = Math.min(...whole.map((one) => one.start));
    const until = Math.max(...whole.map(clipEnd));
    const length = until - from;
    let at = from + real;
    if (at > from && at < until) return { rows, by: 0 };
    draft.shift(until, -length);
    if (at >= until) at -= length;
    cutAt(draft, at, new Set(placed.map((one) => one.track)), manner);
    draft.shift(at, length);
    for (const one of placed) draft.put({ ...one, start: one.start - real - from + at });
    return { rows: draft.done(), by: at - from };
  }
  const own = new Set(placed.map((one) => one.id));
  for (const one of placed) draft.clear(one.track, one.start, clipEnd(one), manner.draw, own);
  for (const one of placed) draft.put(one);
  return { rows: draft.done(), by: real };
}

/** The track so many of the same sort above; sounds and voices may lie on each other's. */
function risen(rows: Rows, clip: Clip, by: number): string | null {
  if (by === 0) return clip.track;
  const picture = rows.tracks.find((one) => one.id === clip.track)?.kind === "picture";
  const same = rows.tracks.filter((one) => (one.kind === "picture") === picture);
  return same[same.findIndex((one) => one.id === clip.track) + by]?.id ?? null;
}

/** Fill: a clip into the empty room around a frame: as much of it as fits, or all of it at the speed at which it fits. */
export function fill(rows: Rows, clip: Clip, at: number, how: "source" | "fit", manner: Manner): Done {
  const gap = gapAt(rows, clip.track, at);
  if (!gap || gap.to === Infinity) return { rows, by: 0 };
  const room = gap.to - gap.from;
  if (how === "fit") {
    const span = spanOf(clip.frames, clip.speed);
    return overwrite(rows, [faded({ ...clip, start: gap.from, frames: room, speed: room === 1 ? "1/1" : speedText(span, room) })], manner);
  }
  const frames = Math.min(room, clip.frames + handlesOf(rows, clip).tail);
  return overwrite(rows, [faded({ ...clip, start: gap.from, frames })], manner);
}

/** Replace: the clip shows another shot or file in the same place, from its first frame on; no longer than that is. */
export function replace(rows: Rows, ids: readonly string[], source: Pick<Clip, "shot" | "media">, manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, manner.linked).filter((one) => !one.tone);
  for (const one of clips) {
    const made: Clip = { ...one, shot: source.shot, media: source.media, source_in: 0, speed: "1/1", laid: null };
    draft.put(faded({ ...made, frames: Math.min(one.frames, lengthOf(rows, made)) }));
  }
  return { rows: clips.length > 0 ? draft.done() : rows, by: clips.length };
}

/** Linked clips are let go of each other, or the chosen ones belong together from now on. */
export function setLink(rows: Rows, ids: readonly string[], link: string | null): Done {
  const draft = new Draft(rows);
  const clips = link === null ? draft.together(ids, true) : draft.together(ids, false);
  for (const one of clips) draft.put({ ...one, link });
  return { rows: clips.length > 0 ? draft.done() : rows, by: clips.length };
}

/** Fields of clips that move nothing: gain, fades, pan, on or off. */
export function set(rows: Rows, ids: readonly string[], fields: Partial<Pick<Clip, "gain" | "pan" | "fade_in" | "fade_out" | "enabled">>): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, false);
  for (const one of clips) draft.put(faded({ ...one, ...fields }));
  return { rows: clips.length > 0 ? draft.done() : rows, by: clips.length };
}
