// The numbers of directing as fields: their limits and steps, as the server checks them.
import type { NumberField } from "../forms/schema";

const field = (name: string, usual: number | undefined, least: number, most: number, step: number, slides = true): NumberField => ({
  is: "number", name, title: name, help: "", unit: "", usual, nullable: false, whole: false, least, most, step, slides,
});

export const STEPS = (usual: number | undefined): NumberField => ({ ...field("steps", usual, 1, 100, 1), whole: true });
export const GUIDANCE = (usual: number | undefined): NumberField => field("guidance", usual, 0, 20, 0.1);
/** In per cent. */
export const STRENGTH = field("strength", 100, 0, 100, 1);
/** In per cent: an adapter may be laid on stronger than it was made. */
export const LAID = (usual: number): NumberField => field("strength", usual, 0, 200, 5);
export const SEED: NumberField = { ...field("seed", undefined, 0, 2 ** 32 - 1, 1, false), whole: true };
export const FRAMES = (least: number, most: number, usual?: number): NumberField => ({ ...field("frames", usual, least, most, 1, most <= 1000), whole: true });
