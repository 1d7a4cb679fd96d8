// The keyboard of the studio: every key with its words (for the `?` sheet) and what it does.
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { shoot } from "../api/act";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import type { Key } from "../i18n/en";
import { open, useView } from "../view/store";
import { playback } from "../player/playback";
import * as verbs from "./verbs";

interface Shortcut {
  readonly keys: readonly string[];
  readonly words: Key;
  readonly group: Key;
  readonly run: (event: KeyboardEvent, go: (place: string) => void) => void;
}

const shots = () => filmOf(useDocument.getState().records).shots.map((one) => one.shot.id);
const chosen = () => useView.getState().selection;

function stepShot(by: number, range: boolean): void {
  const order = shots();
  const at = order.indexOf(chosen().at(by > 0 ? -1 : 0) ?? "");
  const next = order[at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by))];
  if (!next) return;
  if (range) useView.setState({ selection: order.filter((one) => one === next || chosen().includes(one)) });
  else verbs.choose(next);
}

/** Move what is chosen by one place among the shots of its scene. */
function nudge(by: number): void {
  const film = filmOf(useDocument.getState().records);
  const first = film.byId.get(chosen()[0] ?? "");
  if (!first) return;
  const own = film.scenes.find((one) => one.scene.id === first.shot.scene)?.shots ?? [];
  const index = own.findIndex((one) => one.shot.id === first.shot.id) + by;
  verbs.moveShots(chosen(), first.shot.scene, Math.min(Math.max(0, index), own.length - chosen().length));
}

function newAfter(): void {
  const { selection, scene } = useView.getState();
  const film = filmOf(useDocument.getState().records);
  const one = film.byId.get(selection.at(-1) ?? "");
  if (one) verbs.newShot(one.shot.scene, one.shot.id);
  else if (scene) verbs.newShot(scene, "end");
  else {
    const last = film.scenes.at(-1);
    if (last) verbs.newShot(last.scene.id, "end");
    else verbs.newScene(null);
  }
}

export const shortcuts: readonly Shortcut[] = [
  { keys: ["Space"], words: "key.play", group: "key.player", run: () => playback.toggle() },
  { keys: ["j"], words: "key.j", group: "key.player", run: () => playback.shuttle(-1) },
  { keys: ["k"], words: "key.k", group: "key.player", run: () => playback.pause() },
  { keys: ["l"], words: "key.l", group: "key.player", run: () => playback.shuttle(1) },
  { keys: [",", "."], words: "key.frame", group: "key.player", run: (event) => playback.step(event.key === "," ? -1 : 1) },
  { keys: ["<", ">"], words: "key.ten", group: "key.player", run: (event) => playback.step(event.key === "<" ? -10 : 10) },
  { keys: ["Home", "End"], words: "key.ends", group: "key.player", run: (event) => playback.seek(event.key === "Home" ? 0 : Infinity) },
  { keys: ["ArrowLeft", "ArrowRight"], words: "key.shots", group: "key.board", run: (event) => stepShot(event.key === "ArrowLeft" ? -1 : 1, event.shiftKey) },
  { keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], words: "key.nudge", group: "key.board", run: (event) => nudge(event.key === "ArrowLeft" ? -1 : 1) },
  { keys: ["n"], words: "key.new", group: "key.board", run: newAfter },
  { keys: ["d"], words: "key.duplicate", group: "key.board", run: verbs.duplicateChosen },
  { keys: ["Backspace", "Delete"], words: "key.archive", group: "key.board", run: verbs.archiveChosen },
  { keys: ["Mod+a"], words: "key.all", group: "key.board", run: () => useView.setState({ selection: shots(), scene: null }) },
  { keys: ["Escape"], words: "key.none", group: "key.board", run: () => useView.setState({ selection: [], scene: null }) },
  { keys: ["r"], words: "key.shoot", group: "key.takes", run: () => void shoot(chosen()) },
  { keys: ["Shift+R"], words: "key.four", group: "key.takes", run: () => void shoot(chosen().slice(0, 1), 4) },
  { keys: ["[", "]"], words: "key.takeStep", group: "key.takes", run: (event) => verbs.stepTake(event.key === "[" ? -1 : 1) },
  { keys: ["Mod+z"], words: "key.undo", group: "key.all.film", run: verbs.undo },
  { keys: ["Mod+Shift+Z", "Mod+y"], words: "key.redo", group: "key.all.film", run: verbs.redo },
  { keys: ["1", "2", "3"], words: "key.places", group: "key.all.film", run: (event, go) => go(["board", "cut", "cast"][Number(event.key) - 1] ?? "board") },
  { keys: ["b"], words: "key.builds", group: "key.all.film", run: () => open("builds") },
  { keys: ["e"], words: "key.cut", group: "key.all.film", run: () => open("cut") },
  { keys: ["?"], words: "key.help", group: "key.all.film", run: () => open("keys") },
];

function named(event: KeyboardEvent): string {
  const key = event.key === " " ? "Space" : event.key;
  const mod = event.metaKey || event.ctrlKey ? "Mod+" : "";
  const alt = event.altKey ? "Alt+" : "";
  const letter = /^[a-z]$/i.test(key); // caps lock changes nothing
  const plain = letter ? (event.shiftKey ? key.toUpperCase() : key.toLowerCase()) : key;
  return `${mod}${alt}${event.shiftKey && (letter || mod) ? "Shift+" : ""}${plain}`;
}

const TYPING = "input:not([type=range]), textarea, select, [contenteditable=true]";

/** Listens while a film is open; never while somebody types or a sheet is open. */
export function useKeys(project: string): void {
  const navigate = useNavigate();
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(TYPING) || target?.closest("dialog") || useView.getState().sheet) return;
      const onControl = target?.closest("button, a, [role=slider]") !== null && target?.closest(".card") === null;
      if (onControl && (event.key === " " || event.key === "Enter")) return;
      const name = named(event);
      const found = shortcuts.find((one) => one.keys.includes(name))
        ?? (event.shiftKey ? shortcuts.find((one) => one.keys.includes(name.replace("Shift+", ""))) : undefined);
      if (!found) return;
      event.preventDefault();
      found.run(event, (place) => void navigate(`/p/${project}/${place}`));
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [project, navigate]);
}
