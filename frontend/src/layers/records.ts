// The layers of a shot as they are read: in order, lowest first; and what each of them does to the picture. Pure.
import type { Fields, Records } from "../document/changes";
import { type Layer, view } from "../document/kinds";
import { inOrder } from "../document/order";

const known = new WeakMap<object, ReadonlyMap<string, readonly Layer[]>>();
const none: readonly Layer[] = [];

/** The living layers of a shot, lowest first. */
export function layersOf(records: Records, shot: string): readonly Layer[] {
  const all = records["layer"];
  if (!all) return none;
  let byShot = known.get(all);
  if (!byShot) known.set(all, (byShot = grouped(all)));
  return byShot.get(shot) ?? none;
}

function grouped(all: Readonly<Record<string, Fields>>): ReadonlyMap<string, readonly Layer[]> {
  const groups = new Map<string, Layer[]>();
  for (const [id, fields] of Object.entries(all)) {
    if (fields["archived"] === true) continue;
    const layer = view("layer", id, whole(fields));
    const group = groups.get(layer.shot);
    if (group) group.push(layer);
    else groups.set(layer.shot, [layer]);
  }
  return new Map([...groups].map(([shot, group]) => [shot, inOrder(group)]));
}

const USUAL = {
  edges: { subject: "thing", band: 0, steady: 0.25, strands: false },
  blend: { wrap: 0, match: null, grain: 0, shadow: 0, shadow_across: 0, shadow_down: 0, shadow_soft: 0 },
} as const;
const filled = new WeakMap<Fields, Fields>();

/** The same record with the parts of its edges and its blend that nobody set. */
function whole(fields: Fields): Fields {
  let found = filled.get(fields);
  if (!found) {
    const part = (name: "edges" | "blend"): Fields => ({ ...USUAL[name], ...(fields[name] as Fields | undefined) });
    filled.set(fields, (found = { ...fields, edges: part("edges"), blend: part("blend") }));
  }
  return found;
}

/** What a layer is called where nobody named it. */
export const calledOf = (layer: Layer, usual: string): string => layer.name.trim() || usual;

/** Whether a cut layer lies as it was shot, with nothing done to it: it stays in the picture bit for bit. */
export function rests(layer: Layer, effects = 0): boolean {
  const { wrap, match, grain, shadow } = layer.blend;
  return layer.kind === "cut" && layer.visible && layer.opacity === 1 && layer.mode === "normal" && effects === 0
    && wrap === 0 && (match ?? 0) === 0 && grain === 0 && shadow === 0
    && layer.keys.every((one) => one.across === 0 && one.down === 0 && one.scale === 1 && one.turn === 0);
}

/** Whether the picture behind it has to be filled: it is gone, or it is not where it was. */
export function uncovers(layer: Layer, effects = 0): boolean {
  return layer.kind === "cut" && (!layer.visible || !rests(layer, effects));
}

/** A cut layer that nobody said anything of yet: there is nothing to cut. */
export const unsaid = (layer: Layer): boolean => layer.kind === "cut" && layer.auto === "" && layer.matte === "" && layer.masks.length === 0;

/**
 * Which layers are drawn over the plate at all, lowest first: all that are visible but those that rest where the picture still
 * shows them. Once one is uncovered its plate lies below, so everything above it is drawn again.
 */
export function drawnOf(layers: readonly Layer[], behind: boolean, effects: (layer: string) => number): readonly Layer[] {
  const from = behind ? 0 : layers.findIndex((one) => uncovers(one, effects(one.id)));
  return layers.filter((one, place) => one.visible && !unsaid(one) && (!rests(one, effects(one.id)) || (from >= 0 && place >= from)));
}

/** Whether the picture needs its plate, or another place, behind the layers. */
export const needsPlate = (layers: readonly Layer[], backdrop: boolean, effects: (layer: string) => number): boolean =>
  backdrop || layers.some((one) => uncovers(one, effects(one.id)));
