// Where a window of another shape lies on a picture, in its shares. Pure.

/** Width and height of the largest window of a shape in a picture of another, as shares of it. */
export function windowOf(aspect: string, own: number): readonly [number, number] {
  const [wide, high] = aspect.split(":").map(Number);
  const shape = wide && high ? wide / high : own;
  return shape >= own ? [1, own / shape] : [shape / own, 1];
}

/** Left, top, width and height of a window that is `closer` times nearer, kept within the picture. */
export function boxOf(aspect: string, own: number, closer: number, across: number, down: number): readonly [number, number, number, number] {
  const [wide, high] = windowOf(aspect, own).map((one) => one / Math.max(1, closer)) as [number, number];
  const held = (middle: number, side: number): number => Math.min(1 - side, Math.max(0, middle - side / 2));
  return [held(across, wide), held(down, high), wide, high];
}

/** The middle of a window whose box begins there, as parameters. */
export const middleOf = (left: number, top: number, wide: number, high: number): { readonly across: number; readonly down: number } => ({
  across: Number(Math.min(1, Math.max(0, left + wide / 2)).toFixed(4)), down: Number(Math.min(1, Math.max(0, top + high / 2)).toFixed(4)),
});
