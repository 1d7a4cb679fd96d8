// What a press on the lanes becomes: choosing, trims, rolls, slips, slides, moves, cuts, a marquee. Drawn live, written once it is let go.
import type { Key } from "../i18n/en";
import { say } from "../film/verbs";
import { rateOf } from "../film/time";
import { playback } from "../player/playback";
import { timecodeOf } from "../player/timecode";
import { useDocument } from "../document/store";
import { choose, frameNow, manner, perform, withLinked, write } from "./act";
import { type Current, currentNow } from "./current";
import type { Done } from "./edits/draft";
import { blade, move } from "./edits/places";
import { ripple, roll, slide, slip, trim } from "./edits/trims";
import { laneAt, type Lanes, type Under, underPoint, within } from "./layout";
import { type Clip, clipEnd, filmEnd, type Rows } from "./rows";
import { bounded, frameAt, snapped, snapsOf } from "./scale";
import { type Tool, useTimelineView } from "./store";

const THRESHOLD = 4; // px before a press becomes a drag
const REACH = 9; // px within which edges snap
const EDGE = 28; // px from the side within which it scrolls

/** A press in the lanes, in pixels from their top left. */
export interface Press {
  readonly x: number;
  readonly y: number;
  readonly event: PointerEvent;
  readonly lanes: Lanes;
  /** Where a point of the window is in the lanes. */
  readonly inside: (x: number, y: number) => { readonly x: number; readonly y: number };
}

interface Gesture {
  readonly words: Key;
  /** The edges that snap, at the beginning; none: nothing snaps. */
  readonly edges: readonly number[];
  readonly moving: ReadonlySet<string>;
  readonly edit: (rows: Rows, by: number, rises: number, held: { readonly insert: boolean }) => Done;
}

/** The cursor over a part of a clip with a tool. */
export function cursorOf(tool: Tool, { clip, part, lane }: Under): string {
  if (tool === "blade") return clip && !lane?.track.locked ? "col-resize" : "default";
  if (!clip || lane?.track.locked) return "default";
  if (tool === "slip") return "ew-resize";
  if (tool === "slide") return "grab";
  if (part === "cut") return tool === "ripple" ? "e-resize" : "col-resize";
  if (part === "head") return tool === "ripple" ? "e-resize" : "w-resize";
  if (part === "tail") return tool === "ripple" ? "w-resize" : "e-resize";
  return "default";
}

function gestureOf(current: Current, under: Under, tool: Tool, shift: boolean): Gesture | null {
  const { clip, part } = under;
  if (!clip || under.lane?.track.locked) return null;
  const { chosen, linked } = useTimelineView.getState();
  const own = chosen.has(clip.id) ? [...chosen] : [clip.id];
  const ids = withLinked(current.rows, own);
  const how = (alone: boolean) => ({ ...manner(), linked: linked && !alone });
  if (tool === "slip") return { words: "tl.edit.slip", edges: [], moving: new Set(ids), edit: (rows, by) => slip(rows, own, -by, how(false)) };
  if (tool === "slide") return { words: "tl.edit.slide", edges: [clip.start, clipEnd(clip)], moving: new Set(ids), edit: (rows, by) => slide(rows, clip.id, by, how(false)) };
  if (part === "cut" && tool !== "ripple") {
    return { words: "tl.edit.roll", edges: [clip.start], moving: new Set([clip.id]), edit: (rows, by) => roll(rows, clip.track, clip.start, by, how(shift)) };
  }
  if (part !== "body") {
    const edge = part === "tail" ? "tail" : "head";
    const at = edge === "head" ? clip.start : clipEnd(clip);
    if (tool === "roll") return { words: "tl.edit.roll", edges: [at], moving: new Set([clip.id]), edit: (rows, by) => roll(rows, clip.track, at, by, how(shift)) };
    if (tool === "ripple") return { words: "tl.edit.ripple", edges: [at], moving: new Set([clip.id]), edit: (rows, by) => ripple(rows, clip.id, edge, by, how(shift)) };
    return { words: "tl.edit.trim", edges: [at], moving: new Set([clip.id]), edit: (rows, by) => trim(rows, clip.id, edge, by, how(shift)) };
  }
  const clips = ids.flatMap((id) => current.rows.clips.get(id) ?? []);
  const edges = clips.flatMap((one) => [one.start, clipEnd(one)]);
  return {
    words: "tl.edit.move", edges, moving: new Set(ids),
    edit: (rows, by, rises, held) => move(rows, own, by, rises, held.insert ? "insert" : "overwrite", how(false)),
  };
}

/** Follow a press until it is let go. */
export function pressed(press: Press): void {
  const current = currentNow();
  if (!current || press.event.button !== 0) return;
  const { tool, scale, chosen } = useTimelineView.getState();
  const under = underPoint(current.rows, press.lanes, scale, press.x, press.y);
  const shift = press.event.shiftKey;
  const add = press.event.ctrlKey || press.event.metaKey;
  if (tool === "blade") {
    const { clip } = under;
    if (clip && !under.lane?.track.locked) perform("tl.edit.blade", (rows) => blade(rows, bladeFrame(current, under.frame), shift ? null : [clip.id], manner()));
    return;
  }
  const { clip } = under;
  if (!clip || under.lane?.track.locked) return marquee(press, current, shift || add);
  if (shift || add) choose(toggled(current, chosen, clip));
  else if (!chosen.has(clip.id)) choose(withLinked(current.rows, [clip.id]));
  const gesture = gestureOf(current, under, tool, press.event.altKey);
  if (gesture) drag(press, current, gesture, () => {
    if (!shift && !add && chosen.has(clip.id)) choose(withLinked(current.rows, [clip.id]));
  });
}

function toggled(current: Current, chosen: ReadonlySet<string>, clip: Clip): string[] {
  const own = withLinked(current.rows, [clip.id]);
  return chosen.has(clip.id) ? [...chosen].filter((id) => !own.includes(id)) : [...chosen, ...own];
}

/** Where a cut would be: the frame under the pointer, or the playhead when it is near. */
export function bladeFrame(current: Current, frame: number): number {
  const { snapping, scale } = useTimelineView.getState();
  const at = Math.round(frame);
  const near = snapping ? snapped([at], [frameNow(), ...current.markers.map((one) => one.frame)].sort((a, b) => a - b), REACH / scale.zoom) : null;
  return near ? near.at : at;
}

function drag(press: Press, current: Current, gesture: Gesture, click: () => void): void {
  const began = useTimelineView.getState().scale;
  const from = frameAt(began, press.x);
  const fromLane = laneAt(press.lanes, press.y);
  const snaps = snapsOf(current.rows.clips.values(), gesture.moving, [frameNow(), ...current.markers.map((one) => one.frame), filmEnd(current.rows)]);
  let done: Done = { rows: current.rows, by: 0 };
  let last = "";
  const moved = (x: number, y: number, held: { readonly insert: boolean; readonly free: boolean }): void => {
    const { scale, snapping } = useTimelineView.getState();
    let by = Math.round(frameAt(scale, x) - from);
    const found = snapping !== held.free && gesture.edges.length > 0 ? snapped(gesture.edges.map((one) => one + by), snaps, REACH / scale.zoom) : null;
    if (found) by += found.by;
    const lane = laneAt(press.lanes, y);
    const same = press.lanes.lanes.filter((one) => (one.track.kind === "picture") === (fromLane?.track.kind === "picture"));
    const places = [same.findIndex((one) => one === fromLane), same.findIndex((one) => one === lane)];
    const sign = fromLane?.track.kind === "picture" ? -1 : 1; // pictures lie upside down
    const rises = places.every((one) => one >= 0) ? sign * ((places[1] as number) - (places[0] as number)) : 0;
    const name = `${by} ${rises} ${String(held.insert)}`;
    if (name !== last) done = gesture.edit(current.rows, by, rises, held);
    last = name;
    const reached = found && done.by === by ? found.at : null;
    useTimelineView.setState({ live: { rows: done.rows, words: told(gesture, done), x, y, snap: reached } });
  };
  follow(press, moved, (finished, wasDrag) => {
    useTimelineView.setState({ live: null });
    if (!wasDrag) return click();
    if (finished && done.rows !== current.rows) write(say(gesture.words), currentNow() ?? current, done.rows);
  });
}

/** "+12" and, for a length, what it becomes. */
function told(gesture: Gesture, done: Done): string {
  const rate = rateOf(useDocument.getState().project?.rate ?? "24/1");
  const by = gesture.words === "tl.edit.slip" ? -done.by : done.by;
  const count = `${by > 0 ? "+" : by < 0 ? "−" : "±"}${Math.abs(by)}`;
  const [only] = gesture.moving;
  const clip = gesture.words === "tl.edit.trim" || gesture.words === "tl.edit.ripple" ? done.rows.clips.get(only ?? "") : undefined;
  return clip ? `${count}  ${timecodeOf(clip.frames, rate)}` : count;
}

function marquee(press: Press, current: Current, add: boolean): void {
  const { scale, chosen } = useTimelineView.getState();
  const from = { frame: frameAt(scale, press.x), y: press.y };
  const before = add ? [...chosen] : [];
  follow(press, (x, y) => {
    const to = { frame: frameAt(useTimelineView.getState().scale, x), y };
    useTimelineView.setState({ marquee: { from, to }, chosen: new Set([...before, ...within(current.rows, press.lanes, from, to)]), gap: null });
  }, (finished, wasDrag) => {
    useTimelineView.setState({ marquee: null });
    if (wasDrag) return choose(finished ? useTimelineView.getState().chosen : before);
    const lane = laneAt(press.lanes, press.y);
    const frame = Math.floor(from.frame);
    choose(before);
    if (lane && !lane.track.locked && frame < lastOf(current.rows, lane.track.id)) useTimelineView.setState({ gap: { track: lane.track.id, frame } });
    else if (!add) playback.seek(frame);
  });
}

const lastOf = (rows: Rows, track: string): number => Math.max(0, ...[...rows.clips.values()].filter((one) => one.track === track).map(clipEnd));

/** A pointer until it is let go, or Escape; at most once a frame, also while the film scrolls beneath one that rests at the side. */
function follow(
  press: Press, move: (x: number, y: number, held: { readonly insert: boolean; readonly free: boolean }) => void, end: (finished: boolean, wasDrag: boolean) => void,
): void {
  const { event } = press;
  let at = { x: event.clientX, y: event.clientY };
  let held = { insert: event.ctrlKey || event.metaKey, free: event.altKey };
  let dragging = false;
  let frame = 0;
  const listening = new AbortController();
  const { signal } = listening;
  const turn = (): void => {
    frame = requestAnimationFrame(turn);
    const { x, y } = press.inside(at.x, at.y);
    const { width, scale } = useTimelineView.getState();
    const beyond = x < EDGE ? x - EDGE : x > width - EDGE ? x - width + EDGE : 0;
    if (beyond !== 0) {
      const rows = currentNow()?.rows;
      useTimelineView.setState({ scale: bounded({ ...scale, left: scale.left + (Math.max(-EDGE, Math.min(EDGE, beyond)) * 0.6) / scale.zoom }, width, rows ? filmEnd(rows) : 0) });
    }
    move(x, y, held);
  };
  const over = (finished: boolean): void => {
    if (signal.aborted) return;
    if (finished && dragging) {
      const { x, y } = press.inside(at.x, at.y);
      move(x, y, held);
    }
    cancelAnimationFrame(frame);
    listening.abort();
    document.documentElement.classList.remove("dragging-timeline");
    end(finished, dragging);
  };
  const keys = (key: KeyboardEvent): void => {
    held = { insert: key.ctrlKey || key.metaKey, free: key.altKey };
    if (key.type !== "keydown" || !dragging) return;
    key.stopImmediatePropagation();
    key.preventDefault();
    if (key.key === "Escape") over(false);
  };
  window.addEventListener("pointermove", (move_) => {
    if (move_.pointerId !== event.pointerId) return;
    at = { x: move_.clientX, y: move_.clientY };
    held = { insert: move_.ctrlKey || move_.metaKey, free: move_.altKey };
    if (dragging || Math.hypot(at.x - event.clientX, at.y - event.clientY) < THRESHOLD) return;
    dragging = true;
    document.documentElement.classList.add("dragging-timeline");
    turn();
  }, { signal });
  window.addEventListener("pointerup", (up) => up.pointerId === event.pointerId && over(true), { signal });
  window.addEventListener("pointercancel", (gone) => gone.pointerId === event.pointerId && over(false), { signal });
  window.addEventListener("blur", () => over(false), { signal });
  window.addEventListener("keydown", keys, { signal, capture: true });
  window.addEventListener("keyup", keys, { signal, capture: true });
}
