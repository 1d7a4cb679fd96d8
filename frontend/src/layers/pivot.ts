// What a layer turns and grows about: the middle of what is seen of it when it is first moved, or what a hand set. Pure.
import type { Layer, LayerKey } from "../document/kinds";
import { MIDDLE, moved, type Point, type Pose, repivoted, unmoved } from "./pose";
import { regionOf, type Region } from "./region";

/** Where a layer is at a frame, before it is moved; `seen`: what is seen of it there, if that is known. */
export const regionAt = (layer: Layer, frame: number, seen: Region | null): Region => seen ?? (layer.kind === "thing" && layer.thing ? layer.thing.region : regionOf(layer, frame, null).region);

const exact = (share: number): number => Number(Math.min(2, Math.max(-1, share)).toFixed(4));

/** The middle of a region. */
export const middleOf = ([left, top, right, bottom]: Region): Point => [exact((left + right) / 2), exact((top + bottom) / 2)];

/** The layer with a pivot of its own: the middle of what is seen of it at a frame, as long as nobody set one; it lies as it did at each key. */
export function pivoted(layer: Layer, frame: number, seen: Region | null, ratio: number): Layer {
  return layer.pivot ? layer : withPivot(layer, middleOf(regionAt(layer, frame, seen)), ratio);
}

/** The layer with another pivot, in shares of the picture as it was shot. At each of its keys it lies as it did. */
export function withPivot(layer: Layer, [x, y]: Point, ratio: number): Layer {
  const pivot = [exact(x), exact(y)] as const;
  return { ...layer, pivot, keys: repivoted(layer.keys, layer.pivot ?? MIDDLE, pivot, ratio) };
}

const NEAR = 8; // px within which a pivot snaps to the middle and the corners of its layer

/** The pivot that a hand means at a place of the picture: that point of the layer, or its middle or a corner when that is near. */
export function pivotAt(pose: Pose, pivot: Point, region: Region, at: Point, size: { readonly width: number; readonly height: number }): Point {
  const ratio = size.width / size.height;
  const [left, top, right, bottom] = region;
  const marks: Point[] = [middleOf(region), [left, top], [right, top], [right, bottom], [left, bottom]];
  const near = marks.find((mark) => {
    const [x, y] = moved(pose, mark, ratio, pivot);
    return Math.hypot((x - at[0]) * size.width, (y - at[1]) * size.height) <= NEAR;
  });
  return near ?? unmoved(pose, at, ratio, pivot);
}

/** What an edit writes of a layer's movement. */
export const movement = (layer: Layer, keys: readonly LayerKey[]): Pick<Layer, "keys" | "pivot"> => ({ keys, pivot: layer.pivot });
