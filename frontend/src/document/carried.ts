// What a layer becomes on a copy of its shot, or on the part of its shot that begins at a later frame. Pure.
import { later } from "../forms/keys";
import { poseAt } from "../layers/pose";
import type { Fields, Value } from "./changes";
import type { LayerKey } from "./kinds";

type Part = Record<string, Value>;

/**
 * The fields of the layer on the copy, whose first frame is the shot's frame `from`: what was said of frames moves along, what was
 * said of earlier ones is left out. `copies` tells which layer of the shot is which of the copy; masks are of no take there yet.
 */
export function carriedLayer(fields: Fields, copies: ReadonlyMap<string, string>, from = 0): Fields {
  const { thing, borrowed } = fields as { thing?: Part | null; borrowed?: Part | null };
  const own = (id: Value | undefined): Value => (typeof id === "string" ? (copies.get(id) ?? id) : null);
  const carried: Part = { ...fields };
  if ("take" in fields) carried["take"] = null;
  if (thing) carried["thing"] = { ...thing, instead: own(thing["instead"]), frame: Math.max(0, Number(thing["frame"] ?? 0) - from) };
  if (borrowed) carried["borrowed"] = { ...borrowed, layer: own(borrowed["layer"]), offset: Number(borrowed["offset"] ?? 0) + from };
  if (from === 0) return carried;
  if (fields["matte"]) carried["matte"] = ""; // it is as long as the whole shot
  if (fields["masks"]) carried["masks"] = (fields["masks"] as Part[]).filter((one) => Number(one["frame"]) >= from).map((one) => earlier(one, from));
  if (fields["keys"]) carried["keys"] = keysFrom(fields["keys"] as unknown as LayerKey[], from, String(fields["easing"] ?? "smooth"));
  return carried;
}

/**
 * What of a shot's direction holds on a copy whose first frame is the shot's frame `from`: pictures and drawn ways keep their time,
 * those before it are left out, and a way that follows a layer follows the copy of that layer.
 */
export function carriedDirection(direction: Value | undefined, copies: ReadonlyMap<string, string>, from = 0): Value {
  if (!direction || typeof direction !== "object" || Array.isArray(direction)) return null;
  const told = direction as { held?: Part[]; tracks?: { points?: [number, number, number][]; layer?: string | null }[] };
  const carried: Part = { ...(direction as Part) };
  if (from > 0) carried["continues"] = false; // it begins within the shot
  if (told.held) carried["held"] = told.held.filter((one) => Number(one["frame"]) >= from).map((one) => earlier(one, from));
  if (told.tracks) {
    carried["tracks"] = told.tracks.flatMap((one): Value[] => {
      if (one.layer) return [{ ...one, layer: copies.get(one.layer) ?? one.layer } as Value];
      const points = (one.points ?? []).filter(([frame]) => frame >= from).map(([frame, across, down]) => [frame - from, across, down]);
      return points.length > 0 ? [{ ...one, points } as Value] : [];
    });
  }
  return carried;
}

/**
 * The fields of an effect on a copy whose first frame is the shot's frame `from`: its keys keep their time (those before it too, for
 * they say where it comes from), its region and what it follows become the copy's layers, and a point is looked for at its own frame.
 */
export function carriedEffect(fields: Fields, copies: ReadonlyMap<string, string>, from = 0): Fields {
  const { params, inputs } = fields as { params?: Part; inputs?: Record<string, Part> };
  const carried: Part = { ...fields };
  const own = (id: Value | undefined): Value => (typeof id === "string" ? (copies.get(id) ?? id) : null);
  if (typeof fields["layer"] === "string") carried["layer"] = copies.get(fields["layer"]) ?? null;
  if (params && from !== 0) carried["params"] = later(params, -from);
  if (inputs && Object.keys(inputs).length > 0) {
    carried["inputs"] = Object.fromEntries(Object.entries(inputs).flatMap(([port, one]): [string, Value][] => {
      const follow = one["follow"] as Part | undefined;
      if (follow) {
        const at = Number(follow["at"] ?? 0) - from;
        return at < 0 && !follow["layer"] ? [] : [[port, { ...one, follow: { ...follow, at: Math.max(0, at), ...(follow["layer"] ? { layer: own(follow["layer"]) } : {}) } }]];
      }
      return [[port, one["layer"] ? { ...one, layer: own(one["layer"]) } : one]];
    }));
  }
  return carried;
}

const earlier = (one: Part, from: number): Part => ({ ...one, frame: Number(one["frame"]) - from });

/** The keys of the later part: it begins where the whole was at that frame. */
function keysFrom(keys: readonly LayerKey[], from: number, easing: string): Value[] {
  if (keys.length === 0) return [];
  const later = keys.filter((one) => one.frame > from).map((one): Part => ({ ...one, frame: one.frame - from }));
  return [{ frame: 0, ...poseAt(keys, from, easing) }, ...later];
}
