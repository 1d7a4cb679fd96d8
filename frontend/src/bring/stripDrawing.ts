// Draws a strip onto its canvas: pictures above, the curve of certainty beneath, what is left out dimmed.
import { tileAt, type Tiling, type Window, xOf } from "./window";

export const PICTURES = 76; // px of the strip's pictures
export const CURVE = 44; // px beneath them

interface Drawing {
  readonly frames: number;
  readonly window: Window;
  readonly image: HTMLImageElement | null;
  readonly tiling: Tiling | null;
  readonly curve: readonly number[];
  readonly step: number;
  readonly threshold: number | undefined;
  readonly lit: readonly [number, number] | undefined;
}

/** Draw it, `width` pixels wide. */
export function drawn(canvas: HTMLCanvasElement, width: number, drawing: Drawing): void {
  const scale = Math.min(2, devicePixelRatio || 1);
  const height = PICTURES + (drawing.curve.length > 0 ? CURVE : 0);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(scale, scale);
  pen.fillStyle = "#1e2125";
  pen.fillRect(0, 0, width, PICTURES);
  if (drawing.image && drawing.tiling) pictures(pen, width, drawing, drawing.image, drawing.tiling);
  if (drawing.curve.length > 0) curve(pen, width, drawing);
  if (drawing.lit) {
    const [from, to] = drawing.lit;
    pen.fillStyle = "rgb(8 9 10 / 72%)";
    const [left, right] = [xOf(drawing.window, from, width), xOf(drawing.window, to, width)];
    pen.fillRect(0, 0, Math.max(0, left), PICTURES);
    pen.fillRect(right, 0, Math.max(0, width - right), PICTURES);
  }
}

function pictures(pen: CanvasRenderingContext2D, width: number, { frames, window: shown }: Drawing, image: HTMLImageElement, tiling: Tiling): void {
  const wide = image.naturalWidth / tiling.columns;
  const high = image.naturalHeight / Math.ceil(tiling.count / tiling.columns);
  const shape = wide / high;
  // Each picture as wide as its shape, each showing the middle of what it covers.
  const each = PICTURES * shape;
  const first = Math.floor(((shown.from / shown.span) * width) / each);
  const shift = (shown.from / shown.span) * width;
  for (let place = first; place * each - shift < width; place++) {
    const x = place * each - shift;
    const frame = ((x + each / 2) / width) * shown.span + shown.from;
    const tile = tileAt(frame, frames, tiling.count);
    pen.drawImage(image, (tile % tiling.columns) * wide, Math.floor(tile / tiling.columns) * high, wide, high, x, 0, each + 0.5, PICTURES);
  }
}

function curve(pen: CanvasRenderingContext2D, width: number, { window: shown, curve: values, step, threshold }: Drawing): void {
  const base = PICTURES + CURVE;
  const high = CURVE - 6;
  pen.fillStyle = "#131518";
  pen.fillRect(0, PICTURES, width, CURVE);
  const perPixel = shown.span / width / step;
  pen.beginPath();
  pen.moveTo(0, base);
  for (let x = 0; x <= width; x++) {
    const from = Math.floor((shown.from + (x / width) * shown.span) / step);
    let most = 0;
    for (let index = from; index <= from + Math.max(0, Math.floor(perPixel)); index++) most = Math.max(most, values[index] ?? 0);
    pen.lineTo(x, base - most * high);
  }
  pen.lineTo(width, base);
  pen.closePath();
  pen.fillStyle = "rgb(90 169 255 / 35%)";
  pen.fill();
  pen.strokeStyle = "#5aa9ff";
  pen.lineWidth = 1;
  pen.stroke();
  if (threshold === undefined) return;
  pen.setLineDash([4, 4]);
  pen.strokeStyle = "#9aa1ab";
  pen.beginPath();
  pen.moveTo(0, base - threshold * high);
  pen.lineTo(width, base - threshold * high);
  pen.stroke();
  pen.setLineDash([]);
}
