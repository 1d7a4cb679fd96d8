// The numbers of a layer as fields: what they are called in forms, their limits and units, as the server checks them.
import type { NumberField } from "../forms/schema";

const field = (name: string, usual: number, least: number, most: number, step: number, slides = true): NumberField => ({
  is: "number", name, title: name, help: "", unit: "", usual, nullable: false, whole: false, least, most, step, slides,
});

/** In percent, as people read them. */
export const PERCENT = (name: string, usual = 0): NumberField => field(name, usual, 0, 100, 1);

export const ACROSS = field("across", 0, -1000, 1000, 0.1, false);
export const DOWN = field("down", 0, -1000, 1000, 0.1, false);
export const SCALE = field("scale", 100, 1, 10_000, 0.5, false);
export const TURN = field("turn", 0, -3600, 3600, 0.5, false);
export const BAND: NumberField = { ...field("band", 0, 0, 400, 1), whole: true };
export const STEADY = field("steady", 25, 0, 90, 1);
export const OFFSET: NumberField = { ...field("offset", 0, -99_999, 99_999, 1, false), whole: true };
export const PLACE_SCALE = field("scale", 100, 100, 800, 1);
export const PLACE_BLUR = field("blur", 100, 0, 400, 5);
export const SOFTNESS = field("shadow_soft", 0, 0, 25, 0.1);
export const PLACE_MOVE = field("across", 0, -400, 400, 0.5, false);
