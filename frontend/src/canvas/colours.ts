// The colour of each layer of a shot, the same on the picture, in the panel and on the strip.

const COLOURS = ["#5aa9ff", "#ff8a5c", "#4cc38a", "#ff7ab6", "#b08cff", "#4fd1d9", "#e8d44d", "#a4d65e"] as const;

/** By its place among the layers of its shot, lowest first. */
export const colourAt = (place: number): string => COLOURS[((place % COLOURS.length) + COLOURS.length) % COLOURS.length] ?? COLOURS[0];

/** The colour of a layer. */
export const colourOf = (layers: readonly { readonly id: string }[], id: string): string => colourAt(layers.findIndex((one) => one.id === id));
