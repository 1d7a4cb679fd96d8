// Shades of a colour, for pictures drawn in a person's own colours. Pure.

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) || 0);
const written = (values: readonly number[]): string => `#${values.map((one) => Math.round(Math.min(255, Math.max(0, one))).toString(16).padStart(2, "0")).join("")}`;

/** The colour with this part of it turned to black: 0 leaves it, 1 is black. */
export const darker = (colour: string, part: number): string => written(channels(colour).map((one) => one * (1 - part)));

/** The colour with this part of it turned to white. */
export const lighter = (colour: string, part: number): string => written(channels(colour).map((one) => one + (255 - one) * part));
