// What a person does with layers, as it is done: changes made and sent, each one step of undo, and what is then in the hand.
import { useCanvas } from "../canvas/store";
import type { Layer, LayerKey, MaskKey, Thing } from "../document/kinds";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { change, say } from "../film/verbs";
import * as changes from "./changes";
import { type Pose, placed, poseAt, withKey } from "./pose";
import { coveredAt } from "./LivePicture";
import { movement, pivoted } from "./pivot";
import { layersOf } from "./records";
import { animates, drafted, undraft, useLayers } from "./store";

const records = () => useDocument.getState().records;
const draw = (): string => crypto.randomUUID();

/** The layer in hand, of the shot that is open. */
export function inHand(): Layer | null {
  const { shot, layer } = useCanvas.getState();
  return (shot && layersOf(records(), shot).find((one) => one.id === layer)) || null;
}

/** What a layer is called. */
export const nameOf = (layer: Layer): string => layer.name.trim() || (layer.auto === "people" ? say("layers.people") : say(`layers.kind.${layer.kind}`));

/** Set fields; nothing is under the hand any more. */
export function write(layer: Layer, fields: Partial<Omit<Layer, "id">>, label: string): void {
  undraft(layer.id);
  change(label, changes.setLayer(layer.id, fields));
}

const SOON = 900; // ms between presses that are one wish
let last = { about: "", group: "", at: -SOON };

/** As `write`, for numbers that are nudged press by press: what follows soon is the same step of undo. */
export function nudge(layer: Layer, fields: Partial<Omit<Layer, "id">>, label: string): void {
  const about = `${layer.id} ${label}`;
  const now = performance.now();
  const group = last.about === about && now - last.at < SOON ? last.group : crypto.randomUUID();
  last = { about, group, at: now };
  undraft(layer.id);
  change(label, changes.setLayer(layer.id, fields), group);
}

export const rename = (layer: Layer, name: string): void => write(layer, { name: name.trim().slice(0, 120) }, say("layers.edit.name"));

/** Seen, or taken out of the picture. */
export function show(layer: Layer, visible = !layer.visible): void {
  write(layer, { visible }, say(visible ? "layers.edit.show" : "layers.edit.hide", { name: nameOf(layer) }));
}

/** Up or down in the stack. */
export function reorder(layer: Layer, index: number): void {
  change(say("layers.edit.order"), changes.orderLayer(records(), layer, index));
}

/** One place up or down. */
export function nudgeOrder(layer: Layer, by: 1 | -1): void {
  const all = layersOf(records(), layer.shot);
  const at = all.findIndex((one) => one.id === layer.id);
  if (at + by >= 0 && at + by < all.length) reorder(layer, at + by);
}

/** Put it away; its neighbour is in the hand then. */
export function remove(layer: Layer): void {
  const all = layersOf(records(), layer.shot);
  const at = all.findIndex((one) => one.id === layer.id);
  change(say("layers.edit.remove", { name: nameOf(layer) }), changes.removeLayer(records(), layer));
  if (useCanvas.getState().layer === layer.id) useCanvas.setState({ layer: (all[at + 1] ?? all[at - 1])?.id ?? null });
}

/** A copy above it, in the hand. */
export function duplicate(layer: Layer): void {
  const made = changes.duplicateLayer(records(), layer, say("layers.copyName", { name: nameOf(layer) }), draw);
  change(say("layers.edit.duplicate", { name: nameOf(layer) }), made);
  useCanvas.setState({ layer: made[0]?.id ?? layer.id });
}

/** The layer as it is moved by hand from a frame on: with what is under the hand already, and about its own middle. */
export function onPivot(layer: Layer, frame: number): Layer {
  const { project } = useDocument.getState();
  const now = drafted(layer, useLayers.getState().drafts);
  return pivoted(now, frame, coveredAt(layer.id, frame)?.box ?? null, (project?.width ?? 16) / (project?.height ?? 9));
}

/** The movement of a layer (see `onPivot`) after it was moved by hand to a pose at a frame. */
export const movedTo = (layer: Layer, frame: number, pose: Pose): Pick<Layer, "keys" | "pivot"> =>
  movement(layer, placed(layer.keys, frame, pose, animates(layer, useLayers.getState().animated)));

/** Write where a layer was moved to. */
export function place(layer: Layer, frame: number, pose: Pose): void {
  write(layer, movedTo(layer, frame, pose), say("layers.edit.move", { name: nameOf(layer) }));
}

/** Write what it turns and grows about. */
export const pivotTo = (layer: Layer): void => write(layer, movement(layer, layer.keys), say("layers.edit.pivot", { name: nameOf(layer) }));

/** A key where the layer lies now, or that key away. */
export function turnKey(layer: Layer, frame: number): void {
  const there = layer.keys.some((one) => one.frame === frame);
  const keys = there ? layer.keys.filter((one) => one.frame !== frame) : withKey(layer.keys, frame, poseAt(layer.keys, frame, layer.easing));
  write(layer, { keys }, say(there ? "layers.edit.keyOff" : "layers.edit.keyOn", { name: nameOf(layer) }));
}

/** Back where it was shot. */
export const reset = (layer: Layer): void => write(layer, { keys: [], pivot: null }, say("layers.edit.reset", { name: nameOf(layer) }));

/** A layer that goes along a path. */
export function follow(layer: Layer, keys: readonly LayerKey[]): void {
  write(layer, { ...movement(layer, changes.keysWith(layer.keys, keys)), easing: "linear" }, say("layers.edit.path", { name: nameOf(layer) }));
}

const takeOf = (shot: string): string | null => filmOf(records()).byId.get(shot)?.shot.take ?? null;

/** Put a thing into a shot; its layer's id. */
export function insert(shot: string, thing: Thing, name: string): string {
  const id = draw();
  const words = name.trim().slice(0, 120) || say("layers.kind.thing");
  change(say(thing.instead ? "layers.edit.replace" : "layers.edit.insert", { name: words }), changes.putThing(records(), shot, thing, { id, name: words, take: takeOf(shot) }));
  if (useCanvas.getState().shot === shot) useCanvas.setState({ layer: id });
  return id;
}

/** Use a layer over another shot. */
export function lend(layer: Layer, shot: string, offset = 0): string {
  const id = draw();
  const slate = filmOf(records()).byId.get(shot)?.slate ?? "";
  change(say("layers.edit.lend", { name: nameOf(layer), slate }), changes.lendLayer(records(), shot, layer.id, offset, { id, name: nameOf(layer), take: takeOf(shot) }));
  return id;
}

/** What was brushed goes along an arrow. */
export function movePart(shot: string, mask: MaskKey, keys: readonly LayerKey[]): void {
  const id = draw();
  const number = layersOf(records(), shot).length + 1;
  change(say("layers.edit.part"), changes.movePart(records(), shot, mask, keys, { id, name: say("layers.partName", { number }), take: takeOf(shot) }));
  useCanvas.setState({ layer: id });
}
