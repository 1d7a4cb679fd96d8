// Everything that can be done to an open film, each with its words, its keys and when it can be: keys, menus and the palette read this.
import { shoot } from "../api/act";
import { whyNotMerged } from "../document/split";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { choose as speak, useLanguage } from "../i18n";
import type { Key } from "../i18n/en";
import { playerActions } from "../player/actions";
import { playback } from "../player/playback";
import { canvasActions, openCanvas } from "../canvas/actions";
import { deriveActions } from "../deriving/actions";
import { layerActions, replacePlace } from "../layers/actions";
import { storyActions } from "../story/actions";
import { timelineActions } from "../timeline/actions";
import { bringIntoSight } from "../view/reach";
import { zoom, showAs, useLook, resize } from "../view/look";
import { fold, open, useView } from "../view/store";
import { SIZES } from "../board/layout";
import * as verbs from "./verbs";

export type Place = "board" | "cut" | "cast" | "canvas";

export interface Action {
  readonly id: string;
  readonly words: Key;
  readonly group: Key;
  /** What a press may be called, see `keys.ts`; empty: it is found in menus and the palette only. */
  readonly keys: readonly string[];
  /** Where its keys mean this; everywhere when it does not say. */
  readonly places?: readonly Place[];
  /** Whether it would do something now. */
  readonly can?: () => boolean;
  /** Its keys go two ways: the palette, which has no key, cannot say which. */
  readonly twofold?: true;
  readonly run: (pressed: { readonly key: string; readonly shift: boolean }, go: (place: string) => void) => void;
}

const film = () => filmOf(useDocument.getState().records);
const order = (): string[] => film().shots.map((one) => one.shot.id);
const chosen = (): readonly string[] => useView.getState().selection;
const some = (): boolean => chosen().length > 0;
const any = (): boolean => some() || useView.getState().scene !== null;
const ahead = (key: string, ...keys: string[]): 1 | -1 => (keys.includes(key) ? 1 : -1);

function stepShot(by: number, range: boolean): void {
  const all = order();
  const at = all.indexOf(chosen().at(by > 0 ? -1 : 0) ?? "");
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  if (!next) return;
  const { collapsed } = useView.getState();
  const scene = film().byId.get(next)?.shot.scene ?? "";
  if (collapsed.has(scene)) fold(scene);
  if (range) {
    useView.setState({ selection: all.filter((one) => one === next || chosen().includes(one)), scene: null });
    bringIntoSight({ shot: next });
  } else {
    verbs.choose(next);
    const one = film().byId.get(next);
    if (one && !useView.getState().playing) playback.seek(playback.startOf(next, one.start));
  }
}

/** Up or down by a scene, where a scene is chosen; by a row of cards otherwise. */
function stepRow(by: 1 | -1): void {
  const { scene } = useView.getState();
  const { scenes } = film();
  if (!scene) return stepShot(by * rowLength(), false);
  const next = scenes[scenes.findIndex((one) => one.scene.id === scene) + by];
  if (!next) return;
  useView.setState({ scene: next.scene.id, selection: [] });
  bringIntoSight({ scene: next.scene.id });
}

function rowLength(): number {
  return Number(document.querySelector<HTMLElement>(".film")?.dataset["columns"] ?? 1);
}

function newAfter(before: boolean): void {
  const { selection, scene } = useView.getState();
  const { byId, scenes } = film();
  const one = byId.get((before ? selection[0] : selection.at(-1)) ?? "");
  if (one && before) {
    const own = scenes.find((each) => each.scene.id === one.shot.scene)?.shots ?? [];
    verbs.newShot(one.shot.scene, own[own.indexOf(one) - 1]?.shot.id ?? null);
  } else if (one) verbs.newShot(one.shot.scene, one.shot.id);
  else if (scene) verbs.newShot(scene, before ? null : "end");
  else {
    const last = scenes.at(-1);
    if (last) verbs.newShot(last.scene.id, "end");
    else verbs.newScene(null);
  }
}

function foldChosen(): void {
  const { scene, selection } = useView.getState();
  const id = scene ?? film().byId.get(selection[0] ?? "")?.shot.scene;
  if (!id) return;
  fold(id);
  if (!scene) useView.setState({ scene: id, selection: [] });
}

/** Fold every scene, or open them all when all are folded. */
export function foldAll(): void {
  const all = film().scenes.map((one) => one.scene.id);
  const { collapsed } = useView.getState();
  useView.setState({ collapsed: all.every((id) => collapsed.has(id)) ? new Set() : new Set(all) });
}

const player = "key.player" as const;
const board = "key.board" as const;
const takes = "key.takes" as const;
const all = "key.all.film" as const;
const onBoard = ["board"] as const;

export const actions: readonly Action[] = [
  { id: "play", words: "key.play", group: player, keys: ["Space"], run: () => playback.toggle() },
  { id: "back", words: "key.j", group: player, keys: ["j"], run: () => playback.shuttle(-1) },
  { id: "stop", words: "key.k", group: player, keys: ["k"], run: () => playback.pause() },
  { id: "on", words: "key.l", group: player, keys: ["l"], run: () => playback.shuttle(1) },
  { id: "frame", twofold: true, words: "key.frame", group: player, keys: [",", "."], run: ({ key }) => playback.step(ahead(key, ".")) },
  { id: "ten", twofold: true, words: "key.ten", group: player, keys: ["<", ">"], run: ({ key }) => playback.step(ahead(key, ">") * 10) },
  {
    id: "arrows", twofold: true, words: "key.arrows", group: player, keys: ["ArrowLeft", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowRight"], places: ["cut"],
    run: ({ key, shift }) => playback.step(ahead(key, "ArrowRight") * (shift ? 10 : 1)),
  },
  { id: "ends", twofold: true, words: "key.ends", group: player, keys: ["Home", "End"], run: ({ key }) => playback.seek(key === "Home" ? 0 : Infinity) },
  ...playerActions,
  ...timelineActions,
  ...canvasActions,
  ...layerActions,

  {
    id: "shots", twofold: true, words: "key.shots", group: board, keys: ["ArrowLeft", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowRight"], places: onBoard,
    run: ({ key, shift }) => stepShot(ahead(key, "ArrowRight"), shift),
  },
  { id: "rows", twofold: true, words: "key.rows", group: board, keys: ["ArrowUp", "ArrowDown"], places: onBoard, run: ({ key }) => stepRow(ahead(key, "ArrowDown")) },
  {
    id: "nudge", twofold: true, words: "key.nudge", group: board, keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], places: onBoard, can: some,
    run: ({ key }) => verbs.nudge(ahead(key, "ArrowRight")),
  },
  {
    id: "nudgeScene", twofold: true, words: "key.nudgeScene", group: board, keys: ["Alt+ArrowUp", "Alt+ArrowDown"], places: onBoard, can: any,
    run: ({ key }) => {
      const { scene, selection } = useView.getState();
      const id = scene ?? film().byId.get(selection[0] ?? "")?.shot.scene;
      if (id) verbs.moveScene(id, ahead(key, "ArrowDown"));
    },
  },
  { id: "new", words: "key.new", group: board, keys: ["n"], places: ["board", "cast"], run: () => newAfter(false) },
  { id: "newBefore", words: "key.newBefore", group: board, keys: ["Shift+N"], places: ["board", "cast"], run: () => newAfter(true) },
  {
    id: "newScene", words: "board.newScene", group: board, keys: [],
    run: () => verbs.newScene(useView.getState().scene ?? film().byId.get(chosen()[0] ?? "")?.shot.scene ?? film().scenes.at(-1)?.scene.id ?? null),
  },
  { id: "split", words: "key.split", group: board, keys: ["s"], places: onBoard, can: () => chosen().length === 1, run: verbs.splitChosen },
  {
    id: "merge", words: "key.merge", group: board, keys: ["m"], places: onBoard,
    can: () => chosen().length === 1 || (chosen().length > 1 && whyNotMerged(film(), chosen()) === null), run: verbs.mergeChosen,
  },
  { id: "group", words: "key.group", group: board, keys: ["g"], places: onBoard, can: some, run: verbs.groupChosen },
  openCanvas,
  replacePlace,
  { id: "duplicate", words: "key.duplicate", group: board, keys: ["d"], places: onBoard, can: some, run: verbs.duplicateChosen },
  { id: "archive", words: "key.archive", group: board, keys: ["Backspace", "Delete"], places: onBoard, can: any, run: verbs.archiveChosen },
  { id: "fold", words: "key.fold", group: board, keys: ["c"], places: onBoard, can: any, run: foldChosen },
  { id: "foldAll", words: "key.foldAll", group: board, keys: ["Shift+C"], places: onBoard, run: foldAll },
  ...storyActions,
  {
    id: "chooseAll", words: "key.all", group: board, keys: ["Mod+a"], places: onBoard,
    run: () => useView.setState({ selection: order(), scene: null }),
  },
  { id: "chooseNone", words: "key.none", group: board, keys: ["Escape"], places: ["board", "cast"], run: () => useView.setState({ selection: [], scene: null }) },
  {
    id: "mode", words: "key.mode", group: board, keys: ["v"], places: onBoard,
    run: () => showAs(useLook.getState().mode === "grid" ? "scenes" : "grid"),
  },
  { id: "zoom", twofold: true, words: "key.zoom", group: board, keys: ["+", "=", "-"], places: onBoard, run: ({ key }) => zoom(ahead(key, "+", "=")) },
  { id: "usual", words: "key.usual", group: board, keys: ["0"], places: onBoard, run: () => resize(SIZES.usual) },

  { id: "shoot", words: "key.shoot", group: takes, keys: ["r"], can: some, run: () => void shoot(chosen()) },
  { id: "four", words: "key.four", group: takes, keys: ["Shift+R"], can: some, run: () => void shoot(chosen().slice(0, 1), 4) },
  { id: "takeStep", twofold: true, words: "key.takeStep", group: takes, keys: ["[", "]"], places: ["board", "cast"], can: some, run: ({ key }) => verbs.stepTake(ahead(key, "]")) },
  { id: "keep", words: "key.keep", group: takes, keys: ["p"], can: () => chosen().some((id) => film().byId.get(id)?.take), run: verbs.keepChosen },
  ...deriveActions,

  { id: "undo", words: "common.undo", group: all, keys: ["Mod+z"], can: () => useDocument.getState().history.done.length > 0, run: verbs.undo },
  {
    id: "redo", words: "common.redo", group: all, keys: ["Mod+Shift+Z", "Mod+y"], can: () => useDocument.getState().history.undone.length > 0,
    run: verbs.redo,
  },
  { id: "find", words: "key.find", group: all, keys: ["/", "Mod+k"], run: () => open("find") },
  { id: "board", words: "nav.board", group: all, keys: ["1"], run: (_, go) => go("board") },
  { id: "cutPlace", words: "nav.cut", group: all, keys: ["2"], run: (_, go) => go("cut") },
  { id: "cast", words: "nav.cast", group: all, keys: ["3"], run: (_, go) => go("cast") },
  { id: "builds", words: "key.builds", group: all, keys: ["b"], places: ["board", "cast"], run: () => open("builds") },
  { id: "settings", words: "set.title", group: all, keys: ["Mod+,"], run: () => open("settings") },
  { id: "export", words: "key.cut", group: all, keys: ["e"], run: () => open("cut") },
  { id: "player", words: "key.playerShown", group: all, keys: ["Shift+P"], places: onBoard, run: () => useView.setState(({ player: shown }) => ({ player: !shown })) },
  {
    id: "language", words: "key.language", group: all, keys: [],
    run: () => speak(useLanguage.getState().language === "zh" ? "en" : "zh"),
  },
  { id: "keys", words: "key.help", group: all, keys: ["?"], run: () => open("keys") },
];

/** The actions whose keys mean something at a place; over the open canvas only its own, and what holds everywhere. Pure. */
export const actionsAt = (place: string): readonly Action[] =>
  actions.filter((one) => (one.places ? one.places.includes(place as Place) : place !== "canvas" || one.group === all));

/** The action of this name. */
export const action = (id: string): Action | undefined => actions.find((one) => one.id === id);
