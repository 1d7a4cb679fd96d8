// Drawn movements: a stroke of the hand becomes few places with their frames, which can be timed, moved and taken away. Pure.
import type { Track } from "./direction";

export type Place = readonly [number, number];

export const MOST_POINTS = 24; // of one movement: more is a trembling hand

const far = ([x, y]: Place, [u, v]: Place): number => Math.hypot(x - u, y - v);

/** The stroke with as few places as stay within `slack` of it (Ramer, Douglas, Peucker). */
export function thinned(path: readonly Place[], slack: number): readonly Place[] {
  if (path.length < 3) return path;
  const [from, to] = [path[0] as Place, path[path.length - 1] as Place];
  let [worst, at] = [0, 0];
  for (let index = 1; index < path.length - 1; index++) {
    const off = offLine(path[index] as Place, from, to);
    if (off > worst) [worst, at] = [off, index];
  }
  if (worst <= slack) return [from, to];
  return [...thinned(path.slice(0, at + 1), slack).slice(0, -1), ...thinned(path.slice(at), slack)];
}

function offLine(point: Place, from: Place, to: Place): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  if (length === 0) return far(point, from);
  const share = Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length));
  return far(point, [from[0] + share * dx, from[1] + share * dy]);
}

/** A stroke as a movement through the shot at even pace: a place's frame is its share of the way. */
export function trackOf(path: readonly Place[], frames: number, box: Track["box"] = null): Track | null {
  let few = thinned(path.map(([x, y]) => [within(x), within(y)] as const), 0.006);
  for (let slack = 0.012; few.length > MOST_POINTS; slack *= 1.6) few = thinned(few, slack);
  const [start] = few;
  if (!start) return null;
  if (few.length === 1) return { points: [[0, start[0], start[1]]], box };
  const ways = few.map((place, at) => (at === 0 ? 0 : far(few[at - 1] as Place, place)));
  const whole = ways.reduce((sum, one) => sum + one, 0);
  let gone = 0;
  const points = few.map(([x, y], at): [number, number, number] => {
    gone += ways[at] ?? 0;
    const share = whole > 0 ? gone / whole : at / (few.length - 1);
    return [Math.round(share * Math.max(0, frames - 1)), x, y];
  });
  return { points: distinct(points), box };
}

const within = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 1e4) / 1e4;

/** One place a frame: the last one said of a frame holds. */
function distinct(points: readonly (readonly [number, number, number])[]): [number, number, number][] {
  return [...new Map(points.map(([frame, x, y]) => [frame, [frame, x, y] as [number, number, number]])).values()].sort(([one], [other]) => one - other);
}

/** The same movement between two other frames. */
export function timed(track: Track, first: number, last: number): Track {
  const [from, to] = [track.points[0]?.[0] ?? 0, track.points.at(-1)?.[0] ?? 0];
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  const share = (frame: number): number => (to === from ? 0 : (frame - from) / (to - from));
  return { ...track, points: distinct(track.points.map(([frame, x, y]) => [Math.round(low + share(frame) * (high - low)), x, y])) };
}

/** The whole movement elsewhere, held within the picture. */
export function shifted(track: Track, across: number, down: number): Track {
  const xs = track.points.map(([, x]) => x);
  const ys = track.points.map(([, , y]) => y);
  const dx = Math.min(1 - Math.max(...xs), Math.max(-Math.min(...xs), across));
  const dy = Math.min(1 - Math.max(...ys), Math.max(-Math.min(...ys), down));
  return { ...track, points: track.points.map(([frame, x, y]) => [frame, within(x + dx), within(y + dy)]) };
}

/** One place of it elsewhere. */
export function bent(track: Track, at: number, x: number, y: number): Track {
  return { ...track, points: track.points.map((point, index) => (index === at ? [point[0], within(x), within(y)] : point)) };
}

/** Where it is at a frame: between the places it is on its way; before the first and after the last it rests. */
export function whereAt(track: Track, frame: number): Place {
  const { points } = track;
  const after = points.findIndex(([at]) => at >= frame);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [0.5, 0.5];
  if (after === 0) return [first[1], first[2]];
  if (after < 0) return [last[1], last[2]];
  const [one, other] = [points[after - 1] ?? first, points[after] ?? last];
  const share = (frame - one[0]) / Math.max(1, other[0] - one[0]);
  return [one[1] + (other[1] - one[1]) * share, one[2] + (other[2] - one[2]) * share];
}

/** As an SVG path over a picture of this size. */
export const pathOf = (track: Track, width: number, height: number): string =>
  track.points.map(([, x, y], at) => `${at === 0 ? "M" : "L"}${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`).join(" ");
