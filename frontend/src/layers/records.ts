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
  edges: { subject: "auto", band: 0, steady: 0.25, strands: false },
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

/** Whether a layer lies, or casts a shadow, where it was not when it was shot. */
export const movedAway = (layer: Layer): boolean =>
  layer.kind !== "cut" || layer.blend.shadow > 0 || layer.keys.some((one) => one.across !== 0 || one.down !== 0 || one.scale !== 1 || one.turn !== 0);

/** Whether a cut layer lies as it was shot, with nothing done to it: it stays in the picture bit for bit. */
export function rests(layer: Layer, effects = 0): boolean {
  const { wrap, match, grain } = layer.blend;
  return layer.visible && !movedAway(layer) && layer.opacity === 1 && layer.mode === "normal" && effects === 0 && wrap === 0 && (match ?? 0) === 0 && grain === 0;
}

/** A cut layer that nobody said anything of yet: there is nothing to cut. */
export const unsaid = (layer: Layer): boolean => layer.kind === "cut" && layer.auto === "" && layer.matte === "" && layer.masks.length === 0;

/** The cut layers in whose stead a thing is seen. */
export function replacedIn(layers: readonly Layer[]): ReadonlySet<string> {
  const cut = new Set(layers.filter((one) => one.kind === "cut" && !unsaid(one)).map((one) => one.id));
  return new Set(layers.flatMap(({ kind, visible, thing }) => (kind === "thing" && visible && thing?.instead && cut.has(thing.instead) ? [thing.instead] : [])));
}

export type EffectsOn = (layer: string) => number;

/** The cut layers behind which the picture has to be filled: gone, replaced, or not as they were shot. */
export function goneFrom(layers: readonly Layer[], effects: EffectsOn): readonly string[] {
  const replaced = replacedIn(layers);
  return layers.filter((one) => one.kind === "cut" && !unsaid(one) && (replaced.has(one.id) || !rests(one, effects(one.id)))).map((one) => one.id);
}

/**
 * Which layers are laid over what is behind, lowest first: from the first that is gone or not as it was shot, all that are seen,
 * for they were in front; below it, only what the picture behind lacks. As the server does it.
 */
export function laidOf(layers: readonly Layer[], behind: boolean, lacking: ReadonlySet<string>, effects: EffectsOn): readonly Layer[] {
  const replaced = replacedIn(layers);
  let disturbed = behind;
  return layers.filter((one) => {
    if (unsaid(one)) return false;
    const seen = one.visible && !replaced.has(one.id);
    disturbed ||= seen ? !rests(one, effects(one.id)) : one.kind === "cut";
    return seen && (disturbed || lacking.has(one.id));
  });
}
