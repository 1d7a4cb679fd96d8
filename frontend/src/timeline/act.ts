// What is done to the timeline, from keys, pointer and menus alike: a pure edit, made at once, sent, and undone as one step.
import type { Change, Fields } from "../document/changes";
import { filmOf } from "../document/select";
import { edit, useDocument } from "../document/store";
import { send } from "../document/sync";
import { say } from "../film/verbs";
import type { Key } from "../i18n/en";
import { playback } from "../player/playback";
import { unmark, usePlayer } from "../player/store";
import { tell, useView } from "../view/store";
import { type Current, currentNow } from "./current";
import type { Done, Manner } from "./edits/draft";
import { mixAt } from "./edits/mixes";
import { blade, closeGap, cutOut, extract, insert, lift, overwrite, replace, set, setLink } from "./edits/places";
import { type Base, differences, updated } from "./edits/update";
import { setSpeed, trimTo, under } from "./edits/trims";
import { boardRows, changesOf, type Clip, clipEnd, clipOf, filmEnd, type Laid, type Rows, takenOver, type Track } from "./rows";
import { editsOf } from "./scale";
import { useTimelineView } from "./store";

const draw = (): string => crypto.randomUUID();
export const frameNow = (): number => useView.getState().frame;
export const manner = (): Manner => ({ linked: useTimelineView.getState().linked, draw });
export const chosenNow = (): string[] => [...useTimelineView.getState().chosen];

/** Choose clips; the shots that they show are chosen with them, so that the inspector speaks of the same. */
export function choose(ids: Iterable<string>): void {
  const chosen = new Set(ids);
  useTimelineView.setState({ chosen, gap: null });
  const rows = currentNow()?.rows;
  const shots = [...new Set([...chosen].flatMap((id) => rows?.clips.get(id)?.shot ?? []))].filter((id) => filmOf(useDocument.getState().records).byId.has(id));
  const { selection } = useView.getState();
  if (shots.length !== selection.length || shots.some((one, at) => one !== selection[at])) useView.setState({ selection: shots, scene: null });
}

/** With what is linked to them, when that goes along. */
export function withLinked(rows: Rows, ids: readonly string[]): string[] {
  if (!useTimelineView.getState().linked) return [...ids];
  const links = new Set(ids.map((id) => rows.clips.get(id)?.link ?? ""));
  links.delete("");
  return [...new Set([...ids, ...[...rows.clips.values()].filter((one) => one.link !== null && links.has(one.link)).map((one) => one.id)])];
}

/** Write rows down as one step; the first time the timeline becomes the editor's own, which is said once. */
export function write(label: string, current: Current, after: Rows, also: readonly Change[] = []): void {
  const changes = current.follows ? takenOver(current.id, after) : changesOf(current.id, current.rows, after);
  send(edit(label, [...changes, ...(current.follows ? putAway(current, after) : []), ...also]));
  if (current.follows) tell(say("tl.takenOver"), "told", "timeline");
  const left = new Set(chosenNow().filter((id) => after.clips.has(id)));
  if (left.size !== useTimelineView.getState().chosen.size) useTimelineView.setState({ chosen: left });
}

/**
 * What is not on a timeline that is taken over: what the board had and this edit took away, which is known to have been there, so
 * that the board does not bring it back; and whatever an earlier take-over left.
 */
function putAway(current: Current, after: Rows): Change[] {
  const gone = [...current.rows.clips.values()].filter((one) => !after.clips.has(one.id)).map((one): Change => ({
    kind: "clip", id: one.id, set: { track: one.track, shot: one.shot, start: one.start, frames: one.frames, source_in: one.source_in, laid: one.laid as never, archived: true },
  }));
  const { records } = useDocument.getState();
  const living = (kind: string): [string, Fields][] => Object.entries(records[kind] ?? {}).filter(([, one]) => one["archived"] !== true);
  const tracks = new Set(living("track").filter(([, one]) => one["timeline"] === current.id).map(([id]) => id));
  const kept = new Set([...after.tracks.map((one) => one.id), ...after.clips.keys(), ...after.mixes.keys(), ...gone.map((one) => one.id)]);
  const left = ["clip", "transition", "track"].flatMap((kind) => living(kind)
    .filter(([id, one]) => !kept.has(id) && tracks.has(kind === "track" ? id : String(one["track"])))
    .map(([id]): Change => ({ kind, id, set: { archived: true } })));
  return [...gone, ...left];
}

/** Do an edit; whether it changed anything. */
export function perform(words: Key, what: (rows: Rows) => Done): Done | null {
  const current = currentNow();
  if (!current) return null;
  const done = what(current.rows);
  if (done.rows === current.rows) return null;
  write(say(words), current, done.rows);
  return done;
}

export const bladeHere = (all: boolean): void => void perform("tl.edit.blade", (rows) => {
  const at = frameNow();
  const ids = all ? null : under(rows, at, chosenNow()).map((one) => one.id);
  return blade(rows, at, ids, manner());
});

/** Take away what is chosen, or the gap that is chosen, or the marked range; with `closing` what follows comes nearer. */
export function remove(closing: boolean): void {
  const { chosen, gap } = useTimelineView.getState();
  if (chosen.size > 0) {
    perform(closing ? "tl.edit.extract" : "tl.edit.lift", (rows) => (closing ? extract : lift)(rows, chosenNow(), manner()));
    choose([]);
  } else if (gap) {
    perform("tl.edit.closeGap", (rows) => closeGap(rows, gap.track, gap.frame));
    useTimelineView.setState({ gap: null });
  } else removeRange(closing);
}

/** What lies between the marks is taken out of the tracks that take edits. */
export function removeRange(closing: boolean): void {
  const { from, to } = usePlayer.getState();
  if (from === null && to === null) return;
  perform(closing ? "tl.edit.extract" : "tl.edit.lift", (rows) => {
    const end = filmEnd(rows);
    return cutOut(rows, from ?? 0, Math.min(end, (to ?? end - 1) + 1), closing, manner());
  });
  if (closing) unmark();
}

export function trimHere(edge: "head" | "tail", closing: boolean): void {
  const at = frameNow();
  const done = perform(closing ? "tl.edit.ripple" : "tl.edit.trim", (rows) => trimTo(rows, at, edge, closing, chosenNow(), manner()));
  if (done && closing && edge === "head") playback.seek(at - done.by);
}

/** To the edit before or after the playhead. */
export function toEdit(by: 1 | -1): void {
  const rows = currentNow()?.rows;
  if (!rows) return;
  const at = frameNow();
  const edits = editsOf([...rows.clips.values()].filter((one) => !one.tone));
  const next = by > 0 ? edits.find((one) => one > at) : edits.findLast((one) => one < at);
  if (next !== undefined) playback.seek(Math.min(next, Math.max(0, filmEnd(rows) - 1)));
}

/** Everything from the playhead, or from what is chosen, on. */
export function chooseForward(): void {
  const rows = currentNow()?.rows;
  if (!rows) return;
  const starts = chosenNow().map((id) => rows.clips.get(id)?.start ?? Infinity);
  const from = starts.length > 0 ? Math.min(...starts) : frameNow();
  const locked = new Set(rows.tracks.filter((one) => one.locked).map((one) => one.id));
  choose([...rows.clips.values()].filter((one) => one.start >= from && !locked.has(one.track)).map((one) => one.id));
}

export function chooseAll(): void {
  const rows = currentNow()?.rows;
  const locked = new Set(rows?.tracks.filter((one) => one.locked).map((one) => one.id));
  if (rows) choose([...rows.clips.values()].filter((one) => !locked.has(one.track)).map((one) => one.id));
}

/** Set what a track head switches. */
export function setTrack(id: string, fields: Partial<Pick<Track, "muted" | "solo" | "locked" | "target" | "title" | "gain">>): void {
  perform("tl.edit.track", (rows) => ({ rows: { ...rows, tracks: rows.tracks.map((one) => (one.id === id ? { ...one, ...fields } : one)) }, by: 1 }));
}

/** A new track above those of its kind. */
export function addTrack(kind: Track["kind"]): void {
  const current = currentNow();
  if (!current) return;
  const { rows } = current;
  const same = rows.tracks.filter((one) => (one.kind === "picture") === (kind === "picture"));
  const rank = `${same.at(-1)?.rank ?? "a"}V`;
  const made: Track = { id: draw(), rank, kind, title: "", muted: false, solo: false, locked: false, target: kind !== "picture", gain: 0 };
  const tracks = [...rows.tracks, made].sort((one, other) => (one.rank < other.rank ? -1 : 1));
  write(say("tl.edit.addTrack"), current, { ...rows, tracks });
}

/** A track and what lies on it are put away. */
export function removeTrack(id: string): void {
  perform("tl.edit.removeTrack", (rows) => ({
    rows: { ...rows, tracks: rows.tracks.filter((one) => one.id !== id), clips: new Map([...rows.clips].filter(([, one]) => one.track !== id)), mixes: new Map([...rows.mixes].filter(([, one]) => one.track !== id)) }, by: 1,
  }));
}

/** Clips of a shot, its picture and what is heard of it, at a frame. */
export function clipsOf(current: Current, shot: string, at: number, track: string | null = null): Clip[] {
  const { rows, board } = current;
  const length = rows.lengths.get(shot) ?? 0;
  if (length < 1) return [];
  const link = draw();
  const to = (kind: Track["kind"]): Track | undefined =>
    rows.tracks.find((one) => one.id === track && one.kind === kind) ?? rows.tracks.find((one) => one.kind === kind && one.target && !one.locked);
  const made: Clip[] = [];
  const [picture, voice] = [to("picture"), to("dialogue")];
  const heard = board?.shots[shot]?.sound === true && voice !== undefined;
  const common = { start: at, frames: length, shot, link: heard && picture ? link : null };
  if (picture) made.push(clipOf(draw(), { ...common, track: picture.id }));
  if (heard) made.push(clipOf(draw(), { ...common, track: voice.id }));
  return made;
}

/** Put shots on the timeline, one after the other. */
export function bring(shots: readonly string[], at: number, how: "insert" | "overwrite", track: string | null = null): void {
  const current = currentNow();
  if (!current) return;
  let place = at;
  const made = shots.flatMap((shot) => {
    const own = clipsOf(current, shot, place, track);
    place += own[0]?.frames ?? 0;
    return own;
  });
  if (made.length === 0) return;
  perform(how === "insert" ? "tl.edit.insert" : "tl.edit.overwrite", (rows) => (how === "insert" ? insert(rows, at, made, manner()) : overwrite(rows, made, manner())));
  choose(made.map((one) => one.id));
}

export const replaceWith = (ids: readonly string[], shot: string): void => void perform("tl.edit.replace", (rows) => replace(rows, ids, { shot, media: "" }, manner()));
export const enable = (ids: readonly string[], enabled: boolean): void => void perform("tl.edit.enable", (rows) => set(rows, withLinked(rows, ids), { enabled }));
export const setFields = (ids: readonly string[], fields: Parameters<typeof set>[2]): void => void perform("tl.edit.sound", (rows) => set(rows, ids, fields));
export const link = (ids: readonly string[], together: boolean): void => void perform(together ? "tl.edit.link" : "tl.edit.unlink", (rows) => setLink(rows, ids, together ? draw() : null));
export const speedTo = (ids: readonly string[], over: number, below: number): void => void perform("tl.edit.speed", (rows) => setSpeed(rows, ids, over, below, true, manner()));

/** A transition at the cut of a clip, or away with it. */
export function transition(clip: Clip, edge: "head" | "tail", kind: string | null, frames = 12): void {
  perform("tl.edit.transition", (rows) => {
    const at = edge === "head" ? clip.start : clipEnd(clip);
    const mixes = new Map([...rows.mixes].filter(([, one]) => one.track !== clip.track || one.start > at || one.start + one.frames < at));
    const made = kind === null ? null : mixAt(rows, clip.track, at, kind, frames, draw());
    if (kind !== null && !made) {
      tell(say("tl.noHandles"), "failed");
      return { rows, by: 0 };
    }
    if (made) mixes.set(made.id, made);
    return { rows: { ...rows, mixes }, by: 1 };
  });
}

/** A marker at the playhead; on one that is there its words are opened. */
export function markHere(): void {
  const current = currentNow();
  if (!current) return;
  const frame = frameNow();
  const there = current.markers.find((one) => one.frame === frame);
  const id = there?.id ?? draw();
  if (!there) send(edit(say("tl.edit.marker"), [{ kind: "marker", id, set: { timeline: current.id, frame, words: "", colour: "yellow" } }]));
  useTimelineView.setState({ marker: id });
}

export const setMarker = (id: string, fields: Change["set"]): void => void send(edit(say("tl.edit.marker"), [{ kind: "marker", id, set: fields }]));

/** What the board laid last, as the records know it. */
export function baseOf(current: Current): Base {
  const tracks = new Set(current.rows.tracks.map((one) => one.id));
  return new Map(Object.entries(useDocument.getState().records["clip"] ?? {}).flatMap(([id, one]) => {
    const laid = one["laid"] as unknown as Laid | null | undefined;
    return laid && tracks.has(String(one["track"])) ? [[id, { laid, archived: one["archived"] === true }] as const] : [];
  }));
}

/** The timeline with the clips of shots that are gone still in it: the update closes their room. */
function whole(current: Current): Rows {
  const clips = new Map(current.rows.clips);
  const tracks = new Set(current.rows.tracks.map((one) => one.id));
  for (const [id, fields] of Object.entries(useDocument.getState().records["clip"] ?? {})) {
    if (fields["archived"] !== true && tracks.has(String(fields["track"])) && !clips.has(id)) clips.set(id, clipOf(id, fields as unknown as Clip));
  }
  return { ...current.rows, clips };
}

/** What the board did since it was laid. */
export function boardDifferences(current: Current): ReturnType<typeof differences> {
  if (current.follows || !current.board) return [];
  return differences({ mine: whole(current), base: baseOf(current), board: boardRows(current.board) });
}

/** Bring in what was agreed to. */
export function updateFromBoard(agreed: ReadonlySet<string>): void {
  const current = currentNow();
  if (!current?.board || current.follows) return;
  const mine = whole(current);
  const { rows, forgotten } = updated({ mine, base: baseOf(current), board: boardRows(current.board) }, agreed, manner());
  write(say("tl.edit.update"), { ...current, rows: mine }, rows, forgotten.map((id): Change => ({ kind: "clip", id, set: { laid: null } })));
}

/** Give the timeline back to the board: what the editor did is put away, and comes back by undo. */
export function followBoard(): void {
  const current = currentNow();
  if (current && !current.follows) send(edit(say("tl.edit.follow"), [{ kind: "timeline", id: current.id, set: { follows: true } }]));
}
