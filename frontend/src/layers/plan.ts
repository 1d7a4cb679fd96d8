// What is drawn at a frame from what is made by now: plate or take, layers in order under their keys, and what is still wanted. Pure.
import type { Layer } from "../document/kinds";
import type { Stack, Wanted } from "./api";
import type { Ghost, Ghosts } from "./ghosts";
import { MIDDLE, type Point, type Pose, poseAt, REST, restsAt } from "./pose";
import { type EffectsOn, goneFrom, laidOf, rests } from "./records";

export interface Sheet {
  readonly layer: string;
  readonly url: string;
  readonly pose: Pose;
  readonly pivot: Point;
  readonly opacity: number;
  readonly mode: string;
  readonly blend: Layer["blend"];
  /** The frame of its own clip. */
  readonly frame: number;
  /** It is not made yet: of the clip, which is the take's, only this is it. */
  readonly ghost?: Ghost;
}

export interface Plan {
  /** The link to what lies below; null when nothing of it is made. */
  readonly back: string | null;
  /** Plate or place are wanted and not there: the take stands in, with what was taken out still in it. */
  readonly ghosted: boolean;
  /** Lowest first. */
  readonly sheets: readonly Sheet[];
  /** Seen, but still part of what lies below: they can be pointed at. Lowest first. */
  readonly resting: readonly Sheet[];
  /** Layers that should be drawn and are not made. */
  readonly waiting: readonly string[];
}

/** What is to be made for a picture of this stack. A layer that rests is asked for only where it is `lifted`: about to leave its place. */
export function wantedOf(layers: readonly Layer[], backdrop: boolean, effects: EffectsOn, chosen: string | null, lifted: boolean): Wanted {
  const gone = goneFrom(layers, effects);
  const drawn = laidOf(layers, backdrop, new Set(gone), effects).map((one) => one.id);
  const also = lifted && chosen !== null && !drawn.includes(chosen) && layers.some((one) => one.id === chosen && one.visible) ? [chosen] : [];
  return { layers: [...drawn, ...also], plate: backdrop || gone.length > 0 || lifted };
}

const NO_GHOSTS: Ghosts = new Map();

/** What is drawn at a frame; `stand`: what stands in for layers that are not made. */
export function planOf(stack: Stack, layers: readonly Layer[], backdrop: boolean, frame: number, effects: EffectsOn, stand: Ghosts = NO_GHOSTS): Plan {
  const gone = goneFrom(layers, effects);
  const made = new Map(stack.layers.map((one) => [one.id, one.proxy.url]));
  // A plate lacks what it lacks: all of that has to be there to be laid over it again, or the take is the truer picture.
  const without = new Set(backdrop ? [] : stack.plate.without);
  const again = backdrop ? [] : laidOf(layers, false, without, effects).filter((one) => without.has(one.id));
  const filled = (backdrop || gone.length > 0) && again.every((one) => made.get(one.id)) ? stack.plate.proxy.url : null;
  const back = filled ?? stack.bare.proxy.url;
  const lacks = filled ? without : new Set<string>();
  const ghosts = new Set(backdrop && filled ? [] : gone.filter((one) => !lacks.has(one)));
  const sheets: Sheet[] = [];
  const waiting: string[] = [];
  const laid = laidOf(layers, backdrop, lacks, effects);
  for (const one of laid) {
    const url = made.get(one.id);
    const standing = url ? undefined : stand.get(one.id);
    if (!url && stack.layers.some((each) => each.id === one.id && !each.problem)) waiting.push(one.id);
    const from = url ?? (standing ? stack.bare.proxy.url : null);
    if (!from) continue;
    const ghost = standing || (ghosts.has(one.id) && one.mode === "normal") ? 0.8 : 1;
    if (standing && restsAt(poseAt(one.keys, frame, one.easing)) && !filled) continue; // it is still in the picture there
    sheets.push({ ...(standing ? { ghost: standing } : {}), layer: one.id, url: from, pose: poseAt(one.keys, frame, one.easing), pivot: one.pivot ?? MIDDLE, opacity: one.opacity * ghost, mode: one.mode, blend: one.blend, frame: standing?.frame ?? frame });
  }
  const resting = layers.flatMap((one): Sheet[] => {
    const own = made.get(one.id);
    const standing = own ? undefined : stand.get(one.id);
    const url = own ?? (standing ? stack.bare.proxy.url : null);
    if (!url || laid.includes(one) || !rests(one, effects(one.id))) return [];
    return [{ ...(standing ? { ghost: standing } : {}), layer: one.id, url, pose: REST, pivot: MIDDLE, opacity: 1, mode: "normal", blend: one.blend, frame: standing?.frame ?? frame }];
  });
  return { back, ghosted: ghosts.size > 0 || (backdrop && !filled && !stack.backdrop_problem), sheets, resting, waiting };
}
