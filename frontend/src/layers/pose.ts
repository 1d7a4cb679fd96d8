// Where a layer lies at a frame, by its keys, as the server composes it; about the point that it turns and grows about. Pure.
import type { LayerKey } from "../document/kinds";

/** Moved by shares of the picture's width and height, scaled and turned (degrees, clockwise) about the layer's pivot. */
export interface Pose {
  readonly across: number;
  readonly down: number;
  readonly scale: number;
  readonly turn: number;
}

export type Point = readonly [across: number, down: number];

/** What a layer turns and grows about as long as nothing else is said. */
export const MIDDLE: Point = [0.5, 0.5];

export const REST: Pose = { across: 0, down: 0, scale: 1, turn: 0 };

export const restsAt = (pose: Pose): boolean => pose.across === 0 && pose.down === 0 && pose.scale === 1 && pose.turn === 0;

/** The pose at a frame: held before the first key and after the last; no keys: it rests. */
export function poseAt(keys: readonly LayerKey[], frame: number, easing: string): Pose {
  const sorted = keys.toSorted((one, other) => one.frame - other.frame);
  const [first] = sorted;
  if (!first) return REST;
  const after = sorted.findIndex((one) => one.frame > frame);
  if (after === 0) return poseOf(first);
  const one = sorted.at(after < 0 ? -1 : after - 1) as LayerKey;
  const other = after < 0 ? undefined : sorted[after];
  if (!other) return poseOf(one);
  const long = other.frame - one.frame;
  const t = (frame - one.frame) / long;
  const [a, b] = [valuesOf(one), valuesOf(other)];
  if (easing !== "smooth") return ofValues(a.map((value, n) => value + ((b[n] as number) - value) * t));
  const at = sorted.indexOf(one);
  const [leaves, comes] = [slopeAt(sorted, at), slopeAt(sorted, at + 1)];
  return ofValues(a.map((value, n) =>
    value * (2 * t ** 3 - 3 * t ** 2 + 1) + (leaves[n] as number) * long * (t ** 3 - 2 * t ** 2 + t)
    + (b[n] as number) * (3 * t ** 2 - 2 * t ** 3) + (comes[n] as number) * long * (t ** 3 - t ** 2)));
}

/** A zoom is even when it grows by factors: its size goes by its logarithm. */
const valuesOf = ({ across, down, scale, turn }: Pose): number[] => [across, down, Math.log(scale), turn];
const ofValues = ([across = 0, down = 0, grown = 0, turn = 0]: number[]): Pose => ({ across, down, scale: Math.exp(grown), turn });
const same = (one: LayerKey, other: LayerKey): boolean => one.across === other.across && one.down === other.down && one.scale === other.scale && one.turn === other.turn;

/** Change for each frame at a key: none at both ends, and none beside a hold; between, a curve goes through without a corner. */
function slopeAt(keys: readonly LayerKey[], n: number): number[] {
  const [before, here, after] = [keys[n - 1], keys[n], keys[n + 1]];
  if (!before || !here || !after || same(here, before) || same(here, after)) return [0, 0, 0, 0];
  const [from, to] = [valuesOf(before), valuesOf(after)];
  return to.map((value, at) => (value - (from[at] as number)) / (after.frame - before.frame));
}

export const poseOf = ({ across, down, scale, turn }: LayerKey): Pose => ({ across, down, scale, turn });

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** `ratio`: the picture's width by its height. The point of the layer, moved by its pose about its pivot, in the picture. */
export function moved(pose: Pose, [x, y]: Point, ratio: number, pivot: Point = MIDDLE): Point {
  const [cos, sin] = [Math.cos(radians(pose.turn)) * pose.scale, Math.sin(radians(pose.turn)) * pose.scale];
  const [across, down] = [x - pivot[0], y - pivot[1]];
  return [pivot[0] + cos * across - (sin * down) / ratio + pose.across, pivot[1] + sin * across * ratio + cos * down + pose.down];
}

/** The point of the layer that lies at this point of the picture. */
export function unmoved(pose: Pose, [x, y]: Point, ratio: number, pivot: Point = MIDDLE): Point {
  const [cos, sin] = [Math.cos(radians(pose.turn)) / pose.scale, Math.sin(radians(pose.turn)) / pose.scale];
  const [across, down] = [x - pivot[0] - pose.across, y - pivot[1] - pose.down];
  return [pivot[0] + cos * across + (sin * down) / ratio, pivot[1] - sin * across * ratio + cos * down];
}

/** Keys that say of another pivot what these say of one: at each of them the layer lies as it did. */
export function repivoted(keys: readonly LayerKey[], from: Point, to: Point, ratio: number): LayerKey[] {
  return keys.map((key) => {
    const [x, y] = moved(key, to, ratio, from); // the new pivot lies here, and goes nowhere else by scale and turn
    return { frame: key.frame, ...held({ ...key, across: x - to[0], down: y - to[1] }) };
  });
}

/** What the server can hold, without the noise of the last digits. */
export function held(pose: Pose): Pose {
  const near = (value: number, digits: number, least: number, most: number): number => Number(Math.min(most, Math.max(least, value)).toFixed(digits));
  return { across: near(pose.across, 5, -10, 10), down: near(pose.down, 5, -10, 10), scale: near(pose.scale, 4, 0.01, 100), turn: near(pose.turn, 2, -3600, 3600) };
}

/** These keys with one at a frame. */
export function withKey(keys: readonly LayerKey[], frame: number, pose: Pose): LayerKey[] {
  return [...keys.filter((one) => one.frame !== frame), { frame, ...held(pose) }].sort((one, other) => one.frame - other.frame);
}

/** Keys after a hand moved the layer: at the playhead where it is animated, else for the whole shot. */
export function placed(keys: readonly LayerKey[], frame: number, pose: Pose, animated: boolean): LayerKey[] {
  if (animated) return withKey(keys, frame, pose);
  return restsAt(held(pose)) ? [] : [{ frame: keys[0]?.frame ?? 0, ...held(pose) }];
}

/** The frame of the key before or after a frame; null when there is none. */
export function nextKey(keys: readonly LayerKey[], frame: number, way: 1 | -1): number | null {
  const frames = keys.map((one) => one.frame).filter((at) => (way > 0 ? at > frame : at < frame));
  if (frames.length === 0) return null;
  return way > 0 ? Math.min(...frames) : Math.max(...frames);
}
