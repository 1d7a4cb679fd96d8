// Draws the ruler: timecode, the marked range, markers.
import type { Rate } from "../film/time";
import { timecodeOf } from "../player/timecode";
import type { Colours } from "./paint";
import type { Marker } from "./rows";
import { marksOf, type Scale, xOf } from "./scale";

export const RULER = 26; // px
export const COLOURS: Readonly<Record<string, string>> = { yellow: "#f2c94c", red: "#ff6b6b", green: "#4cc38a", blue: "#5aa9ff", purple: "#b08cff" };

export interface Ruled {
  readonly scale: Scale;
  readonly width: number;
  readonly rate: Rate;
  readonly range: { readonly start: number; readonly end: number } | null;
  readonly markers: readonly Marker[];
  readonly frames: number;
  readonly colours: Colours;
}

export function paintRuler(context: CanvasRenderingContext2D, { scale, width, rate, range, markers, frames, colours }: Ruled): void {
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, width, RULER);
  if (range) {
    context.fillStyle = "rgba(242, 184, 75, 0.3)";
    context.fillRect(xOf(scale, range.start), 0, (range.end - range.start) * scale.zoom, RULER);
  }
  const { label, tick } = marksOf(scale.zoom, rate);
  const first = Math.floor(scale.left / tick) * tick;
  context.font = `11px ${colours.font}`;
  context.textBaseline = "top";
  for (let frame = first; xOf(scale, frame) < width; frame += tick) {
    const x = Math.round(xOf(scale, frame)) + 0.5;
    const long = frame % label === 0;
    context.fillStyle = long ? colours.strong : colours.line;
    context.fillRect(x, long ? 0 : RULER - 6, 1, RULER);
    if (!long) continue;
    context.fillStyle = frame <= frames ? colours.muted : colours.strong;
    context.fillText(timecodeOf(frame, rate), x + 4, 4);
  }
  for (const one of markers) {
    const x = xOf(scale, one.frame);
    if (x < -8 || x > width + 8) continue;
    context.fillStyle = COLOURS[one.colour] ?? colours.accent;
    context.beginPath();
    context.moveTo(x - 5, RULER - 12);
    context.lineTo(x + 5, RULER - 12);
    context.lineTo(x + 5, RULER - 6);
    context.lineTo(x, RULER - 1);
    context.lineTo(x - 5, RULER - 6);
    context.closePath();
    context.fill();
  }
}

/** The marker at a point of the ruler. */
export const markerAt = (markers: readonly Marker[], scale: Scale, x: number): Marker | null =>
  markers.findLast((one) => Math.abs(xOf(scale, one.frame) - x) <= 6) ?? null;
