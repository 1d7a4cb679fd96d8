// The effects of shots as changes: add, order, set, switch, remove, and lay over many shots at once. Pure.
import type { Operation } from "../api/machine";
import type { Change, Fields, Records, Value } from "../document/changes";
import { inOrder, rankOf, type Ranked, ranksAt } from "../document/order";
import type { Film } from "../document/select";

export type Params = Readonly<Record<string, Value>>;
/** What a port is given besides the clip: a file, another shot, a layer as its region, something that is followed. */
export type Given = Readonly<Record<string, Value>>;
export type Inputs = Readonly<Record<string, Given>>;

/** An effect as it is carried from one shot to others. */
export interface Carried {
  readonly operation: string;
  readonly params: Params;
  readonly enabled?: boolean;
  readonly inputs?: Inputs;
}

export interface Effect extends Ranked, Carried {
  readonly shot: string;
  readonly layer: string | null;
  readonly enabled: boolean;
  readonly inputs: Inputs;
}

/** Onto what an effect is dropped. */
export type Target =
  | { readonly is: "shots"; readonly shots: readonly string[] }
  | { readonly is: "scene"; readonly scene: string }
  | { readonly is: "film" };

const object = (value: unknown): value is Params => value !== null && typeof value === "object" && !Array.isArray(value);
const nothing: Inputs = {};

function effectOf(id: string, fields: Fields): Effect {
  const { params, inputs } = fields;
  return {
    id, rank: rankOf(fields),
    shot: String(fields["shot"] ?? ""), layer: typeof fields["layer"] === "string" ? fields["layer"] : null,
    operation: String(fields["operation"] ?? ""), enabled: fields["enabled"] !== false,
    params: object(params) ? params : {}, inputs: object(inputs) ? (inputs as Inputs) : nothing,
  };
}

const known = new WeakMap<object, ReadonlyMap<string, readonly Effect[]>>();
const none: readonly Effect[] = [];

/** The living effects of a shot, in the order in which they apply. */
export function effectsOf(records: Records, shot: string): readonly Effect[] {
  const all = records["effect"];
  if (!all) return none;
  let byShot = known.get(all);
  if (!byShot) {
    const groups = new Map<string, Effect[]>();
    for (const [id, fields] of Object.entries(all)) {
      if (fields["archived"] === true) continue;
      const effect = effectOf(id, fields);
      const group = groups.get(effect.shot);
      if (group) group.push(effect);
      else groups.set(effect.shot, [effect]);
    }
    known.set(all, (byShot = new Map([...groups].map(([id, group]) => [id, inOrder(group)]))));
  }
  return byShot.get(shot) ?? none;
}

const parted = new WeakMap<readonly Effect[], ReadonlyMap<string | null, readonly Effect[]>>();

/** Those of them that are laid over one layer alone; null: over the whole picture. The same list for the same records. */
export function effectsOn(records: Records, shot: string, layer: string | null): readonly Effect[] {
  const all = effectsOf(records, shot);
  let parts = parted.get(all);
  if (!parts) {
    const groups = new Map<string | null, Effect[]>();
    for (const one of all) groups.set(one.layer, [...(groups.get(one.layer) ?? []), one]);
    parted.set(all, (parts = groups));
  }
  return parts.get(layer) ?? none;
}

/** The shots that a target means, in film order. */
export function shotsOf(film: Film, target: Target): string[] {
  if (target.is === "shots") return film.shots.map((one) => one.shot.id).filter((id) => target.shots.includes(id));
  const shots = target.is === "film" ? film.shots : film.shots.filter((one) => one.shot.scene === target.scene);
  return shots.map((one) => one.shot.id);
}

/** These effects at the end of each shot's stack, or at `index` of it; over one layer alone where it is named. */
export function addEffects(
  records: Records, shots: readonly string[], effects: readonly Carried[], draw: () => string, index?: number, layer: string | null = null,
): Change[] {
  return shots.flatMap((shot) => {
    const own = effectsOn(records, shot, layer);
    const ranks = ranksAt(own, index ?? own.length, effects.length);
    return effects.map((one, place): Change => ({
      kind: "effect", id: draw(),
      set: {
        shot, operation: one.operation, params: { ...one.params }, enabled: one.enabled ?? true, rank: ranks[place] ?? "a0",
        ...(layer === null ? {} : { layer }),
        ...(one.inputs && Object.keys(one.inputs).length > 0 ? { inputs: carriedInputs(records, one.inputs, shot) as Value } : {}),
      },
    }));
  });
}

/** The effect moved to `index` among the others of its stack. */
export function orderEffect(records: Records, shot: string, id: string, index: number): Change[] {
  const layer = effectsOf(records, shot).find((one) => one.id === id)?.layer ?? null;
  const others = effectsOn(records, shot, layer).filter((one) => one.id !== id);
  const [rank = "a0"] = ranksAt(others, Math.max(0, Math.min(index, others.length)));
  return [{ kind: "effect", id, set: { rank } }];
}

/** Set parameters; those given win. */
export function setParams(effect: Effect, params: Params): Change[] {
  return [{ kind: "effect", id: effect.id, set: { params: { ...effect.params, ...params } } }];
}

/**
 * What an effect is given, on a shot that it is carried to: a region or what it follows becomes the layer that is called the same
 * there, and is left out where none is; a point that is followed, and the shot itself that it looked at, are left out.
 */
export function carriedInputs(records: Records, inputs: Inputs, shot: string): Inputs {
  const layers = records["layer"] ?? {};
  const there = (id: Value | undefined): string | null => {
    const own = layers[String(id)];
    if (!own || own["shot"] === shot) return own ? String(id) : null;
    const like = (one: Fields): boolean => one["shot"] === shot && one["archived"] !== true && (one["name"] === own["name"] || (Boolean(own["auto"]) && one["auto"] === own["auto"]));
    return Object.entries(layers).find(([, one]) => like(one))?.[0] ?? null;
  };
  const found: Record<string, Given> = {};
  for (const [port, one] of Object.entries(inputs)) {
    if (one["shot"] === shot) continue;
    const follow = object(one["follow"]) ? one["follow"] : null;
    const of = one["layer"] ?? follow?.["layer"];
    if (follow && !of && Array.isArray(follow["across"]) && follow["across"].length > 0) continue;
    const layer = of ? there(of) : null;
    if (of && layer === null) continue;
    found[port] = !of ? one : follow ? { ...one, follow: { ...follow, layer } } : { ...one, layer };
  }
  return found;
}

/** Give ports something, or nothing (null). */
export function giveInputs(effect: Effect, given: Readonly<Record<string, Given | null>>): Change[] {
  const all = Object.entries({ ...effect.inputs, ...given }).filter((one): one is [string, Given] => one[1] !== null);
  return [{ kind: "effect", id: effect.id, set: { inputs: Object.fromEntries(all) as Value } }];
}

export const switchEffect = (effect: Effect, enabled: boolean): Change[] => [{ kind: "effect", id: effect.id, set: { enabled } }];

/** Taken off; undo brings it back. */
export const removeEffects = (effects: readonly Effect[]): Change[] =>
  effects.map((one) => ({ kind: "effect", id: one.id, set: { archived: true } }));

/** What a model makes of a take is another take, as is what has another length or size; guides and previews are not for an audience. */
const NO_EFFECTS = ["video", "guide", "preview", "time.slow", "time.rate", "quality.upscale"];

/** Whether an operation can stand in a stack: one moving picture goes in by its first port, one comes out. As the server decides. */
export function worksOnPictures(one: Pick<Operation, "name" | "ports" | "outputs">): boolean {
  if (NO_EFFECTS.includes(one.name.split(".", 1)[0] ?? "") || NO_EFFECTS.includes(one.name)) return false;
  const [first, ...rest] = one.ports;
  const outputs = Object.values(one.outputs);
  return first?.media === "video" && !first.many && rest.every((port) => port.optional) && outputs.length === 1 && outputs[0] === "video";
}

/** Effects as a look keeps them: without what is of this film alone. */
export const kept = (effects: readonly Effect[]): Carried[] =>
  effects.map(({ operation, params, enabled, inputs }) => ({
    operation, params, enabled, inputs: Object.fromEntries(Object.entries(inputs).filter(([, one]) => typeof one["artifact"] === "string").map(([port, one]) => [port, { artifact: one["artifact"] as string }])),
  }));

export const MEDIA = "application/x-filmwright-effect";

/** Effects as they are dragged and copied. */
export const written = (effects: readonly Carried[]): string =>
  JSON.stringify(effects.map(({ operation, params, enabled, inputs }) => ({
    operation, params, ...(enabled === false ? { enabled } : {}), ...(inputs && Object.keys(inputs).length > 0 ? { inputs } : {}),
  })));

/** What was dragged or pasted, as far as it is effects; nothing of what is not. */
export function readEffects(text: string): Carried[] {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(found) || found.length > 60) return [];
  return found.flatMap((one: unknown) => {
    if (!one || typeof one !== "object") return [];
    const { operation, params, enabled, inputs } = one as Record<string, unknown>;
    if (typeof operation !== "string" || !/^[a-z]+\.[a-z_]+$/.test(operation)) return [];
    if (params !== undefined && !object(params)) return [];
    const given = object(inputs) && Object.values(inputs).every(object) ? { inputs: inputs as Inputs } : {};
    return [{ operation, params: params ?? {}, ...(enabled === false ? { enabled: false } : {}), ...given }];
  });
}
