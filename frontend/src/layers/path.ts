// A path drawn with the pointer becomes keys: even, or as fast as it was drawn; as few as tell it truly. Pure.
import type { LayerKey } from "../document/kinds";
import { held, type Point, type Pose } from "./pose";

/** Where the pointer was, in shares of the picture, and when (ms). */
export interface Drawn {
  readonly at: Point;
  readonly when: number;
}

export type Timing = "drawn" | "even";

export const MOST_KEYS = 60;
const NEAR = 0.002; // of the picture's width: a key that the others tell to within this is left out
const AFTER = 1e-9;

const length = ([x, y]: Point, [to, down]: Point, ratio: number): number => Math.hypot(to - x, (down - y) / ratio);

/** Where the hand was at each of `frames` frames from the beginning to the end of the path. */
export function along(path: readonly Drawn[], frames: number, timing: Timing, ratio: number): Point[] {
  const [first] = path;
  if (!first || frames < 1) return [];
  const marks: number[] = [0];
  for (let n = 1; n < path.length; n++) {
    const [one, other] = [path[n - 1] as Drawn, path[n] as Drawn];
    const step = timing === "even" ? length(one.at, other.at, ratio) : Math.max(0, other.when - one.when);
    marks.push((marks[n - 1] as number) + step);
  }
  const whole = marks.at(-1) as number;
  if (whole <= AFTER) return Array.from({ length: frames }, (_, n) => (n === 0 ? first.at : (path.at(-1) as Drawn).at));
  let next = 1;
  return Array.from({ length: frames }, (_, n): Point => {
    const mark = frames === 1 ? whole : (whole * n) / (frames - 1);
    while (next < path.length - 1 && (marks[next] as number) < mark) next++;
    const [from, to] = [marks[next - 1] as number, marks[next] as number];
    const share = to - from <= AFTER ? 1 : Math.min(1, (mark - from) / (to - from));
    const [one, other] = [(path[next - 1] as Drawn).at, (path[next] as Drawn).at];
    return [one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share];
  });
}

/** The hand's trembling taken out: each point the mean of its neighbours, the ends where they are. */
export function steadied(path: readonly Drawn[], around = 2): Drawn[] {
  return path.map(({ at, when }, n) => {
    const off = Math.min(around, n, path.length - 1 - n);
    if (off === 0) return { at, when };
    const near = path.slice(n - off, n + off + 1);
    return { when: near.reduce((sum, one) => sum + one.when, 0) / near.length, at: [near.reduce((sum, one) => sum + one.at[0], 0) / near.length, near.reduce((sum, one) => sum + one.at[1], 0) / near.length] };
  });
}

/** Which of these places, one a frame, must be keys so that going straight from key to key passes by all within a tolerance. */
export function telling(places: readonly Point[], ratio: number, most = MOST_KEYS): number[] {
  for (let near = NEAR; ; near *= 1.5) {
    const kept = simplified(places, near, ratio);
    if (kept.length <= Math.max(2, most)) return kept;
  }
}

function simplified(places: readonly Point[], near: number, ratio: number): number[] {
  if (places.length < 3) return places.map((_, n) => n);
  const kept = new Set([0, places.length - 1]);
  const open: [number, number][] = [[0, places.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [worst, far] = [-1, near];
    for (let n = from + 1; n < to; n++) {
      const off = length(between(places, from, to, n), places[n] as Point, ratio);
      if (off > far) [worst, far] = [n, off];
    }
    if (worst < 0) continue;
    kept.add(worst);
    open.push([from, worst], [worst, to]);
  }
  return [...kept].sort((one, other) => one - other);
}

function between(places: readonly Point[], from: number, to: number, n: number): Point {
  const share = (n - from) / (to - from);
  const [one, other] = [places[from] as Point, places[to] as Point];
  return [one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share];
}

/** Keys that carry a layer along the path, from frame `start` on; it keeps the size and the turn that it has there. */
export function keysAlong(path: readonly Drawn[], start: number, frames: number, timing: Timing, from: Pose, ratio: number): LayerKey[] {
  const places = along(steadied(path), frames, timing, ratio);
  const [begin] = places;
  if (!begin) return [];
  return telling(places, ratio).map((n) => {
    const [x, y] = places[n] as Point;
    return { frame: start + n, ...held({ ...from, across: from.across + x - begin[0], down: from.down + y - begin[1] }) };
  });
}
