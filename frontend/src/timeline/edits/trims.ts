// Trims: an edge alone, with what follows, the edge of two clips at once, and clips that move within their place. In frames. Pure.
import { type Clip, clipEnd, type Rows } from "../rows";
import { type Done, Draft, headRoom, type Manner, shared, tailRoom, within } from "./draft";
import { handlesOf, headMoved, lengthOf, slipped, spanOf, tailMoved } from "./speed";

export type Edge = "head" | "tail";

const edgeOf = (clip: Clip, edge: Edge): number => (edge === "head" ? clip.start : clipEnd(clip));
const moved = (clip: Clip, edge: Edge, by: number): Clip => (edge === "head" ? headMoved(clip, by) : tailMoved(clip, by));

/** The chosen clip and those linked to it whose edge lies at the same frame. */
function edges(draft: Draft, id: string, edge: Edge, linked: boolean): Clip[] {
  const clip = draft.get(id);
  if (!clip || !draft.isFree(clip.track)) return [];
  return draft.together([id], linked).filter((one) => edgeOf(one, edge) === edgeOf(clip, edge));
}

/** Trim: the edge moves and leaves or takes empty room; it stops at its neighbour and where the source ends. */
export function trim(rows: Rows, id: string, edge: Edge, by: number, manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = edges(draft, id, edge, manner.linked);
  if (clips.length === 0) return { rows, by: 0 };
  const room = shared(clips.map((one) => (edge === "head" ? headRoom : tailRoom)(draft, one)));
  const real = within(by, ...room);
  if (real === 0) return { rows, by: 0 };
  for (const one of clips) draft.put(moved(one, edge, real));
  return { rows: draft.done(), by: real };
}

/** Ripple: the edge moves and everything after it goes along, on every free track, so that no gap comes and nothing is covered. */
export function ripple(rows: Rows, id: string, edge: Edge, by: number, manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = edges(draft, id, edge, manner.linked);
  const [first] = clips;
  if (!first) return { rows, by: 0 };
  const room = shared(clips.map((one): readonly [number, number] => {
    const { head, tail } = handlesOf(rows, one);
    return edge === "head" ? [-head, one.frames - 1] : [1 - one.frames, tail];
  }));
  const real = within(by, ...room);
  if (real === 0) return { rows, by: 0 };
  const partners = draft.together(clips.map((one) => one.id), true).filter((one) => !clips.includes(one));
  const stay = new Set([...clips, ...partners].map((one) => one.id));
  draft.shift(clipEnd(first), edge === "head" ? -real : real, stay);
  // A partner with another edge (a J or an L cut) goes along, so that it stays in step.
  if (edge === "head") for (const one of partners) draft.put(one.start < real ? { ...headMoved(one, real - one.start), start: 0 } : { ...one, start: one.start - real });
  // A head that is rippled stays where it is: the clip begins later in its source, and what follows comes nearer.
  for (const one of clips) draft.put(edge === "head" ? { ...headMoved(one, real), start: one.start } : tailMoved(one, real));
  return { rows: draft.done(), by: real };
}

/** Roll: the cut between two clips moves; together they last as long as before. */
export function roll(rows: Rows, track: string, at: number, by: number, manner: Manner): Done {
  const draft = new Draft(rows);
  const own = draft.on(track);
  const leaving = own.find((one) => clipEnd(one) === at);
  const coming = own.find((one) => one.start === at);
  if (!leaving || !coming || !draft.isFree(track)) return { rows, by: 0 };
  const tails = edges(draft, leaving.id, "tail", manner.linked);
  const heads = edges(draft, coming.id, "head", manner.linked);
  const paired = new Set([...tails, ...heads].map((one) => one.id));
  const room = shared([...tails.map((one) => tailRoom(draft, one, paired)), ...heads.map((one) => headRoom(draft, one, paired))]);
  // What stays of a partner whose neighbour does not roll along is what its neighbour leaves.
  const real = within(by, ...shared([room, [1 - leaving.frames, coming.frames - 1]]));
  if (real === 0) return { rows, by: 0 };
  for (const one of tails) draft.put(tailMoved(one, real));
  for (const one of heads) draft.put(headMoved(one, real));
  return { rows: draft.done(), by: real };
}

/** Slip: another stretch of the source in the same place; `by` frames of the source later. */
export function slip(rows: Rows, ids: readonly string[], by: number, manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, manner.linked).filter((one) => !one.tone);
  if (clips.length === 0) return { rows, by: 0 };
  const room = shared(clips.map((one) => [-one.source_in, lengthOf(rows, one) - one.source_in - spanOf(one.frames, one.speed)] as const));
  const real = within(by, Math.min(0, room[0]), Math.max(0, room[1]));
  if (real === 0) return { rows, by: 0 };
  for (const one of clips) draft.put(slipped(one, real));
  return { rows: draft.done(), by: real };
}

/** Slide: the clip moves between its neighbours, which give and take what it leaves; where there is none, empty room does. */
export function slide(rows: Rows, id: string, by: number, manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together([id], manner.linked);
  if (!clips.some((one) => one.id === id)) return { rows, by: 0 };
  const sides = clips.map((clip) => {
    const { before, after } = draft.beside(clip);
    const left = before && clipEnd(before) === clip.start ? before : null;
    const right = after && after.start === clipEnd(clip) ? after : null;
    const low = Math.max(left ? 1 - left.frames : before ? clipEnd(before) - clip.start : -clip.start, right ? -handlesOf(rows, right).head : -Infinity);
    const high = Math.min(right ? right.frames - 1 : after ? after.start - clipEnd(clip) : Infinity, left ? handlesOf(rows, left).tail : Infinity);
    return { clip, left, right, room: [low, high] as const };
  });
  const real = within(by, ...shared(sides.map((one) => one.room)));
  if (real === 0) return { rows, by: 0 };
  for (const { clip, left, right } of sides) {
    if (left) draft.put(tailMoved(draft.get(left.id) as Clip, real));
    if (right) draft.put(headMoved(draft.get(right.id) as Clip, real));
    draft.put({ ...clip, start: clip.start + real });
  }
  return { rows: draft.done(), by: real };
}

/** The edge of the clips under the playhead comes to it: Q and W close the room that is left, [ and ] leave it open. */
export function trimTo(rows: Rows, at: number, edge: Edge, closing: boolean, only: readonly string[], manner: Manner): Done {
  const here = under(rows, at, only);
  let result: Done = { rows, by: 0 };
  for (const clip of here) {
    const now = result.rows.clips.get(clip.id);
    if (!now || at <= now.start || at >= clipEnd(now)) continue; // a partner was trimmed with it
    const by = edge === "head" ? at - now.start : at - clipEnd(now);
    const next = closing ? ripple(result.rows, clip.id, edge, by, manner) : trim(result.rows, clip.id, edge, by, manner);
    if (next.by !== 0) result = next;
    if (closing && next.by !== 0) break; // everything has moved
  }
  return result;
}

/** The clips at a frame: the chosen ones, else the topmost picture, else any on a track that takes edits. */
export function under(rows: Rows, at: number, only: readonly string[]): Clip[] {
  const there = [...rows.clips.values()].filter((one) => one.start <= at && at < clipEnd(one));
  const chosen = there.filter((one) => only.includes(one.id));
  if (chosen.length > 0) return chosen;
  for (const track of [...rows.tracks].reverse()) {
    const one = track.kind === "picture" && !track.locked && track.target ? there.find((each) => each.track === track.id) : undefined;
    if (one) return [one];
  }
  return there.filter((one) => rows.tracks.some((track) => track.id === one.track && track.target && !track.locked));
}

/** Another speed, as a ratio; with `follow` what comes after goes along. The same stretch of the source is shown. */
export function setSpeed(rows: Rows, ids: readonly string[], over: number, under_: number, follow: boolean, manner: Manner): Done {
  const draft = new Draft(rows);
  const clips = draft.together(ids, manner.linked).filter((one) => !one.tone);
  let by = 0;
  // The last first, and the picture before what is linked to it: it makes the room.
  const order = [...clips].sort((a, b) => b.start - a.start || Number(draft.isPicture(b)) - Number(draft.isPicture(a)));
  for (const one of order) {
    const span = spanOf(one.frames, one.speed);
    const frames = over === 0 ? one.frames : Math.max(1, Math.floor(((span - 1) * under_) / Math.abs(over)) + 1);
    const speed = over === 0 ? "0/1" : `${over}/${under_}`;
    const longer = frames - one.frames;
    if (follow && draft.isPicture(one)) draft.shift(clipEnd(one), longer, new Set(draft.together([one.id], manner.linked).map((each) => each.id)));
    const next = draft.beside(draft.get(one.id) as Clip).after;
    const room = next ? next.start - one.start : Infinity;
    draft.put({ ...(draft.get(one.id) as Clip), speed, frames: Math.min(frames, Math.max(1, room)), fade_in: 0, fade_out: 0 });
    by += longer;
  }
  return clips.length === 0 ? { rows, by: 0 } : { rows: draft.done(), by };
}
