// The verbs of the board as they are done: changes made, sent, and what then is chosen.
import { stop } from "../api/act";
import { queries, type Reel } from "../api/queries";
import type { Change } from "../document/changes";
import { adopted } from "../document/groups";
import { filmOf, type ShotInFilm } from "../document/select";
import { groupShots, mergeShots, splitShot, whyNotMerged } from "../document/split";
import { edit, redoLast, undoLast, useDocument } from "../document/store";
import { send } from "../document/sync";
import * as verbs from "../document/verbs";
import { useLanguage, words } from "../i18n";
import type { Key } from "../i18n/en";
import { bringIntoSight } from "../view/reach";
import { select, selectScene, tell, useView } from "../view/store";

const records = () => useDocument.getState().records;
const film = () => filmOf(records());
const USUAL = 72; // frames of a new shot
const draw = (): string => crypto.randomUUID();

/** A step's name, in the language in which it was done: undo says it, and so does the log. */
export const say = (key: Key, values: Readonly<Record<string, string | number>> = {}): string => words(useLanguage.getState().language, key, values);

/** Make an edit and send it; with a group, as part of its one step. */
export function change(label: string, changes: readonly Change[], group?: string): void {
  send(edit(label, changes, group ? { group } : "record"));
}

/** Set fields of one record; with a group, as part of its one step. */
export function set(kind: string, id: string, fields: Change["set"], label = say("edit.change"), group?: string): void {
  change(label, [{ kind, id, set: fields }], group);
}

/** Choose a shot and bring its card under the keyboard. */
export function choose(id: string): void {
  select(id);
  bringIntoSight({ shot: id });
}

/** A new shot after `after`, or at the end of the scene, or first in it (`after` null). */
export function newShot(scene: string, after: string | null | "end"): void {
  const shots = film().scenes.find((one) => one.scene.id === scene)?.shots ?? [];
  const index = after === "end" ? shots.length : after === null ? 0 : shots.findIndex((one) => one.shot.id === after) + 1;
  const id = crypto.randomUUID();
  change(say("edit.newShot"), verbs.insertShot(records(), scene, index, id, USUAL));
  choose(id);
}

/** A new scene after the given one. */
export function newScene(after: string | null): void {
  const ids = { scene: crypto.randomUUID(), shot: crypto.randomUUID() };
  change(say("edit.newScene"), verbs.insertScene(records(), after, ids, USUAL));
  choose(ids.shot);
}

/** Archive what is chosen; the next shot is chosen then. */
export function archiveChosen(): void {
  const { selection, scene } = useView.getState();
  if (selection.length > 0) {
    const { shots } = film();
    const last = shots.findLastIndex((one) => selection.includes(one.shot.id));
    const next = shots.slice(last + 1).find(Boolean) ?? shots.findLast((one) => !selection.includes(one.shot.id));
    change(say("edit.archive", { count: selection.length }), verbs.archive("shot", selection));
    if (next) choose(next.shot.id);
    else selectScene(null);
  } else if (scene) {
    change(say("edit.archiveScene"), verbs.archive("scene", [scene]));
    selectScene(null);
  }
}

/** Copy what is chosen. */
export function duplicateChosen(): void {
  const { selection } = useView.getState();
  const changes = verbs.duplicateShots(records(), film(), selection, draw);
  change(say("edit.duplicate", { count: selection.length }), changes);
  const copies = changes.filter((one) => one.kind === "shot").map((one) => one.id);
  if (copies.length > 0) useView.setState({ selection: copies });
  if (copies[0]) bringIntoSight({ shot: copies[0] });
}

/** Move shots to a place in a scene; `index` counts the shots that stay. */
export function moveShots(ids: readonly string[], scene: string, index: number): void {
  change(say("edit.move", { count: ids.length }), verbs.moveShots(records(), film(), ids, scene, index));
}

/** Move what is chosen by one place; past the end of its scene, into the next. */
export function nudge(by: 1 | -1): void {
  const { scenes, byId } = film();
  const { selection } = useView.getState();
  const chosen = selection.flatMap((id) => byId.get(id) ?? []).sort((one, other) => one.start - other.start);
  const lead = by > 0 ? chosen.at(-1) : chosen[0];
  if (!lead) return;
  const at = scenes.findIndex((one) => one.scene.id === lead.shot.scene);
  const own = scenes[at]?.shots ?? [];
  const staying = own.filter((one) => !selection.includes(one.shot.id));
  const before = own.slice(0, own.indexOf(lead)).filter((one) => !selection.includes(one.shot.id)).length;
  const index = before + by;
  if (index >= 0 && index <= staying.length) moveShots(selection, lead.shot.scene, index);
  else {
    const next = scenes[at + by];
    if (!next) return;
    moveShots(selection, next.scene.id, by > 0 ? 0 : next.shots.length);
  }
  bringIntoSight({ shot: lead.shot.id });
}

/** Move a scene up or down by one. */
export function moveScene(id: string, by: number): void {
  moveSceneTo(id, film().scenes.findIndex((one) => one.scene.id === id) + by);
  bringIntoSight({ scene: id });
}

/** Move a scene to a place among the others. */
export function moveSceneTo(id: string, index: number): void {
  const { scenes } = film();
  const from = scenes.findIndex((one) => one.scene.id === id);
  if (from >= 0 && index !== from && index >= 0 && index < scenes.length) change(say("edit.moveScene"), verbs.moveScene(records(), id, index));
}

/** Where the one chosen shot would be cut: at the playhead inside it, otherwise in its middle; 0 where it cannot be. */
export function cutOf(one: ShotInFilm): number {
  const inside = useView.getState().frame - one.start;
  return inside > 0 && inside < one.shot.frames ? inside : Math.floor(one.shot.frames / 2);
}

/** Cut the chosen shot in two. */
export function splitChosen(): void {
  const one = film().byId.get(useView.getState().selection[0] ?? "");
  if (!one) return;
  const heard = queries.getQueriesData<Reel>({ queryKey: ["reel"] }).flatMap(([, reel]) => reel?.voices ?? []);
  const starts = one.shot.dialogue.map((line) => {
    const voice = heard.find((each) => each.words === line.words && each.start >= one.start && each.start < one.start + one.shot.frames);
    return voice ? voice.start - one.start : null;
  });
  const changes = splitShot(records(), one, cutOf(one), draw, starts);
  if (changes.length === 0) return tell(say("split.short"), "failed");
  change(say("edit.split"), changes);
  bringIntoSight({ shot: one.shot.id });
}

/** Make one of the chosen neighbours; of a single shot, with the one after it. */
export function mergeChosen(): void {
  let { selection } = useView.getState();
  const now = film();
  const only = selection.length === 1 ? now.byId.get(selection[0] ?? "") : undefined;
  if (only) {
    const own = now.scenes.find((one) => one.scene.id === only.shot.scene)?.shots ?? [];
    const next = own[own.indexOf(only) + 1];
    if (next) selection = [only.shot.id, next.shot.id];
  }
  const why = whyNotMerged(now, selection);
  if (why) return tell(say(`merge.${why}`), "failed");
  const changes = mergeShots(records(), now, selection, draw);
  change(say("edit.merge", { count: selection.length }), changes);
  if (changes.some((one) => one.kind === "layer")) tell(say("merge.layers"));
  if (changes[0]) choose(changes[0].id);
}

/** The chosen shots become a scene of their own. */
export function groupChosen(): void {
  const { selection } = useView.getState();
  if (selection.length === 0) return;
  const id = draw();
  change(say("edit.group"), groupShots(records(), film(), selection, id));
  bringIntoSight({ shot: selection[0] ?? "" });
}

/** Switch to another take of the shot. */
export function switchTake(shot: string, take: string): void {
  set("shot", shot, { take }, say("edit.switchTake"));
}

/** The previous or next take of the one chosen shot. */
export function stepTake(by: number): void {
  const one = film().byId.get(useView.getState().selection[0] ?? "");
  if (!one) return;
  const index = one.takes.findIndex((take) => take.id === one.shot.take);
  const next = one.takes[index + by];
  if (next) switchTake(one.shot.id, next.id);
}

/** Keep the takes of the chosen shots, so that nothing that changes later makes them go; again: let them go. */
export function keepChosen(): void {
  const { byId } = film();
  const current = useView.getState().selection.flatMap((id) => byId.get(id)?.take ?? []);
  const kept = !current.every((one) => one.kept);
  change(say(kept ? "edit.keep" : "edit.unkeep"), current.map((one) => ({ kind: "take", id: one.id, set: { kept } })));
}

/** A character enters or leaves a shot. */
export function cast(shot: string, character: string, present: boolean): void {
  change(say("edit.cast"), verbs.castIn(records(), shot, character, present, crypto.randomUUID()));
}

/** Take back my last step, and say which. */
export function undo(): void {
  const { history, project } = useDocument.getState();
  const step = history.done.at(-1);
  if (step?.group && adopted(step.group) && project) void stop(project.id); // otherwise what is still being made would come after all
  send(undoLast());
  if (step) tell(say("undo.did", { what: step.label || say("edit.change") }), "told", "undo");
}

/** Do it again after all. */
export function redo(): void {
  const step = useDocument.getState().history.undone.at(-1);
  send(redoLast());
  if (step) tell(say("redo.did", { what: step.label || say("edit.change") }), "told", "undo");
}
