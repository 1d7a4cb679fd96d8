// What an effect was given that is not there any more: the server leaves it out then, and the browser says why. Pure.
import type { Records } from "../document/changes";
import type { Effect } from "./stack";

export type Gone = "shot" | "layer";

/** The first of what it was given that was put away, or is of another shot; null when all is there. */
export function lacks(records: Records, effect: Pick<Effect, "inputs" | "layer">, shot: string): Gone | null {
  const alive = (kind: string, id: unknown): boolean => {
    const own = records[kind]?.[String(id)];
    return own !== undefined && own["archived"] !== true && (kind === "shot" || own["shot"] === shot);
  };
  for (const one of Object.values(effect.inputs)) {
    if (one["shot"] && !alive("shot", one["shot"])) return "shot";
    const follow = one["follow"] as Readonly<Record<string, unknown>> | null | undefined;
    const layer = one["layer"] ?? follow?.["layer"];
    if (layer && !alive("layer", layer)) return "layer";
  }
  return null;
}
