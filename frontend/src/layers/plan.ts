// What is drawn at a frame from what is made by now: plate or take, layers in order under their keys, and what is still wanted. Pure.
import type { Layer } from "../document/kinds";
import type { Stack, Wanted } from "./api";
import { type Pose, poseAt } from "./pose";
import { drawnOf, needsPlate } from "./records";

export interface Sheet {
  readonly layer: string;
  readonly url: string;
  readonly pose: Pose;
  readonly opacity: number;
  readonly mode: string;
  readonly blend: Layer["blend"];
  /** The frame of its own clip. */
  readonly frame: number;
}

export interface Plan {
  /** The link to what lies below; null when nothing of it is made. */
  readonly back: string | null;
  /** Plate or place are wanted and not there: the take stands in, with what was taken out still in it. */
  readonly ghosted: boolean;
  /** Lowest first. */
  readonly sheets: readonly Sheet[];
  /** Layers that should be drawn and are not made. */
  readonly waiting: readonly string[];
}

/** How many effects that do something a layer has. */
export type EffectsOn = (layer: string) => number;

/** What is to be made for a picture of this stack. */
export function wantedOf(layers: readonly Layer[], backdrop: boolean, effects: EffectsOn, chosen: string | null): Wanted {
  const drawn = drawnOf(layers, backdrop, effects).map((one) => one.id);
  const also = chosen !== null && !drawn.includes(chosen) && layers.some((one) => one.id === chosen && one.visible) ? [chosen] : [];
  return { layers: [...drawn, ...also], plate: needsPlate(layers, backdrop, effects), finish: false };
}

/** What is drawn at a frame. */
export function planOf(stack: Stack, layers: readonly Layer[], backdrop: boolean, frame: number, effects: EffectsOn): Plan {
  const made = new Map(stack.layers.map((one) => [one.id, one.proxy.url]));
  const plate = needsPlate(layers, backdrop, effects);
  const bare = stack.bare.proxy.url;
  const filled = plate ? stack.plate.proxy.url : null;
  const back = filled ?? bare;
  const ghosted = plate && filled === null;
  const sheets: Sheet[] = [];
  const waiting: string[] = [];
  for (const one of drawnOf(layers, backdrop, effects)) {
    const url = made.get(one.id);
    if (!url) {
      waiting.push(one.id);
      continue;
    }
    const pose = poseAt(one.keys, frame, one.easing);
    sheets.push({ layer: one.id, url, pose, opacity: one.opacity * (ghosted && one.kind === "cut" ? 0.8 : 1), mode: one.mode, blend: one.blend, frame });
  }
  return { back, ghosted, sheets, waiting };
}
