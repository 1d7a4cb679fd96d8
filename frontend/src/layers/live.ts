// The frames that a composite needs, decoded beside each other and ahead of the playhead; one decoder for plate and layers together.
import { wantedFrames } from "../canvas/takeFrames";
import type { Rate } from "../film/time";
import type { FrameSource, Picture } from "../player/frames";
import { liftedFrom } from "./ghosts";
import type { Below, Laid } from "./gl";
import type { Plan } from "./plan";

const AT_ONCE = 12; // clips that are read beside each other
const DEEP = 6; // frames ahead that are decoded of every layer first, before any is read further

/** What is drawn of a plan at a frame; null while something of it is not decoded yet. */
export interface Ready {
  readonly below: Below | null;
  readonly laid: readonly Laid[];
}

/** Decodes what plans name. `arrived` is called when there may be more to draw. */
export class LiveFrames {
  private source: FrameSource | null = null;
  private closed = false;
  private last: Parameters<LiveFrames["ready"]> | null = null;

  constructor(rate: Rate, private readonly arrived: () => void) {
    void this.open(rate);
  }

  private async open(rate: Rate): Promise<void> {
    const arrived = (): void => this.arrived();
    const source: FrameSource = typeof VideoDecoder === "function"
      ? new (await import("../player/decoder")).DecodedFrames(() => rate, arrived, AT_ONCE)
      : new (await import("../player/fallback")).VideoFrames(() => rate, arrived, AT_ONCE);
    if (this.closed) return source.close();
    this.source = source;
    if (this.last) this.ready(...this.last);
    this.arrived();
  }

  /** The pictures of a plan, as far as they are decoded; what is missing and what comes next is asked for. */
  ready(plan: Plan, frame: number, frames: number, speed: number): Ready | null {
    this.last = [plan, frame, frames, speed];
    const { source } = this;
    if (!source) return null;
    const urls = [...new Set([...(plan.back ? [plan.back] : []), ...plan.sheets.filter((one) => !one.ghost).map((one) => one.url)])];
    const ghosts = plan.sheets.filter((one) => one.ghost).map((one) => ({ url: one.url, frame: one.frame }));
    const coming = wantedFrames(frame, frames, speed);
    const ahead = [coming.slice(0, DEEP), coming.slice(DEEP)];
    const pointed = speed === 0 ? plan.resting.map(({ url, ghost, frame: own }) => ({ url, frame: ghost ? own : frame })) : [];
    source.want([...ahead.slice(0, 1).flatMap((some) => urls.flatMap((url) => some.map((one) => ({ url, frame: one })))), ...ghosts, ...ahead.slice(1).flatMap((some) => urls.flatMap((url) => some.map((one) => ({ url, frame: one })))), ...pointed], speed === 0 ? "still" : speed > 0 ? "forward" : "backward", speed);
    const lost = (url: string): boolean => source.trouble(url) !== null;
    const found = (url: string): Picture | null => source.get({ url, frame });
    const back = plan.back && !lost(plan.back) ? found(plan.back) : null;
    if (plan.back && !back && !lost(plan.back)) return null;
    const laid: Laid[] = [];
    for (const { url, pose, pivot, opacity, mode, blend, ghost, frame: own } of plan.sheets) {
      if (lost(url)) continue;
      if (ghost) {
        const whole = source.get({ url, frame: own }); // nothing waits for it
        if (whole) laid.push({ name: ghost.name, picture: liftedFrom(whole, ghost.mask), pose, pivot, opacity, mode, blend });
        continue;
      }
      const picture = found(url);
      if (!picture) return null;
      laid.push({ name: `${frame} ${url}`, picture, pose, pivot, opacity, mode, blend });
    }
    return { below: back && plan.back ? { name: `${frame} ${plan.back}`, picture: back } : null, laid };
  }

  /** The picture of one layer at a frame, if it is decoded. */
  picture(url: string, frame: number): Picture | null {
    return this.source?.get({ url, frame }) ?? null;
  }

  close(): void {
    this.closed = true;
    this.source?.close();
  }
}

const SMALL = 192; // pixels that a layer is looked at with, to know where it is
const OPAQUE = 40;
const measured = new Map<string, Covered>();

export interface Covered {
  /** Left, top, right, bottom of what is seen of the layer, in shares; null where it is clear. */
  readonly box: readonly [number, number, number, number] | null;
  /** Whether there is something of it at a place of its picture. */
  readonly at: (x: number, y: number) => boolean;
}

/** Where a decoded layer is not clear. */
export function covered(name: string, picture: Picture): Covered {
  const known = measured.get(name);
  if (known) return known;
  const height = Math.max(1, Math.round((SMALL * picture.height) / picture.width));
  const canvas = new OffscreenCanvas(SMALL, height);
  const context = canvas.getContext("2d", { willReadFrequently: true }) as (OffscreenCanvasRenderingContext2D & CanvasRenderingContext2D) | null;
  if (!context) return { box: null, at: () => false };
  picture.draw(context, 0, 0, SMALL, height);
  const { data } = context.getImageData(0, 0, SMALL, height);
  let [left, top, right, bottom] = [SMALL, height, -1, -1];
  for (let y = 0; y < height; y++) for (let x = 0; x < SMALL; x++) {
    if ((data[(y * SMALL + x) * 4 + 3] ?? 0) < OPAQUE) continue;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  const box = right < 0 ? null : ([left / SMALL, top / height, (right + 1) / SMALL, (bottom + 1) / height] as const);
  const at = (x: number, y: number): boolean => {
    const [across, down] = [Math.floor(x * SMALL), Math.floor(y * height)];
    return across >= 0 && across < SMALL && down >= 0 && down < height && (data[(down * SMALL + across) * 4 + 3] ?? 0) >= OPAQUE;
  };
  if (measured.size > 400) measured.clear();
  const found = { box, at };
  measured.set(name, found);
  return found;
}
