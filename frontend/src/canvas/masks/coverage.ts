// From what the network says to a mask, by the very sums of the server: logits brought to size, then strokes painted over them. Pure.
import type { Prompts } from "../maskKeys";

export const LOW = 256; // side of the masks that the network gives
export const SIDE = 1024; // pixels of the picture as the network sees it, whatever its shape

export interface Feeds {
  /** (count, 2), in pixels of the network's picture. */
  readonly coords: Float32Array;
  /** 1 belongs to it, 0 does not, 2 and 3 are the upper left and lower right corner of a box. */
  readonly labels: Float32Array;
}

/** Points first, then the box, as the server gives them; null where there is nothing to ask the network. */
export function feedsOf({ points, box }: Pick<Prompts, "points" | "box">): Feeds | null {
  if (box === null && !points.some(([, , belongs]) => belongs)) return null;
  const places: (readonly [number, number])[] = points.map(([x, y]) => [x, y]);
  const labels: number[] = points.map(([, , belongs]) => (belongs ? 1 : 0));
  if (box) {
    places.push([box[0], box[1]], [box[2], box[3]]);
    labels.push(2, 3);
  }
  return { coords: Float32Array.from(places.flat(), (share) => Math.fround(share) * SIDE), labels: Float32Array.from(labels) };
}

/** The place of the greatest. */
export const surest = (sure: ArrayLike<number>): number => Array.from(sure).reduce((best, one, at, all) => (one > (all[best] as number) ? at : best), 0);

interface Axis {
  readonly low: Uint16Array;
  readonly share: Float32Array;
}

function axisOf(length: number, source: number): Axis {
  const low = new Uint16Array(length);
  const share = new Float32Array(length);
  for (let at = 0; at < length; at++) {
    const place = Math.min(source - 1, Math.max(0, ((at + 0.5) * source) / length - 0.5));
    low[at] = Math.floor(place);
    share[at] = place - Math.floor(place);
  }
  return { low, share };
}

const STEPS = 8192;
const FAR = 5; // beyond this a logit is 0 or 255
const curve = Uint8Array.from({ length: STEPS + 1 }, (_, at) => Math.floor(255 / (1 + Math.exp(-2 * ((at / STEPS) * 2 * FAR - FAR))) + 0.5));

/** Logits (256, 256) as coverage (height, width): bilinearly, 255 / (1 + e^(−2·logit)), rounded. */
export function coverageOf(logits: Float32Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(width * height);
  const across = axisOf(width, LOW);
  const down = axisOf(height, LOW);
  const wide = new Float32Array(LOW * width);
  for (let row = 0; row < LOW; row++) {
    for (let x = 0; x < width; x++) {
      const low = across.low[x] as number;
      const share = across.share[x] as number;
      const one = logits[row * LOW + low] as number;
      wide[row * width + x] = one + ((logits[row * LOW + Math.min(LOW - 1, low + 1)] as number) - one) * share;
    }
  }
  for (let y = 0; y < height; y++) {
    const low = down.low[y] as number;
    const share = down.share[y] as number;
    const upper = low * width;
    const lower = Math.min(LOW - 1, low + 1) * width;
    for (let x = 0; x < width; x++) {
      const one = wide[upper + x] as number;
      const value = one + ((wide[lower + x] as number) - one) * share;
      if (value <= -FAR) continue;
      out[y * width + x] = value >= FAR ? 255 : (curve[Math.round(((value + FAR) / (2 * FAR)) * STEPS)] as number);
    }
  }
  return out;
}

/**
 * Paints strokes over a mask, in order, in place: a stroke covers a pixel by clip(radius − distance + ½, 0, 1), and adds by the
 * greater of the two, or takes away by the smaller of what was and what it leaves.
 */
export function paint(mask: Uint8Array, width: number, height: number, strokes: Prompts["strokes"]): void {
  for (const { path, width: share, belongs } of strokes) {
    const radius = Math.max(0.5, (share * width) / 2);
    const points = path.map(([x, y]) => [x * width, y * height] as const);
    const first = points[0];
    if (!first) continue;
    const [left, top, right, bottom] = boxOf(points, radius, width, height);
    if (right <= left || bottom <= top) continue;
    const wide = right - left;
    const distance = new Float32Array(wide * (bottom - top)).fill(Infinity);
    for (let at = 0; at < Math.max(1, points.length - 1); at++) {
      const from = points[at] as readonly [number, number];
      const to = points[at + 1] ?? from;
      const [x0, y0, x1, y1] = boxOf([from, to], radius, width, height);
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const length = dx * dx + dy * dy;
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) {
          const [ax, ay] = [x + 0.5 - from[0], y + 0.5 - from[1]];
          const along = length > 0 ? Math.min(1, Math.max(0, (ax * dx + ay * dy) / length)) : 0;
          const away = Math.hypot(ax - along * dx, ay - along * dy);
          const place = (y - top) * wide + x - left;
          if (away < (distance[place] as number)) distance[place] = away;
        }
      }
    }
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const covered = Math.floor(Math.min(1, Math.max(0, radius - (distance[(y - top) * wide + x - left] as number) + 0.5)) * 255 + 0.5);
        const at = y * width + x;
        mask[at] = belongs ? Math.max(mask[at] as number, covered) : Math.min(mask[at] as number, 255 - covered);
      }
    }
  }
}

function boxOf(points: readonly (readonly [number, number])[], radius: number, width: number, height: number): [number, number, number, number] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const low = (all: number[]): number => Math.max(0, Math.floor(Math.min(...all) - radius - 1));
  return [low(xs), low(ys), Math.min(width, Math.ceil(Math.max(...xs) + radius + 1)), Math.min(height, Math.ceil(Math.max(...ys) + radius + 1))];
}

/** How many pixels are more in it than not. */
export function areaOf(mask: Uint8Array): number {
  let area = 0;
  for (let at = 0; at < mask.length; at++) if ((mask[at] as number) > 127) area++;
  return area;
}
