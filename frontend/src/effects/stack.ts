// The effects of shots as changes: add, order, set, switch, remove, and lay over many shots at once. Pure.
import type { Operation } from "../api/machine";
import type { Change, Fields, Records, Value } from "../document/changes";
import { inOrder, rankOf, type Ranked, ranksAt } from "../document/order";
import type { Film } from "../document/select";

export type Params = Readonly<Record<string, Value>>;

/** An effect as it is carried from one shot to others. */
export interface Carried {
  readonly operation: string;
  readonly params: Params;
  readonly enabled?: boolean;
}

export interface Effect extends Ranked, Carried {
  readonly shot: string;
  readonly layer: string | null;
  readonly enabled: boolean;
}

/** Onto what an effect is dropped. */
export type Target =
  | { readonly is: "shots"; readonly shots: readonly string[] }
  | { readonly is: "scene"; readonly scene: string }
  | { readonly is: "film" };

function effectOf(id: string, fields: Fields): Effect {
  const params = fields["params"];
  return {
    id, rank: rankOf(fields),
    shot: String(fields["shot"] ?? ""), layer: typeof fields["layer"] === "string" ? fields["layer"] : null,
    operation: String(fields["operation"] ?? ""), enabled: fields["enabled"] !== false,
    params: params && typeof params === "object" && !Array.isArray(params) ? params : {},
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

export const MEDIA = "application/x-filmwright-effect";

/** Effects as they are dragged and copied. */
export const written = (effects: readonly Carried[]): string =>
  JSON.stringify(effects.map(({ operation, params, enabled }) => ({ operation, params, ...(enabled === false ? { enabled } : {}) })));

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
    const { operation, params, enabled } = one as { operation?: unknown; params?: unknown; enabled?: unknown };
    if (typeof operation !== "string" || !/^[a-z]+\.[a-z_]+$/.test(operation)) return [];
    if (params !== undefined && (params === null || typeof params !== "object" || Array.isArray(params))) return [];
    return [{ operation, params: (params ?? {}) as Params, ...(enabled === false ? { enabled: false } : {}) }];
  });
}
