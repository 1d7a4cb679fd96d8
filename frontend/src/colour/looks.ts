// The film looks, as the server's `generation/colour/looks.py` has them: a mix of the channels, then a grade. Pure.
import { type Change, chained, gradeOf, mixed, type Numbers, shared } from "./grade";
import type { Matrix } from "./light";

export const LOOKS: Readonly<Record<string, Numbers>> = {
  neutral_print: { saturation: 0.94, lift_blue: 0.008, gain_red: 1.01, gain_blue: 0.985, curve: [[0, 0.012], [0.18, 0.14], [0.5, 0.51], [0.82, 0.875], [1, 0.985]] },
  bleach_bypass: { contrast: 1.22, saturation: 0.42, gain_blue: 1.02, curve: [[0, 0], [0.2, 0.12], [0.5, 0.5], [0.8, 0.89], [1, 1]] },
  teal_amber: { mix: [1.04, 0, -0.04, 0, 1, 0, 0, 0.12, 0.88], contrast: 1.08, vibrance: 0.15, curve_red: [[0, 0], [0.25, 0.205], [0.6, 0.625], [1, 1]], curve_blue: [[0, 0.035], [0.3, 0.325], [0.7, 0.665], [1, 0.985]] },
  vivid_slide: { mix: [1.12, -0.07, -0.05, -0.04, 1.09, -0.05, -0.02, -0.08, 1.1], temperature: 6800, saturation: 1.12, gamma_blue: 0.97, gain_red: 1.02, curve: [[0, 0], [0.2, 0.12], [0.5, 0.5], [0.8, 0.89], [1, 1]] },
  soft_portrait: { temperature: 6800, vibrance: 0.12, saturation: 0.88, lift_green: 0.006, gamma_red: 1.02, curve: [[0, 0.03], [0.25, 0.265], [0.5, 0.535], [0.8, 0.825], [1, 0.975]] },
  noir: { mix: [0.42, 0.5, 0.08, 0.42, 0.5, 0.08, 0.42, 0.5, 0.08], contrast: 1.3, pivot: 0.42, saturation: 0, curve: [[0, 0], [0.2, 0.12], [0.5, 0.5], [0.8, 0.89], [1, 1]] },
  day_for_night: { mix: [0.72, 0.2, 0.08, 0.06, 0.86, 0.08, 0, 0.12, 0.88], exposure: -1.9, temperature: 4900, highlights: -0.2, contrast: 1.3, pivot: 0.2, saturation: 0.6, gamma_blue: 1.05 },
  cross_process: { contrast: 1.1, saturation: 1.15, curve_red: [[0, 0], [0.25, 0.17], [0.75, 0.85], [1, 1]], curve_green: [[0, 0], [0.3, 0.29], [0.7, 0.77], [1, 1]], curve_blue: [[0, 0.13], [0.5, 0.49], [1, 0.82]] },
  faded_print: { saturation: 0.7, lift_red: 0.015, gain_red: 1.03, gain_blue: 0.92, curve: [[0, 0.1], [0.3, 0.33], [0.7, 0.69], [1, 0.91]] },
  two_strip: { mix: [1, 0, 0, 0.05, 0.6, 0.35, 0.05, 0.6, 0.35], contrast: 1.06, saturation: 1.12, gain_blue: 0.98 },
  sepia: { mix: [0.3, 0.59, 0.11, 0.3, 0.59, 0.11, 0.3, 0.59, 0.11], lift_red: 0.012, gamma_red: 1.12, gamma_blue: 0.84, gain_blue: 0.93, curve: [[0, 0.012], [0.18, 0.14], [0.5, 0.51], [0.82, 0.875], [1, 0.985]] },
  cold_steel: { temperature: 5300, tint: -4, contrast: 1.14, saturation: 0.68, lift_blue: 0.012 },
  golden_hour: { exposure: 0.08, temperature: 8600, shadows: 0.12, highlights: -0.2, vibrance: 0.25, gain_red: 1.02 },
  instant: { temperature: 6900, saturation: 0.86, gamma_green: 1.03, curve: [[0, 0.06], [0.25, 0.27], [0.6, 0.64], [1, 0.95]], curve_blue: [[0, 0.07], [0.5, 0.49], [1, 0.88]] },
};

export const NAMES: readonly string[] = ["none", ...Object.keys(LOOKS)];

/** The change of a look; null for "none" and where nothing is left of it. */
export function lookOf(name: string, strength = 1): Change | null {
  const numbers = LOOKS[name];
  if (!numbers || strength <= 0) return null;
  const mix = numbers["mix"];
  const steps = [Array.isArray(mix) && mix.length === 9 ? mixed(mix as unknown as Matrix) : null, gradeOf(numbers)].filter((one) => one !== null);
  return shared(chained(steps), strength);
}
