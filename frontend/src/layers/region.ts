// Where a layer is, as a region: what is seen of it if that is known, else what was said of it; never beyond the picture. Pure.
import type { Layer } from "../document/kinds";

export type Region = readonly [left: number, top: number, right: number, bottom: number];

const LEAST = 0.02; // of the picture
const ROUND = 0.08; // round a click, where nothing else is known
const MIDDLE: Region = [0.3, 0.3, 0.7, 0.7];

/** Held within the picture, the right way round, and not smaller than can be pointed at. */
export function tidied([x, y, right, bottom]: Region): Region {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  const span = (one: number, other: number): [number, number] => {
    const [from, to] = [within(Math.min(one, other)), within(Math.max(one, other))];
    if (to - from >= LEAST) return [from, to];
    const at = Math.min(1 - LEAST, Math.max(0, (from + to - LEAST) / 2));
    return [at, at + LEAST];
  };
  const [[left, far], [top, low]] = [span(x, right), span(y, bottom)];
  return [left, top, far, low].map((value) => Number(value.toFixed(4))) as unknown as Region;
}

/** What was said of a layer, as a region, with the frame at which it was said that is nearest to `frame`. */
export function regionOf(layer: Layer, frame: number, seen: Region | null): { readonly region: Region; readonly frame: number } {
  if (seen) return { region: tidied(seen), frame };
  const [mask] = layer.masks.toSorted((one, other) => Math.abs(one.frame - frame) - Math.abs(other.frame - frame));
  if (!mask) return { region: MIDDLE, frame };
  if (mask.box) return { region: tidied(mask.box), frame: mask.frame };
  const points = [
    ...mask.points.filter(([, , belongs]) => belongs).map(([x, y]): readonly [number, number, number] => [x, y, ROUND]),
    ...mask.strokes.filter((one) => one.belongs).flatMap((one) => one.path.map(([x, y]): readonly [number, number, number] => [x, y, one.width / 2])),
  ];
  if (points.length === 0) return { region: MIDDLE, frame: mask.frame };
  const least = (at: 0 | 1): number => Math.min(...points.map((one) => one[at] - one[2]));
  const most = (at: 0 | 1): number => Math.max(...points.map((one) => one[at] + one[2]));
  return { region: tidied([least(0), least(1), most(0), most(1)]), frame: mask.frame };
}
