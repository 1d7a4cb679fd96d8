// What can be done to the player beyond playing, for keys, menus and the palette.
import type { Action } from "../film/actions";
import { useDocument } from "../document/store";
import { rateOf } from "../film/time";
import { useView } from "../view/store";
import { playback } from "./playback";
import { saveStill } from "./still";
import { mark, settle, usePlayer } from "./store";
import { clearMarks, full, nextLoop } from "./verbs";

const group = "key.player" as const;

/** Play what is chosen, once: from the beginning of the first chosen shot to the end of the last. */
export function playChosen(): void {
  const { selection } = useView.getState();
  const shots = playback.film().shots.filter((one) => selection.includes(one.shot.id));
  const [first, last] = [shots[0], shots.at(-1)];
  if (first && last) void playback.play(1, { start: first.start, end: last.start + last.shot.frames });
  else playback.toggle();
}

function toMark(which: "from" | "to"): void {
  const at = usePlayer.getState()[which];
  if (at !== null) playback.seek(at);
}

/** Marks, loops, loudness, the whole screen. */
export const playerActions: readonly Action[] = [
  { id: "playChosen", words: "key.playChosen", group, keys: ["Shift+Space"], run: playChosen },
  { id: "markIn", words: "key.markIn", group, keys: ["i"], run: () => mark("from", useView.getState().frame) },
  { id: "markOut", words: "key.markOut", group, keys: ["o"], run: () => mark("to", useView.getState().frame) },
  { id: "toMarks", twofold: true, words: "key.toMarks", group, keys: ["Shift+I", "Shift+O"], run: ({ key }) => toMark(key.toLowerCase() === "i" ? "from" : "to") },
  { id: "unmark", words: "key.unmark", group, keys: ["Shift+X"], can: () => usePlayer.getState().from !== null || usePlayer.getState().to !== null, run: clearMarks },
  { id: "loop", words: "key.loop", group, keys: ["Shift+L"], run: nextLoop },
  { id: "mute", words: "key.mute", group, keys: ["Shift+M"], run: () => settle({ muted: !usePlayer.getState().muted }) },
  { id: "captions", words: "key.captions", group, keys: [], run: () => settle({ captions: !usePlayer.getState().captions }) },
  { id: "full", words: "key.full", group, keys: ["Shift+F"], run: () => full(document.querySelector<HTMLElement>(".player")) },
  { id: "still", words: "key.still", group, keys: ["Shift+S"], run: () => void saveStill(useDocument.getState().project?.title ?? "", rateOf(useDocument.getState().project?.rate ?? "")) },
];
