// Draws the lanes on a canvas: only what can be seen, so that two thousand clips cost what is on screen.
import type { Rate } from "../film/time";
import { ratioOf } from "./edits/speed";
import { byTrack, firstAfter, type Lane, type Lanes } from "./layout";
import { type Clip, clipEnd, type Mix, type Rows } from "./rows";
import { frameAt, type Scale, xOf } from "./scale";
import type { Thumbs } from "./thumbs";
import { peakBetween, piecesIn, type Heard, type Waves } from "./waves";

/** The colours of the room, read once from the page. */
export interface Colours {
  readonly room: string;
  readonly panel: string;
  readonly line: string;
  readonly strong: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly font: string;
}

/** What there is to draw. */
export interface Scene {
  readonly rows: Rows;
  readonly lanes: Lanes;
  readonly scale: Scale;
  readonly width: number;
  readonly chosen: ReadonlySet<string>;
  readonly gap: { readonly track: string; readonly frame: number } | null;
  readonly name: (clip: Clip) => string;
  readonly still: (clip: Clip) => string | null;
  readonly proxy: (clip: Clip) => string | null;
  readonly ratio: number;
  readonly heard: ReadonlyMap<string, readonly Heard[]>;
  readonly rate: Rate;
  readonly colours: Colours;
  readonly thumbs: Thumbs;
  readonly waves: Waves;
  readonly alone: boolean;
}

const PICTURE = { body: "#27384a", head: "#35506a" };
const VOICE = { body: "#1f3f3c", head: "#2c5b55", wave: "#6fc2b4" };
const TONE = { body: "#332f45", head: "#4a4363", wave: "#8e84b8" };
const STRIP = 15; // px of a picture's title

/** Draw the lanes; the frames of proxies that would be seen are wished for. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { rows, lanes, scale, width, colours } = scene;
  const wished: { url: string; frame: number }[] = [];
  context.fillStyle = colours.room;
  context.fillRect(0, 0, width, lanes.height);
  const clips = byTrack(rows);
  const mixes = new Map<string, Mix[]>();
  for (const mix of rows.mixes.values()) mixes.set(mix.track, [...(mixes.get(mix.track) ?? []), mix]);
  for (const lane of lanes.lanes) {
    context.fillStyle = lane.track.locked ? "#121316" : colours.panel;
    context.fillRect(0, lane.top, width, lane.height);
    const own = clips.get(lane.track.id) ?? [];
    const silent = lane.track.muted || (scene.alone && lane.track.kind !== "picture" && !lane.track.solo);
    gapOf(context, scene, lane, own);
    let drawn = -1;
    for (let at = firstAfter(own, scale.left); at < own.length; at++) {
      const clip = own[at] as Clip;
      const left = xOf(scale, clip.start);
      if (left > width) break;
      const right = xOf(scale, clipEnd(clip));
      // At this zoom many clips share a pixel: one of them is drawn.
      if (right < drawn + 0.5 && !scene.chosen.has(clip.id)) continue;
      drawn = right;
      context.globalAlpha = silent || !clip.enabled ? 0.38 : 1;
      if (lane.track.kind === "picture") picture(context, scene, lane, clip, left, right, wished);
      else sound(context, scene, lane, clip, left, right);
      context.globalAlpha = 1;
      outline(context, scene, lane, clip, left, right);
    }
    for (const mix of mixes.get(lane.track.id) ?? []) transition(context, scene, lane, mix);
    if (lane.track.locked) hatch(context, lane, width);
  }
  scene.thumbs.wish(wished.slice(0, 80));
}

function gapOf(context: CanvasRenderingContext2D, { gap, scale, width }: Scene, lane: Lane, own: readonly Clip[]): void {
  if (!gap || gap.track !== lane.track.id) return;
  const at = firstAfter(own, gap.frame);
  const from = at > 0 ? clipEnd(own[at - 1] as Clip) : 0;
  const left = Math.max(0, xOf(scale, from));
  const right = Math.min(width, xOf(scale, own[at]?.start ?? Infinity));
  context.fillStyle = "rgba(242, 184, 75, 0.22)";
  context.fillRect(left, lane.top, right - left, lane.height);
}

function box(context: CanvasRenderingContext2D, left: number, top: number, wide: number, high: number): void {
  context.beginPath();
  if (wide > 6) context.roundRect(left, top, wide, high, 3);
  else context.rect(left, top, Math.max(0.75, wide), high);
}

/** The ground of a clip, to which what follows is clipped until `restore`, and how wide it is; null where it is but a line. */
function body(context: CanvasRenderingContext2D, lane: Lane, left: number, right: number, colour: string): number | null {
  const wide = right - left - (right - left > 4 ? 1 : 0);
  context.fillStyle = colour;
  if (wide < 4) {
    context.fillRect(left, lane.top, Math.max(0.75, wide), lane.height);
    return null;
  }
  context.save();
  box(context, left, lane.top, wide, lane.height);
  context.fill();
  context.clip();
  return wide;
}

function picture(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, clip: Clip, left: number, right: number, wished: { url: string; frame: number }[]): void {
  const wide = body(context, lane, left, right, PICTURE.body);
  if (wide === null) return;
  const strip = lane.height > 34 ? STRIP : 0;
  if (wide > 12) tiles(context, scene, clip, left, right, lane.top + strip, lane.height - strip, wished);
  context.fillStyle = PICTURE.head;
  if (strip > 0) context.fillRect(left, lane.top, wide, strip);
  title(context, scene, clip, left, wide, lane.top);
  fades(context, clip, left, wide, lane, scene.scale);
  context.restore();
}

/** Pictures side by side: the shot's still, and its own frames as they are decoded. */
function tiles(context: CanvasRenderingContext2D, scene: Scene, clip: Clip, left: number, right: number, top: number, high: number, wished: { url: string; frame: number }[]): void {
  const { scale, width, ratio } = scene;
  const each = high * ratio;
  const still = scene.still(clip);
  const base = still ? scene.thumbs.still(still) : null;
  const url = scene.proxy(clip);
  const { over, under } = ratioOf(clip.speed);
  const from = Math.max(0, Math.floor(-left / each));
  const step = Math.max(1, 2 ** Math.floor(Math.log2(each / scale.zoom)));
  for (let tile = from; left + tile * each < Math.min(right, width); tile++) {
    const x = left + tile * each;
    const into = Math.min(clip.frames - 1, Math.max(0, Math.floor((tile * each) / scale.zoom)));
    const exact = over < 0 ? clip.source_in + Math.floor(((clip.frames - 1 - into) * -over) / under) : clip.source_in + Math.floor((into * over) / under);
    const frame = Math.floor(exact / step) * step;
    const shown = url ? scene.thumbs.frame(url, frame) : null;
    if (url && !shown && right - left > 40) wished.push({ url, frame });
    const image = shown ?? base;
    if (image) context.drawImage(image, x, top, each, high);
    if (tile > from) {
      context.fillStyle = "rgba(14, 15, 17, 0.35)";
      context.fillRect(x, top, 1, high);
    }
  }
}

function title(context: CanvasRenderingContext2D, scene: Scene, clip: Clip, left: number, wide: number, top: number): void {
  if (wide < 22) return;
  const { over, under } = ratioOf(clip.speed);
  const fast = over === under ? "" : over === 0 ? " ❙❙" : ` ${Math.round((over / under) * 100)}%`;
  const gain = clip.gain === 0 ? "" : ` ${clip.gain > 0 ? "+" : "−"}${Math.abs(clip.gain).toFixed(1)} dB`;
  context.font = `600 11px ${scene.colours.font}`;
  context.textBaseline = "middle";
  context.fillStyle = scene.colours.text;
  // The name stays in sight while its clip is.
  context.fillText(`${scene.name(clip)}${fast}${gain}`, Math.max(left, 0) + 5, top + 8, Math.max(8, wide - 8 - Math.max(0, -left)) + 400);
}

function sound(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, clip: Clip, left: number, right: number): void {
  const colours = lane.track.kind === "dialogue" ? VOICE : TONE;
  const wide = body(context, lane, left, right, colours.body);
  if (wide === null) return;
  // Words above, the wave beneath them; where there is no room for both, the wave has it all.
  const strip = lane.height > 38 ? STRIP : 0;
  if (strip > 0) {
    context.fillStyle = colours.head;
    context.fillRect(left, lane.top, wide, strip);
  }
  const room = lane.height - strip - 3;
  const middle = lane.top + strip + (lane.height - strip) / 2;
  context.fillStyle = colours.wave;
  const [from, to] = [Math.max(0, Math.floor(left)), Math.min(scene.width, Math.ceil(right))];
  if (clip.tone) {
    context.globalAlpha *= 0.5;
    context.fillRect(from, middle - 1, to - from, 2);
    context.globalAlpha /= 0.5;
  } else if (clip.speed === "1/1") {
    for (const piece of piecesIn(scene.heard, clip)) {
      const peaks = scene.waves.peaks(piece.url);
      if (!peaks) continue;
      for (let x = from; x < to; x++) {
        const frame = frameAt(scene.scale, x) - clip.start + clip.source_in - piece.at;
        if (frame < 0 || frame > piece.frames) continue;
        const peak = peakBetween(peaks, frame, frame + 1 / scene.scale.zoom, scene.rate);
        const high = Math.max(1, peak * room);
        context.fillRect(x, middle - high / 2, 1, high);
      }
    }
  }
  const words = piecesIn(scene.heard, clip).map((one) => one.words).join("  ");
  title(context, { ...scene, name: (one) => (words ? `${scene.name(one)}  ${words}` : scene.name(one)) }, clip, left, wide, lane.top);
  fades(context, clip, left, wide, lane, scene.scale);
  context.restore();
}

function fades(context: CanvasRenderingContext2D, clip: Clip, left: number, wide: number, lane: Lane, { zoom }: Scale): void {
  if (clip.fade_in === 0 && clip.fade_out === 0) return;
  context.fillStyle = "rgba(14, 15, 17, 0.6)";
  const bottom = lane.top + lane.height;
  for (const [edge, inner] of [[left, left + clip.fade_in * zoom], [left + wide, left + wide - clip.fade_out * zoom]] as const) {
    context.beginPath();
    context.moveTo(edge, bottom);
    context.lineTo(edge, lane.top);
    context.lineTo(inner, lane.top);
    context.closePath();
    context.fill();
  }
}

function outline(context: CanvasRenderingContext2D, { chosen, colours }: Scene, lane: Lane, clip: Clip, left: number, right: number): void {
  if (!chosen.has(clip.id)) return;
  const wide = Math.max(2, right - left - 1);
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  box(context, left + 1, lane.top + 1, wide - 2, lane.height - 2);
  context.stroke();
}

function transition(context: CanvasRenderingContext2D, { scale, width, colours }: Scene, lane: Lane, mix: Mix): void {
  const left = xOf(scale, mix.start);
  const right = xOf(scale, mix.start + mix.frames);
  if (right < 0 || left > width) return;
  const wide = Math.max(2, right - left);
  context.fillStyle = "rgba(232, 234, 237, 0.24)";
  context.fillRect(left, lane.top, wide, lane.height);
  context.strokeStyle = colours.text;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, lane.top + 0.5, wide - 1, lane.height - 1);
  if (wide < 6) return;
  context.beginPath();
  if (mix.kind === "wipe") {
    context.moveTo(left + wide / 2, lane.top);
    context.lineTo(left + wide / 2, lane.top + lane.height);
  } else {
    context.moveTo(left, lane.top + lane.height);
    context.lineTo(mix.kind === "dip" ? left + wide / 2 : right, lane.top);
    if (mix.kind === "dip") context.lineTo(right, lane.top + lane.height);
  }
  context.stroke();
}

function hatch(context: CanvasRenderingContext2D, lane: Lane, width: number): void {
  context.save();
  context.beginPath();
  context.rect(0, lane.top, width, lane.height);
  context.clip();
  context.strokeStyle = "rgba(154, 161, 171, 0.16)";
  context.lineWidth = 1;
  for (let x = -lane.height; x < width; x += 9) {
    context.moveTo(x, lane.top + lane.height);
    context.lineTo(x + lane.height, lane.top);
  }
  context.stroke();
  context.restore();
}
