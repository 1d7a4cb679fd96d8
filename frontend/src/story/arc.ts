// The arc of a film over its scenes as a curve: where the tension stands at each moment, and which stretch is whose. Pure.
export const ARCS = ["setup", "rising", "turn", "climax", "end"] as const;

interface Stretch {
  readonly id: string;
  readonly arc: string;
  readonly frames: number;
}

export interface Curve {
  /** Share of the film's time (0 … 1) and of the tension (0 … 1), from left to right. */
  readonly points: readonly (readonly [number, number])[];
  /** From where to where each scene lies, as shares of the film's time. */
  readonly spans: Readonly<Record<string, readonly [number, number]>>;
}

const LEVELS: Readonly<Record<string, number>> = { setup: 0.2, turn: 0.7, climax: 1, end: 0.15 };
const [FIRST, LAST] = [0.12, 0.08]; // where nothing says how it begins and ends
const PER = 6; // points from one anchor to the next

/** The curve; null where no scene says what it does, or there is only one. */
export function curveOf(scenes: readonly Stretch[]): Curve | null {
  if (scenes.length < 2 || scenes.every((one) => one.arc === "")) return null;
  const whole = scenes.reduce((sum, one) => sum + Math.max(1, one.frames), 0);
  const spans: Record<string, readonly [number, number]> = {};
  const anchors: (readonly [number, number])[] = [[0, FIRST]];
  let at = 0;
  for (const one of scenes) {
    const to = at + Math.max(1, one.frames);
    spans[one.id] = [at / whole, to / whole];
    const level = LEVELS[one.arc]; // a rising scene, and one that says nothing, lies between those around it
    if (level !== undefined) anchors.push([(at + to) / 2 / whole, level]);
    at = to;
  }
  anchors.push([1, LAST]);
  return { points: smooth(anchors), spans };
}

/** Through the anchors, level at each: the tension never goes past what a scene says. */
function smooth(anchors: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return anchors.flatMap(([x, y], index): (readonly [number, number])[] => {
    const next = anchors[index + 1];
    if (!next) return [[x, y]];
    return Array.from({ length: PER }, (_, step) => {
      const part = step / PER;
      const eased = part * part * (3 - 2 * part);
      return [x + (next[0] - x) * part, y + (next[1] - y) * eased] as const;
    });
  });
}

/** How tense it is at a share of the film's time. */
export function levelAt({ points }: Curve, share: number): number {
  const after = points.findIndex(([x]) => x >= share);
  const [x1, y1] = points[Math.max(0, after)] ?? [1, LAST];
  const [x0, y0] = points[Math.max(0, after - 1)] ?? [0, FIRST];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (share - x0)) / (x1 - x0);
}

/** The piece of the curve between two shares of the time, with its ends. */
export function piece(curve: Curve, [from, to]: readonly [number, number]): (readonly [number, number])[] {
  const inside = curve.points.filter(([x]) => x > from && x < to);
  return [[from, levelAt(curve, from)], ...inside, [to, levelAt(curve, to)]];
}

/** As the points of a polyline in a box, with room of half a line at its edges. */
export const drawn = (points: readonly (readonly [number, number])[], width: number, height: number, room = 1): string =>
  points.map(([x, y]) => `${(x * width).toFixed(1)},${(height - room - y * (height - 2 * room)).toFixed(1)}`).join(" ");
