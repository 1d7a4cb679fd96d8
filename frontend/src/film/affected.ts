// Which scenes of a film an edit may have changed the pictures of: only of these is anything asked again. Pure.
import type { Fields, Records } from "../document/changes";

export type Affected = { readonly scenes: ReadonlySet<string> } | "film";

const MANY = 20; // scenes; of more than these the whole film is asked for at once
const APART = new Set(["timeline", "track", "clip", "transition", "marker"]); // no still and no take is made from these

export const nothing: Affected = { scenes: new Set() };

/** Everything that either of both touches. */
export function both(one: Affected, other: Affected): Affected {
  if (one === "film" || other === "film") return "film";
  const scenes = new Set([...one.scenes, ...other.scenes]);
  return scenes.size > MANY ? "film" : { scenes };
}

/** The scenes whose shots may look different after the edit; the film when people, places, styles or the film itself changed. */
export function affected(before: Records, after: Records): Affected {
  const scenes = new Set<string>();
  for (const kind of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[kind] ?? {}, after[kind] ?? {}];
    if (was === is || APART.has(kind)) continue;
    for (const id of changedIn(was, is)) {
      for (const record of [was[id], is[id]]) {
        const scene = record && sceneOf(kind, id, record, before, after);
        if (scene === null) return "film";
        if (scene) scenes.add(scene);
        if (scenes.size > MANY) return "film";
      }
    }
  }
  return { scenes };
}

/** Of which scenes these shots are. */
export function around(records: Records, shots: Iterable<string>): Affected {
  let found = nothing;
  for (const shot of shots) {
    const scene = records["shot"]?.[shot]?.["scene"];
    if (typeof scene === "string") found = both(found, { scenes: new Set([scene]) });
    if (found === "film") break;
  }
  return found;
}

function changedIn(was: Readonly<Record<string, Fields>>, is: Readonly<Record<string, Fields>>): string[] {
  const changed = Object.keys(is).filter((id) => was[id] !== is[id]);
  for (const id of Object.keys(was)) if (!(id in is)) changed.push(id);
  return changed;
}

/** The scene that a record belongs to; null for what every scene may be made from. */
function sceneOf(kind: string, id: string, record: Fields, before: Records, after: Records): string | null {
  if (kind === "scene") return id;
  const shot = kind === "shot" ? record : (after["shot"]?.[text(record["shot"])] ?? before["shot"]?.[text(record["shot"])]);
  return (kind === "shot" || kind === "casting" || kind === "take" || kind === "effect" || kind === "layer") && shot ? text(shot["scene"]) || null : null;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The known answers by shot with those of some scenes anew: of shots of these scenes, only what was told now is left. */
export function joined<T>(known: ReadonlyMap<string, T>, told: ReadonlyMap<string, T>, asked: ReadonlySet<string>): ReadonlyMap<string, T> {
  const next = new Map(known);
  for (const shot of asked) if (!told.has(shot)) next.delete(shot);
  for (const [shot, one] of told) next.set(shot, one);
  return next;
}
