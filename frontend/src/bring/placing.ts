// Pictures and footage that are put on the board, as changes: a shot for each picture, a field of one shot. Pure.
import type { Change, Fields, Records } from "../document/changes";
import { living } from "../document/kinds";
import { inOrder, ranksAt } from "../document/order";
import { freeLetters } from "../document/verbs";

/** Where something lands: on a shot, in a scene (at its end), or on the board (after everything). */
export interface Spot {
  readonly shot?: string | undefined;
  readonly scene?: string | undefined;
}

const seedOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) >>> 0;

/** A shot for each of `sets` (fields of its own), after the shot or at the end of the scene; without either, in a new scene. */
export function shotsOf(records: Records, sets: readonly Fields[], spot: Spot, frames: number, draw: () => string): Change[] {
  if (sets.length === 0) return [];
  const changes: Change[] = [];
  const after = spot.shot ? records["shot"]?.[spot.shot] : undefined;
  let scene = (after?.["scene"] as string | undefined) ?? spot.scene;
  if (!scene) {
    scene = draw();
    changes.push(newScene(records, scene));
  }
  const here = inOrder(living(records, "shot").filter((one) => one.scene === scene));
  const index = after ? here.findIndex((one) => one.id === spot.shot) + 1 : here.length;
  const ranks = ranksAt(here, index, sets.length);
  const letters = freeLetters(records, scene, sets.length);
  sets.forEach((set, place) => {
    const id = draw();
    const own = { scene, rank: ranks[place] ?? "a0", letter: letters[place] ?? "", frames, seed: seedOf(id), ...set };
    changes.push({ kind: "shot", id, set: own as Fields });
  });
  return changes;
}

function newScene(records: Records, id: string): Change {
  const scenes = inOrder(living(records, "scene"));
  const [rank = "a0"] = ranksAt(scenes, scenes.length);
  const used = new Set(Object.values(records["scene"] ?? {}).map((one) => String(one["number"] ?? "")));
  let number = scenes.length + 1;
  while (used.has(String(number))) number++;
  return { kind: "scene", id, set: { number: String(number), rank } };
}

/** Files in the order in which a person counts them: 2 before 10. */
export function counted<T extends { readonly name: string }>(files: readonly T[]): T[] {
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  return [...files].sort((one, other) => order.compare(one.name, other.name));
}
