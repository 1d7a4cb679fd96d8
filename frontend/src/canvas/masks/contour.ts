// The outline of a mask as closed lines, between its pixels: by marching squares, so that it lies where the mask is half. Pure.

const HALF = 127.5;
const SPECK = 12; // points below which a line is a speck: it is filled, and not gone round

/**
 * Lines, one after the other: how many points a line has, then its points as shares of width and height. A line that ends at the
 * picture's edge is closed along it.
 */
export function outlineOf(mask: Uint8Array, width: number, height: number): Float32Array {
  // Cells lie between pixel centres, with one row of nothing round the picture, so that every line closes.
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= width || y >= height ? 0 : (mask[y * width + x] as number));
  const wide = width + 1;
  const next = new Map<number, number[]>(); // where a line goes on from an edge of a cell: edges by number
  const place = new Map<number, readonly [number, number]>();
  const across = (x: number, y: number): number => (y * (wide + 1) + x) * 2; // numbers the edge from (x−1, y−1) to (x, y−1)
  const down = (x: number, y: number): number => (y * (wide + 1) + x) * 2 + 1; // numbers the edge from (x−1, y−1) to (x−1, y)
  const cut = (one: number, other: number): number => (one === other ? 0.5 : (HALF - one) / (other - one));
  const note = (edge: number, x: number, y: number): void => {
    if (!place.has(edge)) place.set(edge, [Math.min(1, Math.max(0, (x + 0.5) / width)), Math.min(1, Math.max(0, (y + 0.5) / height))]);
  };
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      const a = at(x - 1, y - 1);
      const b = at(x, y - 1);
      const c = at(x, y);
      const d = at(x - 1, y);
      const kind = (a > HALF ? 8 : 0) | (b > HALF ? 4 : 0) | (c > HALF ? 2 : 0) | (d > HALF ? 1 : 0);
      if (kind === 0 || kind === 15) continue;
      const top = across(x, y);
      const bottom = across(x, y + 1);
      const left = down(x, y);
      const right = down(x + 1, y);
      if ((a > HALF) !== (b > HALF)) note(top, x - 1 + cut(a, b), y - 1);
      if ((d > HALF) !== (c > HALF)) note(bottom, x - 1 + cut(d, c), y);
      if ((a > HALF) !== (d > HALF)) note(left, x - 1, y - 1 + cut(a, d));
      if ((b > HALF) !== (c > HALF)) note(right, x, y - 1 + cut(b, c));
      const go = (from: number, to: number): void => {
        const known = next.get(from);
        if (known) known.push(to);
        else next.set(from, [to]);
      };
      // The thing is on the left hand of every line.
      if (kind === 1) go(bottom, left);
      else if (kind === 2) go(right, bottom);
      else if (kind === 3) go(right, left);
      else if (kind === 4) go(top, right);
      else if (kind === 5) {
        go(top, left);
        go(bottom, right);
      } else if (kind === 6) go(top, bottom);
      else if (kind === 7) go(top, left);
      else if (kind === 8) go(left, top);
      else if (kind === 9) go(bottom, top);
      else if (kind === 10) {
        go(left, bottom);
        go(right, top);
      } else if (kind === 11) go(right, top);
      else if (kind === 12) go(left, right);
      else if (kind === 13) go(bottom, right);
      else go(left, bottom);
    }
  }
  const found: number[] = [];
  for (const start of next.keys()) {
    let edge: number | undefined = start;
    const line: number[] = [];
    while (edge !== undefined) {
      const on: number[] | undefined = next.get(edge);
      const to = on?.pop();
      if (to === undefined) break;
      const point = place.get(edge);
      if (point) line.push(point[0], point[1]);
      edge = to;
    }
    if (line.length >= 2 * SPECK) found.push(line.length / 2, ...line);
  }
  return Float32Array.from(found);
}

/** Draws the lines into a path, each place brought where it is drawn. */
export function trace(outline: Float32Array, to: (x: number, y: number) => readonly [number, number]): Path2D {
  const path = new Path2D();
  for (let at = 0; at < outline.length; ) {
    const count = outline[at++] as number;
    for (let point = 0; point < count; point++, at += 2) {
      const [x, y] = to(outline[at] as number, outline[at + 1] as number);
      if (point === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    path.closePath();
  }
  return path;
}
