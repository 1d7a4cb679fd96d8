// A drawing as the strokes that made it: undone one by one, drawn again at any size. Pure but for the pen that it draws with.

export interface Point {
  /** 0 to 1 of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  /** 0 to 1 */
  readonly pressure: number;
}

export interface Stroke {
  readonly colour: string;
  /** Of the picture's height. */
  readonly width: number;
  readonly erase: boolean;
  /** Takes away all that was drawn before it. */
  readonly clear?: boolean;
  readonly points: readonly Point[];
}

export interface Drawing {
  readonly strokes: readonly Stroke[];
  readonly undone: readonly Stroke[];
}

export const emptyDrawing: Drawing = { strokes: [], undone: [] };

/** The sheet is empty again: a step like any other. */
export const clearing: Stroke = { colour: "", width: 0, erase: true, clear: true, points: [] };

/** The strokes that can be seen. */
export const visible = (strokes: readonly Stroke[]): readonly Stroke[] => strokes.slice(strokes.findLastIndex((one) => one.clear) + 1);

/** One stroke more. */
export const drawnMore = (drawing: Drawing, stroke: Stroke): Drawing => ({ strokes: [...drawing.strokes, stroke], undone: [] });

/** One stroke less. */
export function drawnBack({ strokes, undone }: Drawing): Drawing {
  const last = strokes.at(-1);
  return last ? { strokes: strokes.slice(0, -1), undone: [...undone, last] } : { strokes, undone };
}

/** One stroke again. */
export function drawnForth({ strokes, undone }: Drawing): Drawing {
  const next = undone.at(-1);
  return next ? { strokes: [...strokes, next], undone: undone.slice(0, -1) } : { strokes, undone };
}

type Pen = Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "lineTo" | "quadraticCurveTo" | "stroke" | "strokeStyle" | "lineWidth" | "lineCap" | "lineJoin" | "globalCompositeOperation">;

/** Draw one stroke on a picture of this size; a tap is a dot. */
export function strokeOn(pen: Pen, { colour, width, erase, points }: Stroke, wide: number, high: number): void {
  pen.globalCompositeOperation = erase ? "destination-out" : "source-over";
  pen.strokeStyle = colour;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const at = (point: Point): readonly [number, number] => [point.x * wide, point.y * high];
  let before = points[0];
  if (!before) return;
  if (points.length === 1) {
    pen.beginPath();
    pen.lineWidth = width * high;
    pen.moveTo(...at(before));
    pen.lineTo(before.x * wide + 0.01, before.y * high);
    pen.stroke();
    return;
  }
  let from = at(before);
  for (const point of points.slice(1)) {
    const [x, y] = at(point);
    const [bx, by] = at(before);
    const middle: readonly [number, number] = [(x + bx) / 2, (y + by) / 2];
    pen.beginPath();
    pen.lineWidth = Math.max(1, width * high * (0.35 + 1.3 * point.pressure));
    pen.moveTo(...from);
    pen.quadraticCurveTo(bx, by, ...middle);
    pen.stroke();
    from = middle;
    before = point;
  }
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...at(before));
  pen.stroke();
}
