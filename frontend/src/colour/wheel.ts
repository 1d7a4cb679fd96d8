// A colour wheel as three numbers: where the dot lies is how far red, green and blue part from their mean. Pure.

export interface Dot {
  /** −1…1 to the right. */
  readonly x: number;
  /** −1…1 upwards. */
  readonly y: number;
}

const AXES = [90, 210, 330].map((degrees) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)] as const);
// Red lies at the top left on a vectorscope; here, as on the wheels of grading desks, red is up, green down left, blue down right.

/** How far each channel leans for a dot: they add up to nothing. */
export const leaning = ({ x, y }: Dot): readonly [number, number, number] => {
  const [red, green, blue] = AXES.map(([ax, ay]) => ax * x + ay * y);
  return [red ?? 0, green ?? 0, blue ?? 0];
};

/** Where the dot lies for three leanings, whatever they have in common. */
export function dotOf(red: number, green: number, blue: number): Dot {
  const mean = (red + green + blue) / 3;
  const parts = [red - mean, green - mean, blue - mean];
  const x = AXES.reduce((sum, [ax], n) => sum + ax * (parts[n] ?? 0), 0) * (2 / 3);
  const y = AXES.reduce((sum, [, ay], n) => sum + ay * (parts[n] ?? 0), 0) * (2 / 3);
  return { x, y };
}

/** Within the wheel. */
export function held({ x, y }: Dot): Dot {
  const far = Math.hypot(x, y);
  return far <= 1 ? { x, y } : { x: x / far, y: y / far };
}

export type Wheel = "lift" | "gamma" | "gain";

/** The numbers of a wheel at its rim: lifts add, gammas and gains multiply. */
const REACH: Readonly<Record<Wheel, number>> = { lift: 0.15, gamma: 0.6, gain: 0.5 };

/** The three channels' numbers for a dot. */
export function numbersOf(wheel: Wheel, dot: Dot): readonly [number, number, number] {
  const [red, green, blue] = leaning(held(dot)).map((one) => {
    const value = wheel === "lift" ? one * REACH.lift : 2 ** (one * REACH[wheel]);
    return Math.round(value * 10000) / 10000;
  });
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** The dot for three channels' numbers. */
export function dotFor(wheel: Wheel, numbers: readonly [number, number, number]): Dot {
  const [red, green, blue] = numbers.map((one) => (wheel === "lift" ? one / REACH.lift : Math.log2(Math.max(one, 0.01)) / REACH[wheel]));
  return held(dotOf(red ?? 0, green ?? 0, blue ?? 0));
}
