// Draws the counts of a scope with its lines, as a waveform monitor would: traces that glow where much lies. Pure but for the canvas.
import { histograms, LEVELS, type Pixels, PRIMARIES, type Scope, SKIN, vectorOf, vectors, waves } from "./measure";

type Context = OffscreenCanvasRenderingContext2D;
type Tone = readonly [number, number, number];

const LUMA: Tone = [206, 222, 214];
const TONES: readonly Tone[] = [[255, 92, 80], [80, 222, 120], [90, 140, 255]];
const LINE = "rgb(232 234 237 / 16%)";
const TEXT = "rgb(154 161 171)";
const GAIN = 22; // how soon a trace is as bright as it gets

/** Draw on the whole of the context's canvas. */
export function paint(context: Context, scope: Scope, pixels: Pixels): void {
  const { width, height } = context.canvas;
  context.fillStyle = "#0b0c0d";
  context.fillRect(0, 0, width, height);
  if (scope === "wave") traces(context, waves(pixels, width, false), [LUMA], width, height, pixels);
  else if (scope === "parade") traces(context, waves(pixels, Math.floor(width / 3), true), TONES, width, height, pixels);
  else if (scope === "vector") round(context, pixels, width, height);
  else bars(context, histograms(pixels), width, height);
}

function traces(context: Context, counts: readonly Uint32Array[], tones: readonly Tone[], width: number, height: number, pixels: Pixels): void {
  const image = context.createImageData(width, height);
  const columns = Math.floor(width / counts.length);
  const scale = (GAIN * columns) / (pixels.width * pixels.height) * 12;
  counts.forEach((own, place) => {
    const tone = tones[place] ?? LUMA;
    for (let column = 0; column < columns; column++) {
      for (let level = 0; level < LEVELS; level++) {
        const count = own[column * LEVELS + level] ?? 0;
        if (count === 0) continue;
        const row = Math.round(((LEVELS - 1 - level) / (LEVELS - 1)) * (height - 1));
        glow(image.data, 4 * (row * width + place * columns + column), tone, Math.min(1, 0.18 + count * scale));
      }
    }
  });
  context.putImageData(image, 0, 0);
  context.fillStyle = TEXT;
  context.strokeStyle = LINE;
  context.font = "10px system-ui, sans-serif";
  for (const percent of [0, 25, 50, 75, 100]) {
    const y = Math.round((1 - percent / 100) * (height - 1)) + 0.5;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    if (percent > 0) context.fillText(String(percent), 3, y + (percent === 100 ? 10 : -2));
  }
}

function glow(data: Uint8ClampedArray, at: number, tone: Tone, strength: number): void {
  for (let n = 0; n < 3; n++) data[at + n] = Math.max(data[at + n] ?? 0, (tone[n] ?? 0) * strength);
  data[at + 3] = 255;
}

function round(context: Context, pixels: Pixels, width: number, height: number): void {
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const counts = vectors(pixels, side);
  const image = context.createImageData(side, side);
  const scale = (GAIN * side) / (pixels.width * pixels.height);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = row * side + column;
      const count = counts[at] ?? 0;
      const data = image.data;
      [data[4 * at], data[4 * at + 1], data[4 * at + 2], data[4 * at + 3]] = [11, 12, 13, 255];
      if (count === 0) continue;
      const [x, y] = [column / (side - 1) - 0.5, 0.5 - row / (side - 1)];
      const tone: Tone = [150 + y * 1.5748 * 255, 150 - (x * 0.1873 + y * 0.4681) * 255, 150 + x * 1.8556 * 255];
      glow(data, 4 * at, tone.map((one) => Math.min(255, Math.max(60, one))) as unknown as Tone, Math.min(1, 0.25 + count * scale));
    }
  }
  context.putImageData(image, left, top);
  const centre = [left + side / 2, top + side / 2] as const;
  context.strokeStyle = LINE;
  context.beginPath();
  context.arc(centre[0], centre[1], side * 0.49, 0, 2 * Math.PI);
  context.moveTo(centre[0] - side / 2, centre[1]);
  context.lineTo(centre[0] + side / 2, centre[1]);
  context.moveTo(centre[0], centre[1] - side / 2);
  context.lineTo(centre[0], centre[1] + side / 2);
  context.stroke();
  context.strokeStyle = "rgb(242 184 75 / 70%)";
  context.beginPath();
  context.moveTo(centre[0], centre[1]);
  context.lineTo(centre[0] + Math.cos((SKIN * Math.PI) / 180) * side * 0.49, centre[1] - Math.sin((SKIN * Math.PI) / 180) * side * 0.49);
  context.stroke();
  context.font = "10px system-ui, sans-serif";
  context.fillStyle = TEXT;
  for (const [name, r, g, b] of PRIMARIES) {
    const [x, y] = vectorOf(r * 0.75, g * 0.75, b * 0.75);
    const [px, py] = [centre[0] + x * side, centre[1] - y * side];
    context.strokeStyle = `rgb(${r || 60} ${g || 60} ${b || 60} / 80%)`;
    context.strokeRect(px - 5, py - 5, 10, 10);
    context.fillText(name.charAt(0).toUpperCase(), px + 8, py + 4);
  }
}

function bars(context: Context, counts: readonly Uint32Array[], width: number, height: number): void {
  context.strokeStyle = LINE;
  for (const share of [0.25, 0.5, 0.75]) {
    context.beginPath();
    context.moveTo(Math.round(share * width) + 0.5, 0);
    context.lineTo(Math.round(share * width) + 0.5, height);
    context.stroke();
  }
  // The two ends may hold half the picture: what lies between must be seen all the same.
  const top = Math.max(1, ...counts.map((own) => Math.max(...own.subarray(1, LEVELS - 1)))) * 1.05;
  context.globalCompositeOperation = "lighter";
  counts.forEach((own, place) => {
    const tone = place === 3 ? LUMA : (TONES[place] ?? LUMA);
    context.beginPath();
    context.moveTo(0, height);
    own.forEach((count, level) => context.lineTo((level / (LEVELS - 1)) * width, height - Math.min(1, Math.sqrt(count / top)) * (height - 4)));
    context.lineTo(width, height);
    if (place === 3) {
      context.strokeStyle = `rgb(${tone.join(" ")} / 70%)`;
      context.stroke();
    } else {
      context.fillStyle = `rgb(${tone.join(" ")} / 45%)`;
      context.fill();
    }
  });
  context.globalCompositeOperation = "source-over";
}
