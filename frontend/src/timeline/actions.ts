// Everything that can be done to the timeline, with its words and keys: the keyboard, the menus, the bar and the palette read this.
import type { Action } from "../film/actions";
import { playback } from "../player/playback";
import { usePlayer } from "../player/store";
import {
  bladeHere, boardDifferences, bring, choose, chooseAll, chooseForward, chosenNow, enable, followBoard, frameNow, link, manner, markHere, perform,
  remove, removeRange, toEdit, trimHere, withLinked,
} from "./act";
import { currentNow } from "./current";
import { move } from "./edits/places";
import { slip } from "./edits/trims";
import { filmEnd } from "./rows";
import { fitting, zoomed, xOf } from "./scale";
import { settle, type Tool, useTimelineView } from "./store";
import { useView } from "../view/store";

const group = "tl.title" as const;
const places = ["cut"] as const;
const some = (): boolean => useTimelineView.getState().chosen.size > 0;
const there = (): boolean => (currentNow()?.rows.clips.size ?? 0) > 0;
const tool = (name: Tool): void => useTimelineView.setState({ tool: name, ghost: null });

/** Zoomed about the playhead when it can be seen, else about the middle. */
export function zoomBy(by: number): void {
  const { scale, width } = useTimelineView.getState();
  const head = xOf(scale, frameNow());
  useTimelineView.setState({ scale: zoomed(scale, by, head >= 0 && head <= width ? head : width / 2) });
}

export function fit(): void {
  const rows = currentNow()?.rows;
  if (rows) useTimelineView.setState(({ width }) => ({ scale: fitting(filmEnd(rows), width) }));
}

function nudge(by: number): void {
  const { tool: held } = useTimelineView.getState();
  if (held === "slip") perform("tl.edit.slip", (rows) => slip(rows, chosenNow(), by, manner()));
  else perform("tl.edit.move", (rows) => move(rows, chosenNow(), by, 0, "overwrite", manner()));
}

export const timelineActions: readonly Action[] = [
  { id: "tl.select", words: "tl.tool.select", group, keys: ["v"], places, run: () => tool("select") },
  { id: "tl.blade", words: "tl.tool.blade", group, keys: ["b"], places, run: () => tool("blade") },
  { id: "tl.rippleTool", words: "tl.tool.ripple", group, keys: ["t"], places, run: () => tool("ripple") },
  { id: "tl.rollTool", words: "tl.tool.roll", group, keys: ["Shift+T"], places, run: () => tool("roll") },
  { id: "tl.slip", words: "tl.tool.slip", group, keys: ["y"], places, run: () => tool("slip") },
  { id: "tl.slide", words: "tl.tool.slide", group, keys: ["u"], places, run: () => tool("slide") },
  { id: "tl.cut", words: "tl.cutHere", group, keys: ["Mod+b"], places, can: there, run: () => bladeHere(false) },
  { id: "tl.cutAll", words: "tl.cutAll", group, keys: ["Mod+Shift+B"], places, can: there, run: () => bladeHere(true) },
  { id: "tl.q", words: "tl.trimHead", group, keys: ["q"], places, can: there, run: () => trimHere("head", true) },
  { id: "tl.w", words: "tl.trimTail", group, keys: ["w"], places, can: there, run: () => trimHere("tail", true) },
  { id: "tl.openHead", words: "tl.openHead", group, keys: ["["], places, can: there, run: () => trimHere("head", false) },
  { id: "tl.openTail", words: "tl.openTail", group, keys: ["]"], places, can: there, run: () => trimHere("tail", false) },
  { id: "tl.lift", words: "tl.lift", group, keys: ["Delete", "Backspace"], places, can: () => some() || useTimelineView.getState().gap !== null, run: () => remove(false) },
  { id: "tl.extract", words: "tl.extract", group, keys: ["Shift+Delete", "Shift+Backspace"], places, can: () => some() || useTimelineView.getState().gap !== null, run: () => remove(true) },
  { id: "tl.liftRange", words: "tl.liftRange", group, keys: [";"], places, can: () => usePlayer.getState().from !== null || usePlayer.getState().to !== null, run: () => removeRange(false) },
  { id: "tl.extractRange", words: "tl.extractRange", group, keys: ["'"], places, can: () => usePlayer.getState().from !== null || usePlayer.getState().to !== null, run: () => removeRange(true) },
  {
    id: "tl.nudge", twofold: true, words: "tl.nudge", group, keys: ["Alt+ArrowLeft", "Alt+ArrowRight", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight"], places, can: some,
    run: ({ key, shift }) => nudge((key === "ArrowRight" ? 1 : -1) * (shift ? 10 : 1)),
  },
  { id: "tl.edits", twofold: true, words: "tl.toEdit", group, keys: ["ArrowUp", "ArrowDown"], places, can: there, run: ({ key }) => toEdit(key === "ArrowDown" ? 1 : -1) },
  { id: "tl.all", words: "key.all", group, keys: ["Mod+a"], places, can: there, run: chooseAll },
  { id: "tl.forward", words: "tl.forward", group, keys: ["a"], places, can: there, run: chooseForward },
  {
    id: "tl.none", words: "key.none", group, keys: ["Escape"], places,
    run: () => {
      if (useTimelineView.getState().tool !== "select") return tool("select");
      choose([]);
      useView.setState({ selection: [], scene: null });
    },
  },
  { id: "tl.snap", words: "tl.snap", group, keys: ["n"], places, run: () => settle({ snapping: !useTimelineView.getState().snapping }) },
  { id: "tl.linked", words: "tl.linked", group, keys: ["Shift+N"], places, run: () => settle({ linked: !useTimelineView.getState().linked }) },
  {
    id: "tl.link", words: "tl.link", group, keys: ["g"], places, can: some,
    run: () => {
      const rows = currentNow()?.rows;
      const ids = chosenNow();
      const links = new Set(ids.map((id) => rows?.clips.get(id)?.link ?? ""));
      link(ids, ids.length > 1 && !(links.size === 1 && !links.has("")));
    },
  },
  {
    id: "tl.enable", words: "tl.enable", group, keys: ["d"], places, can: some,
    run: () => enable(chosenNow(), !chosenNow().some((id) => currentNow()?.rows.clips.get(id)?.enabled)),
  },
  { id: "tl.marker", words: "tl.marker", group, keys: ["m"], places, can: there, run: markHere },
  { id: "tl.insert", words: "tl.insertShots", group, keys: [], places, can: () => useView.getState().selection.length > 0, run: () => bring(useView.getState().selection, frameNow(), "insert") },
  { id: "tl.overwrite", words: "tl.overwriteShots", group, keys: [], places, can: () => useView.getState().selection.length > 0, run: () => bring(useView.getState().selection, frameNow(), "overwrite") },
  {
    id: "tl.markClip", words: "tl.markClip", group, keys: ["x"], places, can: some,
    run: () => {
      const rows = currentNow()?.rows;
      const clips = withLinked(rows ?? { tracks: [], clips: new Map(), mixes: new Map(), lengths: new Map() }, chosenNow()).flatMap((id) => rows?.clips.get(id) ?? []);
      usePlayer.setState({ from: Math.min(...clips.map((one) => one.start)), to: Math.max(...clips.map((one) => one.start + one.frames)) - 1 });
      playback.again();
    },
  },
  { id: "tl.zoom", twofold: true, words: "key.zoom", group, keys: ["+", "=", "-"], places, run: ({ key }) => zoomBy(key === "-" ? 1 / 1.5 : 1.5) },
  { id: "tl.fit", words: "tl.fit", group, keys: ["f", "0"], places, run: fit },
  { id: "tl.update", words: "tl.update", group, keys: [], places, can: () => currentNow()?.follows === false, run: () => useTimelineView.setState({ updating: true }) },
  { id: "tl.follow", words: "tl.follow", group, keys: [], places, can: () => currentNow()?.follows === false, run: followBoard },
];

/** How many things the board did that are not on the timeline yet. */
export const waiting = (): number => {
  const current = currentNow();
  return current ? boardDifferences(current).filter((one) => one.what !== "kept").length : 0;
};
