// A table of colours from a .cube file, and any change as a table: for the preview. The server reads and refuses files itself. Pure.
import type { Change } from "./grade";

export interface Cube {
  /** One-dimensional: colours by place, before the cube; empty where there is none. */
  readonly line: Float64Array;
  /** Red runs fastest; empty where there is none. */
  readonly cube: Float64Array;
  readonly side: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A table from the text of a `.cube` file the server took; null when it is none. */
export function cubeOf(text: string): Cube | null {
  let line = 0;
  let side = 0;
  let low: readonly number[] = [0, 0, 0];
  let high: readonly number[] = [1, 1, 1];
  const numbers: number[] = [];
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r?\n|\r/)) {
    const [word = "", ...rest] = (/^\s*title/i.test(raw) ? "" : (raw.split("#", 1)[0] ?? "")).trim().split(/\s+/);
    const name = word.toUpperCase();
    if (name === "LUT_1D_SIZE") line = Number(rest[0]);
    else if (name === "LUT_3D_SIZE") side = Number(rest[0]);
    else if (name === "DOMAIN_MIN") low = rest.map(Number);
    else if (name === "DOMAIN_MAX") high = rest.map(Number);
    else if (name.endsWith("_INPUT_RANGE")) [low, high] = [Array<number>(3).fill(Number(rest[0])), Array<number>(3).fill(Number(rest[1]))];
    else if (word !== "") numbers.push(Number(word), Number(rest[0]), Number(rest[1]));
  }
  if (numbers.length !== 3 * (line + side ** 3) || numbers.length === 0 || numbers.some((one) => !Number.isFinite(one))) return null;
  return { line: Float64Array.from(numbers.slice(0, 3 * line)), cube: Float64Array.from(numbers.slice(3 * line)), side, low, high };
}

/** The colours of a table. */
export function changeOf({ line, cube, side, low, high }: Cube): Change {
  const count = line.length / 3;
  const place = [0, 0, 0];
  return (colours, at) => {
    for (let n = 0; n < 3; n++) {
      const from = low[n] ?? 0;
      const value = Math.min(1, Math.max(0, ((colours[at + n] ?? 0) - from) / ((high[n] ?? 1) - from)));
      place[n] = count > 0 ? Math.min(1, Math.max(0, between(line, count, value, n))) : value;
      if (side === 0) colours[at + n] = count > 0 ? between(line, count, value, n) : value;
    }
    if (side > 0) within(cube, side, place, colours, at);
  };
}

function between(line: Float64Array, count: number, value: number, channel: number): number {
  const at = Math.min(count - 2, Math.floor(value * (count - 1)));
  const rest = value * (count - 1) - at;
  return (line[3 * at + channel] ?? 0) * (1 - rest) + (line[3 * at + 3 + channel] ?? 0) * rest;
}

/** Between the nodes, by tetrahedra. */
function within(cube: Float64Array, side: number, place: readonly number[], colours: Float64Array, at: number): void {
  const last = side - 1;
  const strides = [1, side, side * side];
  let index = 0;
  const rest = [0, 1, 2].map((n) => {
    const scaled = (place[n] ?? 0) * last;
    const corner = Math.min(last - 1, Math.floor(scaled));
    index += corner * (strides[n] ?? 0);
    return { rest: scaled - corner, stride: strides[n] ?? 0 };
  });
  rest.sort((one, other) => other.rest - one.rest);
  const made = [0, 0, 0];
  let before = 1;
  for (let n = 0; n <= 3; n++) {
    const after = rest[n]?.rest ?? 0;
    for (let k = 0; k < 3; k++) made[k] = (made[k] ?? 0) + (cube[3 * index + k] ?? 0) * (before - after);
    before = after;
    index += rest[n]?.stride ?? 0;
  }
  for (let k = 0; k < 3; k++) colours[at + k] = made[k] ?? 0;
}

/** A change as side³ colours of four bytes, red fastest: what a graphics card looks colours up in. */
export function baked(change: Change | null, side: number): Uint8Array {
  const made = new Uint8Array(side ** 3 * 4);
  const colour = new Float64Array(3);
  let at = 0;
  for (let b = 0; b < side; b++) {
    for (let g = 0; g < side; g++) {
      for (let r = 0; r < side; r++, at += 4) {
        colour[0] = r / (side - 1);
        colour[1] = g / (side - 1);
        colour[2] = b / (side - 1);
        change?.(colour, 0);
        for (let n = 0; n < 3; n++) made[at + n] = Math.round(Math.min(1, Math.max(0, colour[n] ?? 0)) * 255);
        made[at + 3] = 255;
      }
    }
  }
  return made;
}

/** The pixels of a picture (four bytes each) under a baked table, in place: where there is no graphics card to do it. */
export function looked(pixels: Uint8ClampedArray, table: Uint8Array, side: number): void {
  const scale = (side - 1) / 255;
  const last = side - 1;
  for (let at = 0; at < pixels.length; at += 4) {
    const [r, g, b] = [(pixels[at] ?? 0) * scale, (pixels[at + 1] ?? 0) * scale, (pixels[at + 2] ?? 0) * scale];
    const [r0, g0, b0] = [Math.min(last - 1, r | 0), Math.min(last - 1, g | 0), Math.min(last - 1, b | 0)];
    const [fr, fg, fb] = [r - r0, g - g0, b - b0];
    const node = 4 * (r0 + side * (g0 + side * b0));
    const [down, deep] = [4 * side, 4 * side * side];
    for (let n = 0; n < 3; n++) {
      const one = node + n;
      const line = (from: number): number => (table[from] ?? 0) * (1 - fr) + (table[from + 4] ?? 0) * fr;
      const near = line(one) * (1 - fg) + line(one + down) * fg;
      const far = line(one + deep) * (1 - fg) + line(one + deep + down) * fg;
      pixels[at + n] = near * (1 - fb) + far * fb;
    }
  }
}
