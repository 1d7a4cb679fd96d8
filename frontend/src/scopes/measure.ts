// What scopes show of a picture, counted: luma and colours by place, by hue and by brightness. Pure.

export type Scope = "wave" | "parade" | "vector" | "histogram";
export const SCOPES: readonly Scope[] = ["wave", "parade", "vector", "histogram"];
export const LEVELS = 256;

export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What is said of a picture to those who do not see the scopes. */
export interface Reading {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly black: number;
  readonly white: number;
  readonly saturation: number;
  /** Degrees of the mean colour on the vectorscope; null where there is no cast to speak of. */
  readonly cast: number | null;
}

const LUMA = [0.2126, 0.7152, 0.0722] as const;
const REACH = [1.8556, 1.5748] as const;

export const lumaOf = (r: number, g: number, b: number): number => LUMA[0] * r + LUMA[1] * g + LUMA[2] * b;

/** Where a colour lies on the vectorscope, −0.5…0.5 to the right (Cb) and upwards (Cr). */
export function vectorOf(r: number, g: number, b: number): readonly [number, number] {
  const luma = lumaOf(r, g, b);
  return [(b - luma) / 255 / REACH[0], (r - luma) / 255 / REACH[1]];
}

/** Skin of every shade lies near this line, in degrees from the right, anticlockwise. */
export const SKIN = 123;

/** The six full colours, for the boxes of the vectorscope: name, red, green, blue. */
export const PRIMARIES = [["red", 255, 0, 0], ["yellow", 255, 255, 0], ["green", 0, 255, 0], ["cyan", 0, 255, 255], ["blue", 0, 0, 255], ["magenta", 255, 0, 255]] as const;
export type Hue = (typeof PRIMARIES)[number][0];

/** The full colour that lies nearest to an angle. */
export function hueAt(degrees: number): Hue {
  let best: Hue = "red";
  let least = Infinity;
  for (const [name, r, g, b] of PRIMARIES) {
    const [x, y] = vectorOf(r, g, b);
    const away = Math.abs((((degrees - (Math.atan2(y, x) * 180) / Math.PI) % 360) + 540) % 360 - 180);
    if (away < least) [best, least] = [name, away];
  }
  return best;
}

/** Counts of luma (one) or of red, green and blue (three) by column: `columns` × 256 each, one after the other. */
export function waves({ data, width, height }: Pixels, columns: number, three: boolean): Uint32Array[] {
  const found = Array.from({ length: three ? 3 : 1 }, () => new Uint32Array(columns * LEVELS));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const column = Math.floor((x * columns) / width) * LEVELS;
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
      if (three) {
        bump(found[0], column + r);
        bump(found[1], column + g);
        bump(found[2], column + b);
      } else bump(found[0], column + Math.round(lumaOf(r, g, b)));
    }
  }
  return found;
}

/** Counts of colours on a square of `side` × `side`, the middle grey, upwards red. */
export function vectors({ data }: Pixels, side: number): Uint32Array {
  const found = new Uint32Array(side * side);
  for (let at = 0; at < data.length; at += 4) {
    const [x, y] = vectorOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    const column = Math.min(side - 1, Math.max(0, Math.round((x + 0.5) * (side - 1))));
    const row = Math.min(side - 1, Math.max(0, Math.round((0.5 - y) * (side - 1))));
    bump(found, row * side + column);
  }
  return found;
}

/** Counts of red, green, blue and luma by level. */
export function histograms({ data }: Pixels): Uint32Array[] {
  const found = Array.from({ length: 4 }, () => new Uint32Array(LEVELS));
  for (let at = 0; at < data.length; at += 4) {
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    bump(found[0], r);
    bump(found[1], g);
    bump(found[2], b);
    bump(found[3], Math.round(lumaOf(r, g, b)));
  }
  return found;
}

function bump(counts: Uint32Array | undefined, at: number): void {
  if (counts) counts[at] = (counts[at] ?? 0) + 1;
}

/** The picture in a few numbers: percent, from its histograms and its mean colour. */
export function readingOf(pixels: Pixels): Reading {
  const [red, green, blue, luma] = histograms(pixels);
  const all = Math.max(1, pixels.width * pixels.height);
  const mean = (counts: Uint32Array | undefined): number => Array.from(counts ?? []).reduce((sum, count, level) => sum + count * level, 0) / all;
  const quantile = (share: number): number => {
    let below = 0;
    for (let level = 0; level < LEVELS; level++) {
      below += luma?.[level] ?? 0;
      if (below >= share * all) return level;
    }
    return LEVELS - 1;
  };
  const percent = (value: number): number => Math.round((value / 255) * 100);
  const ends = (from: number, to: number): number => {
    let sum = 0;
    for (let level = from; level <= to; level++) sum += luma?.[level] ?? 0;
    return Math.round((sum / all) * 1000) / 10;
  };
  let saturated = 0;
  for (let at = 0; at < pixels.data.length; at += 4) {
    const [x, y] = vectorOf(pixels.data[at] ?? 0, pixels.data[at + 1] ?? 0, pixels.data[at + 2] ?? 0);
    saturated += Math.hypot(x, y);
  }
  const [r, g, b] = [mean(red), mean(green), mean(blue)];
  const [x, y] = vectorOf(r, g, b);
  return {
    low: percent(quantile(0.01)), middle: percent(quantile(0.5)), high: percent(quantile(0.99)),
    red: percent(r), green: percent(g), blue: percent(b), black: ends(0, 2), white: ends(253, 255),
    saturation: Math.round((saturated / all) * 200), cast: Math.hypot(x, y) < 0.012 ? null : (Math.atan2(y, x) * 180) / Math.PI,
  };
}
