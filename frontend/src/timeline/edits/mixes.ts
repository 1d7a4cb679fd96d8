// Transitions follow the cut that they lie over: moved with it, shortened to fit, gone when the cut is gone. Pure.
import { type Clip, clipEnd, type Mix, type Rows } from "../rows";
import { handlesOf } from "./speed";

interface Joint {
  readonly at: number;
  readonly leaving: Clip | null;
  readonly coming: Clip | null;
}

function jointsOf(rows: Rows, tracks: ReadonlySet<string>): Map<string, Joint[]> {
  const byTrack = new Map<string, Clip[]>();
  for (const clip of rows.clips.values()) if (tracks.has(clip.track)) byTrack.set(clip.track, [...(byTrack.get(clip.track) ?? []), clip]);
  const found = new Map<string, Joint[]>();
  for (const [track, clips] of byTrack) {
    clips.sort((one, other) => one.start - other.start);
    const joints: Joint[] = [];
    clips.forEach((clip, place) => {
      const before = clips[place - 1];
      const touching = before && clipEnd(before) === clip.start ? before : null;
      joints.push({ at: clip.start, leaving: touching, coming: clip });
      const next = clips[place + 1];
      if (!next || next.start > clipEnd(clip)) joints.push({ at: clipEnd(clip), leaving: clip, coming: null });
    });
    found.set(track, joints);
  }
  return found;
}

/** The joint that a transition lies over. */
function jointOf(joints: readonly Joint[], mix: Mix): Joint | null {
  const inside = joints.filter((one) => mix.start < one.at && one.at < mix.start + mix.frames);
  if (inside.length === 1) return inside[0] ?? null;
  return inside.length === 0 ? (joints.find((one) => one.at === mix.start || one.at === mix.start + mix.frames) ?? null) : null;
}

/** The transitions as they are after an edit of these tracks. */
export function mended(before: Rows, after: Rows, tracks: ReadonlySet<string>): ReadonlyMap<string, Mix> {
  if (![...before.mixes.values()].some((one) => tracks.has(one.track))) return before.mixes;
  const was = jointsOf(before, tracks);
  const is = jointsOf(after, tracks);
  const mixes = new Map(before.mixes);
  for (const mix of before.mixes.values()) {
    if (!tracks.has(mix.track)) continue;
    const known = jointOf(was.get(mix.track) ?? [], mix);
    const now = known && (is.get(mix.track) ?? []).find((one) => one.leaving?.id === known.leaving?.id && one.coming?.id === known.coming?.id);
    const kept = known && now ? fitted(after, { ...mix, start: mix.start + now.at - known.at }, now) : null;
    if (!kept) mixes.delete(mix.id);
    else if (kept.start !== mix.start || kept.frames !== mix.frames) mixes.set(mix.id, kept);
  }
  return mixes;
}

/** The longest part of a transition that its clips have room and source for; null when there is none. */
export function fitted(rows: Rows, mix: Mix, joint: Joint): Mix | null {
  const { at, leaving, coming } = joint;
  const start = Math.max(mix.start, leaving ? leaving.start : at, coming ? at - handlesOf(rows, coming).head : 0);
  const end = Math.min(mix.start + mix.frames, coming ? clipEnd(coming) : at, leaving ? at + handlesOf(rows, leaving).tail : Infinity);
  return end > start && start <= at && end >= at ? { ...mix, start, frames: end - start } : null;
}

/** A transition of about so many frames in the middle of the cut at a frame of a track; null where there is none or no source for it. */
export function mixAt(rows: Rows, track: string, at: number, kind: string, frames: number, id: string): Mix | null {
  const joint = (jointsOf(rows, new Set([track])).get(track) ?? []).find((one) => one.at === at);
  if (!joint) return null;
  const before = joint.leaving ? Math.floor(frames / 2) : 0;
  const start = joint.coming ? at - before : at - frames;
  const made = fitted(rows, { id, track, kind, start, frames }, joint);
  return made && joint.leaving && joint.coming && made.frames < 2 ? null : made;
}
