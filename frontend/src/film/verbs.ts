// The verbs of the board as they are done: changes made, sent, and what then is chosen.
import { edit, redoLast, undoLast, useDocument } from "../document/store";
import type { Change } from "../document/changes";
import { filmOf } from "../document/select";
import { send } from "../document/sync";
import * as verbs from "../document/verbs";
import { select, selectScene, useView } from "../view/store";

const records = () => useDocument.getState().records;
const film = () => filmOf(records());
const USUAL = 72; // frames of a new shot

/** Make an edit and send it. */
export function change(label: string, changes: readonly Change[]): void {
  send(edit(label, changes));
}

/** Set fields of one record. */
export function set(kind: string, id: string, fields: Change["set"], label = "Change"): void {
  change(label, [{ kind, id, set: fields }]);
}

/** Choose a shot and bring its card under the keyboard, once it is drawn. */
export function choose(id: string): void {
  select(id);
  let tries = 0;
  const reach = (): void => {
    const card = document.getElementById(`card-${id}`);
    if (card) {
      card.scrollIntoView({ block: "nearest" });
      card.focus({ preventScroll: true });
    } else if (tries++ < 20) {
      if (tries === 2) document.getElementById(`scene-${film().byId.get(id)?.shot.scene}`)?.scrollIntoView({ block: "nearest" });
      requestAnimationFrame(reach); // its scene is drawn once it is near the window
    }
  };
  requestAnimationFrame(reach);
}

/** A new shot after `after`, or at the end of the scene, or first in it (`after` null). */
export function newShot(scene: string, after: string | null | "end"): void {
  const shots = film().scenes.find((one) => one.scene.id === scene)?.shots ?? [];
  const index = after === "end" ? shots.length : after === null ? 0 : shots.findIndex((one) => one.shot.id === after) + 1;
  const id = crypto.randomUUID();
  change("New shot", verbs.insertShot(records(), scene, index, id, USUAL));
  choose(id);
}

/** A new scene after the given one. */
export function newScene(after: string | null): void {
  const ids = { scene: crypto.randomUUID(), shot: crypto.randomUUID() };
  change("New scene", verbs.insertScene(records(), after, ids, USUAL));
  choose(ids.shot);
}

/** Archive what is chosen; the next shot is chosen then. */
export function archiveChosen(): void {
  const { selection, scene } = useView.getState();
  if (selection.length > 0) {
    const { shots } = film();
    const last = shots.findLastIndex((one) => selection.includes(one.shot.id));
    const next = shots.slice(last + 1).find(Boolean) ?? shots.findLast((one) => !selection.includes(one.shot.id));
    change("Archive", verbs.archive("shot", selection));
    if (next) choose(next.shot.id);
    else selectScene(null);
  } else if (scene) {
    change("Archive scene", verbs.archive("scene", [scene]));
    selectScene(null);
  }
}

/** Copy what is chosen. */
export function duplicateChosen(): void {
  const changes = verbs.duplicateShots(records(), film(), useView.getState().selection, () => crypto.randomUUID());
  change("Duplicate", changes);
  const copies = changes.filter((one) => one.kind === "shot").map((one) => one.id);
  if (copies.length > 0) useView.setState({ selection: copies });
}

/** Move shots to a place in a scene; `index` counts the shots that stay. */
export function moveShots(ids: readonly string[], scene: string, index: number): void {
  change("Move", verbs.moveShots(records(), film(), ids, scene, index));
}

/** Move a scene up or down by one. */
export function moveScene(id: string, by: number): void {
  const scenes = film().scenes;
  const index = scenes.findIndex((one) => one.scene.id === id) + by;
  if (index >= 0 && index < scenes.length) change("Move scene", verbs.moveScene(records(), id, index));
}

/** Switch to another take of the shot. */
export function switchTake(shot: string, take: string): void {
  set("shot", shot, { take }, "Switch take");
}

/** The previous or next take of the one chosen shot. */
export function stepTake(by: number): void {
  const one = film().byId.get(useView.getState().selection[0] ?? "");
  if (!one) return;
  const index = one.takes.findIndex((take) => take.id === one.shot.take);
  const next = one.takes[index + by];
  if (next) switchTake(one.shot.id, next.id);
}

/** A character enters or leaves a shot. */
export function cast(shot: string, character: string, present: boolean): void {
  change("Cast", verbs.castIn(records(), shot, character, present, crypto.randomUUID()));
}

export const undo = (): void => send(undoLast());
export const redo = (): void => send(redoLast());
