// Which shots are in one place, what it costs to put them in another, and whether enough was said of it. Pure.
import type { Records } from "../document/changes";
import type { Backdrop, Layer } from "../document/kinds";
import type { Film } from "../document/select";
import { layersOf } from "./records";

export const BLANK: Backdrop = {
  kind: "location", location: null, picture: "", words: "", shot: null, seed: 0, moves: true, light: 0.5, blur: 1, scale: 1, across: 0, down: 0,
};

export interface InPlace {
  readonly key: string;
  readonly name: string;
  readonly own: readonly string[];
}

/** The shots of each place of the film, in the order of the film; scenes without a place each for themselves. */
export function placesOf(film: Film): InPlace[] {
  const names = new Map(film.locations.map((one) => [one.id, one.name]));
  const groups = new Map<string, { name: string; own: string[] }>();
  for (const { scene, shots } of film.scenes) {
    if (shots.length === 0) continue;
    const key = scene.location && names.has(scene.location) ? scene.location : scene.id;
    const group = groups.get(key) ?? { name: names.get(scene.location ?? "") ?? scene.heading, own: [] };
    group.own.push(...shots.map((one) => one.shot.id));
    groups.set(key, group);
  }
  return [...groups].map(([key, one]) => ({ key, ...one }));
}

export const alike = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((each) => other.includes(each));

/** Whether it is known which place is meant. */
export const said = (behind: Backdrop): boolean =>
  behind.kind === "words" ? behind.words.trim() !== "" : behind.kind === "picture" ? behind.picture !== "" : behind[behind.kind] !== null;

export interface Cost {
  /** Shots that are put together anew. */
  readonly again: number;
  readonly frames: number;
  /** Of these, those in which people are cut out first. */
  readonly people: number;
  /** Shots that have no take yet: they get the place when they are shot. */
  readonly untaken: number;
}

/** Whether something of the shot is to be seen by a layer: what is hidden was taken out, what was only brushed is a part of it. */
const stands = (layer: Layer): boolean =>
  layer.kind === "cut" && layer.visible && (layer.auto !== "" || layer.matte !== "" || layer.masks.some((one) => one.points.length > 0 || one.box !== null || (one.words ?? "") !== ""));

/** What is to be made again. */
export function costOf(records: Records, film: Film, shots: readonly string[], keep: "people" | "layers"): Cost {
  const some = film.shots.filter((one) => shots.includes(one.shot.id));
  const taken = some.filter((one) => one.take !== null);
  const bare = keep === "people" ? taken.filter((one) => !layersOf(records, one.shot.id).some(stands)) : [];
  return { again: taken.length, frames: taken.reduce((sum, one) => sum + one.shot.frames, 0), people: bare.length, untaken: some.length - taken.length };
}
