// Which adapters there are, which of them a shot has by itself, and which fit a model. Pure.
import type { Records } from "../document/changes";
import { type AdapterRecord, living } from "../document/kinds";
import { inOrder } from "../document/order";
import type { ShotInFilm } from "../document/select";
import { directionOf } from "../direction/direction";

const known = new WeakMap<NonNullable<Records["adapter"]>, readonly AdapterRecord[]>();

/** The living adapters of the film, in order. */
export function adaptersOf(records: Records): readonly AdapterRecord[] {
  const own = records["adapter"];
  if (!own) return [];
  let found = known.get(own);
  if (!found) known.set(own, (found = inOrder(living(records, "adapter"))));
  return found;
}

/** Whether it was made for this family of models; what says no family is taken at its word. */
export const fits = (adapter: AdapterRecord, family: string): boolean => adapter.base === "" || adapter.base === family;

/** Whether it is there to be laid on. */
export const ready = (adapter: AdapterRecord): boolean => adapter.artifact !== "";

/** Whether it applies to a shot by itself: its character is in it, its style lies over it, its move is the camera's. */
export function byItself(adapter: AdapterRecord, one: ShotInFilm, everywhere: ReadonlySet<string>): boolean {
  if (adapter.purpose === "character") return adapter.character !== null && one.cast.some((who) => who.id === adapter.character);
  if (adapter.purpose === "style") return adapter.style !== null && (one.scene.style === null ? everywhere.has(adapter.style) : one.scene.style === adapter.style);
  return adapter.movement !== "" && adapter.movement === one.shot.movement;
}

export interface Used {
  readonly adapter: AdapterRecord;
  readonly strength: number;
  readonly own: boolean;
  /** It would be used though nobody said so. */
  readonly byItself: boolean;
}

/** What lies over a shot: what applies by itself first, then what was laid on; strength 0 leaves one out, and it stays in the list. */
export function usedBy(adapters: readonly AdapterRecord[], one: ShotInFilm, family: string, everywhere: ReadonlySet<string>): readonly Used[] {
  const laid = new Map(directionOf(one.shot.direction).adapters.map((each) => [each.adapter, each.strength]));
  return adapters.filter(ready).flatMap((adapter) => {
    const own = laid.get(adapter.id);
    const itself = fits(adapter, family) && byItself(adapter, one, everywhere);
    return own === undefined && !itself ? [] : [{ adapter, strength: own ?? adapter.strength, own: own !== undefined, byItself: itself }];
  }).sort((left, right) => Number(right.byItself) - Number(left.byItself));
}
