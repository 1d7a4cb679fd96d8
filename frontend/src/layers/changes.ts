// What is done to layers, as changes: order, copies, things put in, layers lent, moves. Pure.
import type { Change, Fields, Records, Value } from "../document/changes";
import type { Layer, LayerKey, MaskKey, Thing } from "../document/kinds";
import { ranksAt } from "../document/order";
import { effectsOf } from "../effects/stack";
import { layersOf } from "./records";

type Draw = () => string;

const values = (of: unknown): Value => JSON.parse(JSON.stringify(of)) as Value;

/** Fields of a layer, as an edit takes them. */
export const setLayer = (id: string, fields: Partial<Omit<Layer, "id">>): Change[] => [{ kind: "layer", id, set: values(fields) as Fields }];

/** The layer moved to `index` among the others of its shot, 0 lowest. */
export function orderLayer(records: Records, layer: Layer, index: number): Change[] {
  const others = layersOf(records, layer.shot).filter((one) => one.id !== layer.id);
  const [rank = "a0"] = ranksAt(others, Math.max(0, Math.min(index, others.length)));
  return [{ kind: "layer", id: layer.id, set: { rank } }];
}

/** Put away, with its effects; what stood in its place stays. */
export const removeLayer = (records: Records, layer: Layer): Change[] => [
  { kind: "layer", id: layer.id, set: { archived: true } },
  ...effectsOf(records, layer.shot).filter((one) => one.layer === layer.id).map((one): Change => ({ kind: "effect", id: one.id, set: { archived: true } })),
];

/** A copy right above it, with its effects. */
export function duplicateLayer(records: Records, layer: Layer, name: string, draw: Draw): Change[] {
  const all = layersOf(records, layer.shot);
  const [rank = "a0"] = ranksAt(all, all.findIndex((one) => one.id === layer.id) + 1);
  const id = draw();
  const fields = { ...(records["layer"]?.[layer.id] ?? {}), rank, name };
  const effects = effectsOf(records, layer.shot).filter((one) => one.layer === layer.id);
  const copied = effects.map((one): Change => ({
    kind: "effect", id: draw(), set: { shot: one.shot, layer: id, operation: one.operation, params: { ...one.params }, enabled: one.enabled, rank: one.rank },
  }));
  return [{ kind: "layer", id, set: fields }, ...copied];
}

interface NewLayer {
  readonly id: string;
  readonly name: string;
  readonly take: string | null;
}

const atTop = (records: Records, shot: string): string => ranksAt(layersOf(records, shot), layersOf(records, shot).length)[0] ?? "a0";

/** Something put into the shot, on top; in place of another layer right above it, which is not seen as long as this is. */
export function putThing(records: Records, shot: string, thing: Thing, { id, name, take }: NewLayer): Change[] {
  const all = layersOf(records, shot);
  const at = thing.instead === null ? -1 : all.findIndex((one) => one.id === thing.instead);
  const rank = at < 0 ? atTop(records, shot) : (ranksAt(all, at + 1)[0] ?? "a0");
  return [{ kind: "layer", id, set: { shot, kind: "thing", name, rank, take, thing: values(thing) } }];
}

/** A layer of another shot over this one. */
export function lendLayer(records: Records, shot: string, lent: string, offset: number, { id, name, take }: NewLayer): Change[] {
  return [{ kind: "layer", id, set: { shot, kind: "borrowed", name, rank: atTop(records, shot), take, borrowed: { layer: lent, offset } } }];
}

/** What was brushed, as a layer that moves. */
export function movePart(records: Records, shot: string, mask: MaskKey, keys: readonly LayerKey[], { id, name, take }: NewLayer): Change[] {
  return [{ kind: "layer", id, set: { shot, name, rank: atTop(records, shot), take, masks: [values(mask)], keys: values(keys), easing: "linear" } }];
}

/** Keys that follow a path over some frames: others in that stretch give way, those beyond it stay. */
export function keysWith(keys: readonly LayerKey[], drawn: readonly LayerKey[]): LayerKey[] {
  const [first, last] = [drawn[0]?.frame ?? 0, drawn.at(-1)?.frame ?? -1];
  return [...keys.filter((one) => one.frame < first || one.frame > last), ...drawn].sort((one, other) => one.frame - other.frame);
}
