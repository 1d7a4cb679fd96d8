// What a grade does to a colour, by the same sums as the server's `generation/colour/grading.py`; `truth.json` holds both. Pure.
import { type Points, pointsOf, through } from "./curves";
import { diagonal, display, linear, LUMA, type Matrix, NEUTRAL, REACH, times, whiteBalance } from "./light";

/** Changes red, green and blue (display values, 0…1 and beyond) at `at`, `at + 1` and `at + 2`. */
export type Change = (colours: Float64Array, at: number) => void;

/** The numbers of a grade that differ from its usual ones. */
export type Numbers = Readonly<Record<string, unknown>>;

const USUAL: Readonly<Record<string, number>> = {
  exposure: 0, contrast: 1, saturation: 1, warmth: 0, temperature: NEUTRAL, tint: 0, shadows: 0, highlights: 0, pivot: 0.46, vibrance: 0, hue: 0,
  lift: 0, lift_red: 0, lift_green: 0, lift_blue: 0, gamma: 1, gamma_red: 1, gamma_green: 1, gamma_blue: 1,
  gain: 1, gain_red: 1, gain_green: 1, gain_blue: 1, strength: 1,
};
export const CHANNELS = ["red", "green", "blue"] as const;
const WARM = 0.18;
const LIFTS = 2;
const DIPS = 0.95;
const CALM = 0.16;

/** A number of a grade, or what it usually is. */
export function numberOf(numbers: Numbers, name: string): number {
  const value = numbers[name];
  return typeof value === "number" && Number.isFinite(value) ? value : (USUAL[name] ?? 0);
}

export const usual = (name: string): number => USUAL[name] ?? 0;

/** The change of a grade; null for one that changes nothing. */
export function gradeOf(numbers: Numbers): Change | null {
  const strength = numberOf(numbers, "strength");
  const steps = [lit(numbers), evened(numbers), wheeled(numbers), contrasted(numbers), curved(numbers), coloured(numbers)].filter((one) => one !== null);
  return steps.length === 0 || strength <= 0 ? null : shared(chained(steps), strength);
}

export function chained(steps: readonly Change[]): Change {
  return (colours, at) => {
    for (const step of steps) step(colours, at);
  };
}

export function shared(change: Change, strength: number): Change {
  if (strength >= 1) return change;
  return (colours, at) => {
    const before = [colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0];
    change(colours, at);
    for (let n = 0; n < 3; n++) colours[at + n] = (before[n] ?? 0) + ((colours[at + n] ?? 0) - (before[n] ?? 0)) * strength;
  };
}

/** A change by a matrix on the colours as they are. */
export function mixed(m: Matrix): Change {
  return (colours, at) => {
    const [r = 0, g = 0, b = 0] = [colours[at], colours[at + 1], colours[at + 2]];
    colours[at] = m[0] * r + m[1] * g + m[2] * b;
    colours[at + 1] = m[3] * r + m[4] * g + m[5] * b;
    colours[at + 2] = m[6] * r + m[7] * g + m[8] * b;
  };
}

const each = (change: (value: number, channel: number) => number): Change => (colours, at) => {
  for (let n = 0; n < 3; n++) colours[at + n] = change(colours[at + n] ?? 0, n);
};

function lit(numbers: Numbers): Change | null {
  const of = (name: string): number => numberOf(numbers, name);
  const balanced = of("tint") !== 0 || of("temperature") !== NEUTRAL;
  if (!balanced && of("exposure") === 0 && of("warmth") === 0) return null;
  const scale = 2 ** of("exposure");
  const warm = diagonal(scale * (1 + WARM * of("warmth")), scale, scale * (1 - WARM * of("warmth")));
  const turn = mixed(balanced ? times(warm, whiteBalance(of("temperature"), of("tint"))) : warm);
  return chained([each(linear), turn, each(display)]);
}

function evened(numbers: Numbers): Change | null {
  const shadows = numberOf(numbers, "shadows");
  const highlights = numberOf(numbers, "highlights");
  if (shadows === 0 && highlights === 0) return null;
  const low = (shadows > 0 ? LIFTS : DIPS) * shadows;
  const high = (highlights > 0 ? DIPS : LIFTS) * highlights;
  return (colours, at) => {
    const luma = Math.min(1, Math.max(1e-4, lumaOf(colours, at)));
    const scale = 1 + low * (1 - luma) ** 3 + high * (1 - luma) * luma ** 2;
    for (let n = 0; n < 3; n++) colours[at + n] = (colours[at + n] ?? 0) * scale;
  };
}

function wheeled(numbers: Numbers): Change | null {
  const three = (name: string): number[] => CHANNELS.map((channel) => {
    const master = numberOf(numbers, name);
    const own = numberOf(numbers, `${name}_${channel}`);
    return name === "lift" ? master + own : master * own;
  });
  const [lift, gamma, gain] = [three("lift"), three("gamma"), three("gain")];
  if (lift.every((one) => one === 0) && gamma.every((one) => one === 1) && gain.every((one) => one === 1)) return null;
  return each((value, n) => {
    const raised = value * (gain[n] ?? 1) + (lift[n] ?? 0) * (1 - value);
    return raised > 0 && gamma[n] !== 1 ? raised ** (1 / (gamma[n] ?? 1)) : raised;
  });
}

function contrasted(numbers: Numbers): Change | null {
  const contrast = numberOf(numbers, "contrast");
  const pivot = numberOf(numbers, "pivot");
  return contrast === 1 ? null : each((value) => (value - pivot) * contrast + pivot);
}

function curved(numbers: Numbers): Change | null {
  const of = (name: string): ((at: number) => number) | null => {
    const points: Points = pointsOf(numbers[name]);
    return points.length < 2 ? null : through(points);
  };
  const master = of("curve");
  const own = CHANNELS.map((channel) => of(`curve_${channel}`));
  if (!master && own.every((one) => one === null)) return null;
  return each((value, n) => {
    const toned = master ? master(value) : value;
    return own[n]?.(toned) ?? toned;
  });
}

function coloured(numbers: Numbers): Change | null {
  const of = (name: string): number => numberOf(numbers, name);
  const [hue, vibrance, saturation] = [of("hue"), of("vibrance"), of("saturation")];
  if (hue === 0 && vibrance === 0 && saturation === 1) return null;
  const turn = (hue * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (colours, at) => {
    const luma = lumaOf(colours, at);
    const blue = ((colours[at + 2] ?? 0) - luma) / REACH[0];
    const red = ((colours[at] ?? 0) - luma) / REACH[1];
    const scale = saturation * (1 + vibrance * Math.exp(-(blue * blue + red * red) / CALM ** 2));
    const madeBlue = luma + scale * (blue * cos - red * sin) * REACH[0];
    const madeRed = luma + scale * (blue * sin + red * cos) * REACH[1];
    colours[at] = madeRed;
    colours[at + 1] = (luma - LUMA[0] * madeRed - LUMA[2] * madeBlue) / LUMA[1];
    colours[at + 2] = madeBlue;
  };
}

const lumaOf = (colours: Float64Array, at: number): number =>
  LUMA[0] * (colours[at] ?? 0) + LUMA[1] * (colours[at + 1] ?? 0) + LUMA[2] * (colours[at + 2] ?? 0);
