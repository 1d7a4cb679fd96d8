// The size and rate of a film that begins with somebody's footage: the footage's own, as far as a film can have it. Pure.
import { rateOf } from "../film/time";

const RATES = ["24000/1001", "24/1", "25/1", "30000/1001", "30/1", "48/1", "50/1", "60000/1001", "60/1"];
const NEAR = 0.004; // of a rate: a phone's 29.98 is 30000/1001, or nearly so
const LONGEST = 3840; // pixels of the longer side

export interface Shape {
  readonly width: number;
  readonly height: number;
  readonly rate: string;
}

const value = (rate: string): number => {
  const { numerator, denominator } = rateOf(rate);
  return numerator / denominator;
};

/** The standard rate that is nearest; a fast or odd one becomes the nearest that a film has. */
export function standardRate(rate: string): string {
  if (!/^[1-9]\d*\/[1-9]\d*$/.test(rate)) return "24/1";
  const wanted = value(rate);
  const ranked = [...RATES].sort((one, other) => Math.abs(value(one) - wanted) - Math.abs(value(other) - wanted));
  const nearest = ranked[0] ?? "24/1";
  if (Math.abs(value(nearest) - wanted) / wanted < NEAR || wanted > 60) return nearest;
  return wanted < 24 ? "24/1" : nearest;
}

/** Even sizes, not longer than a film can be. */
export function shapeOf(width: number, height: number, rate: string): Shape {
  if (!(width > 0 && height > 0)) return { width: 1280, height: 720, rate: standardRate(rate) };
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const even = (pixels: number): number => Math.max(64, Math.round((pixels * scale) / 2) * 2);
  return { width: even(width), height: even(height), rate: standardRate(rate) };
}

/** Whether two shapes look the same but for a hair: nothing needs filling or fitting. */
export const sameAspect = (one: Pick<Shape, "width" | "height">, other: Pick<Shape, "width" | "height">): boolean =>
  Math.abs(one.width / one.height / (other.width / other.height) - 1) < 0.01;
