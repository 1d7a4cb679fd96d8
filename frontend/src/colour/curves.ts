// A curve through points that never overshoots, and what a hand does to its points. As `generation/colour/curves.py`. Pure.

export type Point = readonly [number, number];
export type Points = readonly Point[];

export const MOST = 16;
export const STRAIGHT: Points = [[0, 0], [1, 1]];
const APART = 0.01; // how near two points may come

const part = (value: number): number => Math.min(1, Math.max(0, value));
const rounded = (value: number): number => Math.round(part(value) * 10000) / 10000;

/** The slope at each point: level where the curve turns, else the harmonic mean. */
function slopes(points: Points): number[] {
  const wide = points.slice(1).map(([x], n) => x - (points[n]?.[0] ?? 0));
  const rise = points.slice(1).map(([, y], n) => (y - (points[n]?.[1] ?? 0)) / (wide[n] ?? 1));
  return points.map((_, n) => {
    const before = rise[n - 1];
    const after = rise[n];
    if (before === undefined) return after ?? 0;
    if (after === undefined) return before;
    if (before * after <= 0) return 0;
    const one = 2 * (wide[n] ?? 0) + (wide[n - 1] ?? 0);
    const other = (wide[n] ?? 0) + 2 * (wide[n - 1] ?? 0);
    return (one + other) / (one / before + other / after);
  });
}

/** The curve as a function; level beyond its first and last point. */
export function through(points: Points): (at: number) => number {
  if (points.length < 2) return (at) => at;
  const slope = slopes(points);
  return (at) => {
    const place = Math.min(points.at(-1)?.[0] ?? 1, Math.max(points[0]?.[0] ?? 0, at));
    let n = 0;
    while (n < points.length - 2 && place >= (points[n + 1]?.[0] ?? 1)) n++;
    const [x0, y0] = points[n] ?? [0, 0];
    const [x1, y1] = points[n + 1] ?? [1, 1];
    const wide = x1 - x0;
    const t = (place - x0) / wide;
    return (
      y0 * (2 * t ** 3 - 3 * t ** 2 + 1) + (slope[n] ?? 0) * wide * (t ** 3 - 2 * t ** 2 + t) +
      y1 * (3 * t ** 2 - 2 * t ** 3) + (slope[n + 1] ?? 0) * wide * (t ** 3 - t ** 2)
    );
  };
}

/** Points as they are kept: none where they draw the diagonal. */
export function kept(points: Points): Points {
  const straight = points.every(([x, y]) => x === y);
  return straight && points[0]?.[0] === 0 && points.at(-1)?.[0] === 1 ? [] : points;
}

/** What is drawn of kept points. */
export const drawn = (points: Points): Points => (points.length < 2 ? STRAIGHT : points);

/** A new point at a place, and which one it is; null where there are enough, or another is too near. */
export function added(points: Points, x: number, y: number): { readonly points: Points; readonly at: number } | null {
  const place = rounded(x);
  if (points.length >= MOST || points.some(([other]) => Math.abs(other - place) < APART)) return null;
  const at = points.filter(([other]) => other < place).length;
  return { points: [...points.slice(0, at), [place, rounded(y)], ...points.slice(at)], at };
}

/** A point moved, never past its neighbours. */
export function moved(points: Points, at: number, x: number, y: number): Points {
  const low = at === 0 ? 0 : (points[at - 1]?.[0] ?? 0) + APART;
  const high = at === points.length - 1 ? 1 : (points[at + 1]?.[0] ?? 1) - APART;
  const place: Point = [rounded(Math.min(high, Math.max(low, x))), rounded(y)];
  return points.map((one, n) => (n === at ? place : one));
}

/** Without a point; the last two stay. */
export const removed = (points: Points, at: number): Points => (points.length <= 2 ? points : points.filter((_, n) => n !== at));

/** A point from whatever a record holds. */
export function pointsOf(value: unknown): Points {
  if (!Array.isArray(value)) return [];
  const found = value.flatMap((one: unknown): Point[] =>
    Array.isArray(one) && typeof one[0] === "number" && typeof one[1] === "number" ? [[one[0], one[1]]] : [],
  );
  return found.sort((one, other) => one[0] - other[0]);
}
