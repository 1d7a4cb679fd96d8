// Where a virtual camera is and what of the picture it sees: the same sums as the studio's (generation/camera/moves.py). Pure.
import type { Value } from "../document/changes";
import { keysOf, valueAt } from "../forms/keys";

export const FREEDOMS = ["pan", "tilt", "roll", "truck", "pedestal", "push", "zoom", "dolly_zoom", "orbit", "crane"] as const;
export type Freedom = (typeof FREEDOMS)[number];
export type Pose = Readonly<Record<Freedom, number>>;
export type Point = readonly [number, number];
type Values = Readonly<Record<string, Value>>;
type Matrix = readonly (readonly [number, number, number])[];

export const REST: Pose = { pan: 0, tilt: 0, roll: 0, truck: 0, pedestal: 0, push: 0, zoom: 0, dolly_zoom: 0, orbit: 0, crane: 0 };
const LENS = 1.1;

const WHOLE: Readonly<Record<string, readonly [Partial<Pose>, Partial<Pose>]>> = {
  "pan-right": [{ pan: -4 }, { pan: 4 }],
  "tilt-up": [{ tilt: -2.6 }, { tilt: 2.6 }],
  "pedestal-up": [{ pedestal: -0.045 }, { pedestal: 0.045 }],
  push: [{}, { push: 0.22 }],
  pull: [{ push: 0.22 }, {}],
  "truck-right": [{ truck: -0.06 }, { truck: 0.06 }],
  "orbit-right": [{ orbit: -4.5 }, { orbit: 4.5 }],
  "zoom-in": [{}, { zoom: 0.3 }],
  "zoom-out": [{ zoom: 0.3 }, {}],
  "dolly-zoom-in": [{}, { dolly_zoom: 0.3 }],
  "dolly-zoom-out": [{ dolly_zoom: 0.3 }, {}],
  "roll-right": [{ roll: -3 }, { roll: 3 }],
  "crane-up": [{ crane: -0.07 }, { crane: 0.07, push: 0.08 }],
};
const BACK: Readonly<Record<string, string>> = {
  "pan-left": "pan-right", "tilt-down": "tilt-up", "pedestal-down": "pedestal-up", "truck-left": "truck-right",
  "orbit-left": "orbit-right", "roll-left": "roll-right", "crane-down": "crane-up",
};
/** The named moves, as they stand in the picker. */
export const MOVES = [
  "static", "push", "pull", "pan-left", "pan-right", "tilt-up", "tilt-down", "truck-left", "truck-right", "pedestal-up", "pedestal-down", "orbit-left",
  "orbit-right", "crane-up", "crane-down", "zoom-in", "zoom-out", "dolly-zoom-in", "dolly-zoom-out", "roll-left", "roll-right", "handheld",
] as const;

const mixed = (one: Partial<Pose>, other: Partial<Pose>, share: number, amount: number): Pose =>
  Object.fromEntries(FREEDOMS.map((name) => [name, amount * ((one[name] ?? 0) * (1 - share) + (other[name] ?? 0) * share)])) as Record<Freedom, number>;

/** A named move after this share of it. */
export function named(move: string, share: number, amount = 1): Pose {
  const back = BACK[move];
  const [begin, end] = WHOLE[back ?? move] ?? [{}, {}];
  return back ? mixed(end, begin, share, amount) : mixed(begin, end, share, amount);
}

/** How much of a move is done after this share of its time. */
export function eased(share: number, ease: string): number {
  if (ease === "in") return share * share;
  if (ease === "out") return share * (2 - share);
  if (ease !== "smooth") return share;
  const t = Math.min(1, Math.max(0, (share - 0.03) / 0.94));
  return t * t * t * (t * (6 * t - 15) + 10);
}

const number = (value: Value | undefined, rest: number): number => (typeof value === "number" ? value : rest);
const at = (values: Values, name: string, frame: number, rest = 0): number => {
  const keys = keysOf(values, name);
  return keys.length > 0 ? valueAt(keys, frame) : number(values[name], rest);
};

/** Where the camera is at a frame of so many, without its hand. */
export function poseAt(values: Values, frame: number, frames: number): Pose {
  const start = number(values["start"], 0);
  const long = number(values["length"], 0) || Math.max(1, frames - start);
  const share = Math.min(1, Math.max(0, (frame - start) / Math.max(1, long - 1)));
  const whole = named(String(values["move"] ?? "static"), eased(share, String(values["ease"] ?? "smooth")), at(values, "amount", frame, 1));
  return Object.fromEntries(FREEDOMS.map((name) => [name, whole[name] + at(values, name, frame)])) as Record<Freedom, number>;
}

/** What it looks at, in shares of the picture. */
export const looksAt = (values: Values, frame: number): Point => [at(values, "across", frame, 0.5), at(values, "down", frame, 0.5)];

const turn = (axis: 0 | 1 | 2, degrees: number): Matrix => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  if (axis === 0) return [[1, 0, 0], [0, c, -s], [0, s, c]];
  if (axis === 1) return [[c, 0, -s], [0, 1, 0], [s, 0, c]];
  return [[c, -s, 0], [s, c, 0], [0, 0, 1]];
};
const times = (one: Matrix, other: Matrix): Matrix =>
  one.map((row) => [0, 1, 2].map((k) => row[0] * (other[0]?.[k] ?? 0) + row[1] * (other[1]?.[k] ?? 0) + row[2] * (other[2]?.[k] ?? 0)) as [number, number, number]);
const applied = (matrix: Matrix, [x, y, z]: readonly [number, number, number]): readonly [number, number, number] =>
  matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as readonly [number, number, number];

/** The camera's place (right, down, ahead; what it looks at lies at 1 ahead) and which way it looks. */
export function placed(pose: Pose, look: Point, aspect: number): { readonly place: readonly [number, number, number]; readonly axes: Matrix; readonly longer: number } {
  const pivot = [(look[0] - 0.5) / LENS, (look[1] - 0.5) / aspect / LENS, 1] as const;
  const round = turn(1, pose.orbit);
  const turned = applied(round, pivot);
  const place = [
    pivot[0] - turned[0] + pose.push * pivot[0] + pose.truck / LENS,
    pivot[1] - turned[1] + pose.push * pivot[1] - (pose.pedestal + pose.crane) / LENS,
    pivot[2] - turned[2] + pose.push + pose.dolly_zoom,
  ] as const;
  let axes = round;
  if (pose.crane !== 0) axes = times(axes, turn(0, (Math.atan2(-pose.crane / LENS, 1) * 180) / Math.PI));
  axes = times(times(times(axes, turn(1, -pose.pan)), turn(0, pose.tilt)), turn(2, pose.roll));
  return { place: [place[0], place[1], Math.min(place[2], 0.97)], axes, longer: Math.max(0.05, (1 + pose.zoom) * (1 - pose.dolly_zoom)) };
}

/** Where the four corners of what is seen lie in the picture, in its shares, at the distance of what is looked at. */
export function seen(pose: Pose, look: Point, aspect: number, scale = 1): readonly Point[] {
  const found = placed(pose, look, aspect);
  const { place, axes } = found;
  const longer = found.longer * scale;
  return [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(([u = 0, v = 0]) => {
    const [a, b, c] = applied(axes, [u / (LENS * longer), v / aspect / (LENS * longer), 1]);
    const [ex, ey] = [a / c, b / c];
    const [x, y] = [LENS * (ex + place[0] - ex * place[2]), LENS * (ey + place[1] - ey * place[2])];
    return [x + 0.5, y * aspect + 0.5] as const;
  });
}

const MOST = 2.5;
const SAMPLES = 24;

/** How much nearer everything is brought so that no edge of the picture is seen, as far as that can be told without its depth. */
export function scaleOf(values: Values, frames: number, aspect: number): number {
  const poses = Array.from({ length: SAMPLES + 1 }, (_, n) => (n / SAMPLES) * (frames - 1)).map((one) => [poseAt(values, one, frames), looksAt(values, one)] as const);
  const fits = (scale: number): boolean =>
    poses.every(([pose, look]) => seen(pose, look, aspect, scale).every((corner) => corner.every((one) => one >= -1e-6 && one <= 1 + 1e-6)));
  if (fits(1)) return 1;
  let [low, high] = [1, MOST];
  for (let n = 0; n < 12; n++) {
    const middle = (low + high) / 2;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A frame of this middle and width, moved and made smaller until it lies in the picture. */
export function inPicture(middle: Point, wide: number): { readonly middle: Point; readonly wide: number } {
  const side = Math.min(1, Math.max(0.2, wide));
  const held = (one: number): number => Math.min(1 - side / 2, Math.max(side / 2, one));
  return { middle: [held(middle[0]), held(middle[1])], wide: side };
}

/** The middle and the width of what is seen, both in shares of the picture. */
export function framed(corners: readonly Point[]): { readonly middle: Point; readonly wide: number } {
  const mean = (axis: 0 | 1): number => corners.reduce((sum, one) => sum + one[axis], 0) / corners.length;
  const [a, b, c, d] = corners;
  const wide = a && b && c && d ? (Math.hypot(b[0] - a[0], b[1] - a[1]) + Math.hypot(c[0] - d[0], c[1] - d[1])) / 2 : 1;
  return { middle: [mean(0), mean(1)], wide };
}

const round = (value: number): number => Number(value.toFixed(4)) + 0;
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/**
 * Freedoms of a camera that sees a frame with this middle and width without turning: it goes there, straight ahead.
 * What it looks at is the picture's middle then.
 */
export function drawn(middle: Point, wide: number, aspect: number): Pick<Pose, "truck" | "pedestal" | "push"> {
  return {
    truck: round(within(middle[0] - 0.5, -1, 1)), pedestal: round(within(-(middle[1] - 0.5) / aspect, -1, 1)), push: round(within(1 - wide, -2, 0.8)),
  };
}

/** The parameters of a move that was drawn as two frames: nothing named, keys on the first frame and the last. */
export function drawnKeys(begin: ReturnType<typeof drawn>, end: ReturnType<typeof drawn>, last: number, values: Values): Record<string, Value> {
  const ease = ["smooth", "linear", "in", "out"].find((one) => one === values["ease"]) ?? "smooth";
  const others = values["keys"] && typeof values["keys"] === "object" && !Array.isArray(values["keys"]) ? values["keys"] : {};
  const keys: Record<string, Value> = { ...(others as Record<string, Value>) };
  for (const name of ["truck", "pedestal", "push"] as const) keys[name] = [[0, begin[name], ease], [Math.max(1, last), end[name], ease]];
  for (const name of ["pan", "tilt", "orbit", "crane", "dolly_zoom", "zoom", "roll"]) delete keys[name];
  return { move: "static", amount: 1, pan: 0, tilt: 0, orbit: 0, crane: 0, dolly_zoom: 0, zoom: 0, roll: 0, across: 0.5, down: 0.5, keys };
}
