// What was said of a layer at its frames: one more point, a box, a stroke, taken away again; every change gives new records. Pure.
import type { MaskKey } from "../document/kinds";

export type Point = readonly [number, number, boolean];
export type Box = readonly [number, number, number, number];
export type Stroke = MaskKey["strokes"][number];

/** What is said at one frame. */
export type Prompts = Omit<MaskKey, "frame">;

export const nothing: Prompts = { points: [], box: null, strokes: [], words: "" };

/** What is said at a frame, if anything. */
export const saidAt = (masks: readonly MaskKey[], frame: number): Prompts | null => masks.find((one) => one.frame === frame) ?? null;

/** Whether a mask can be made of it: something belongs, or strokes alone say that the thing is not there. */
export const canBe = (one: Prompts): boolean => one.box !== null || one.points.some((point) => point[2]) || (one.points.length === 0 && one.strokes.length > 0);

const exact = (share: number): number => Math.round(share * 1e5) / 1e5; // a tenth of a pixel of an 8K frame

/** One more point. */
export const withPoint = (said: Prompts | null, x: number, y: number, belongs: boolean): Prompts => ({
  ...(said ?? nothing), points: [...(said?.points ?? []), [exact(x), exact(y), belongs]],
});

/** One point less; saying nothing any more is null. */
export function withoutPoint(said: Prompts | null, place: number): Prompts | null {
  if (!said) return null;
  const next = { ...said, points: said.points.filter((_, at) => at !== place) };
  return next.points.length > 0 || next.box !== null || next.strokes.length > 0 ? next : null;
}

/** Another box; points that lie outside of it and belong would contradict it and go. */
export function withBox(said: Prompts | null, box: Box, words = ""): Prompts {
  const placed = box.map(exact) as unknown as Box;
  const points = (said?.points ?? []).filter(([x, y, belongs]) => !belongs || (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]));
  return { ...(said ?? nothing), box: placed, points, words: words || (said?.words ?? "") };
}

/** One more stroke. */
export const withStroke = (said: Prompts | null, stroke: Stroke): Prompts => ({
  ...(said ?? nothing),
  strokes: [...(said?.strokes ?? []), { ...stroke, width: exact(stroke.width), path: thinned(stroke.path).map(([x, y]) => [exact(x), exact(y)] as const) }],
});

/** A path without the points that a straight line between their neighbours says already. */
export function thinned(path: Stroke["path"], off = 0.0006): Stroke["path"] {
  if (path.length < 3) return path;
  const first = path[0] as readonly [number, number];
  const last = path[path.length - 1] as readonly [number, number];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = dx * dx + dy * dy;
  let far = 0;
  let at = 0;
  for (let index = 1; index < path.length - 1; index++) {
    const [x, y] = path[index] as readonly [number, number];
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - first[0]) * dx + (y - first[1]) * dy) / length));
    const away = Math.hypot(x - first[0] - along * dx, y - first[1] - along * dy);
    if (away > far) [far, at] = [away, index];
  }
  if (far <= off) return [first, last];
  return [...thinned(path.slice(0, at + 1), off).slice(0, -1), ...thinned(path.slice(at), off)];
}

/** The keys with what is now said at a frame; saying nothing takes the key away. In order of frames. */
export function withSaid(masks: readonly MaskKey[], frame: number, said: Prompts | null): MaskKey[] {
  const others = masks.filter((one) => one.frame !== frame);
  const next = said && (said.points.length > 0 || said.box !== null || said.strokes.length > 0) ? [...others, { ...said, frame }] : others;
  return next.sort((one, other) => one.frame - other.frame);
}

/** The next key before or after a frame. */
export function keyBeside(masks: readonly { readonly frame: number }[], frame: number, by: 1 | -1): number | null {
  const frames = masks.map((one) => one.frame).sort((one, other) => one - other);
  return (by > 0 ? frames.find((one) => one > frame) : frames.findLast((one) => one < frame)) ?? null;
}
