// The frames of one take as they are looked at in the canvas: exactly the one asked for, what comes next decoded ahead.
import { useEffect, useMemo, useState } from "react";
import { type Rate, rateOf } from "../film/time";
import type { FrameSource, Picture, Trouble } from "../player/frames";

const AHEAD = 32; // frames decoded before they are reached
const AROUND = 10; // on both sides of a playhead that stands still

/** Which frames to decode, nearest first. Pure. */
export function wantedFrames(frame: number, frames: number, speed: number): number[] {
  const wanted: number[] = [];
  const put = (one: number): void => {
    const at = speed === 0 ? one : ((one % frames) + frames) % frames; // played again and again
    if (at >= 0 && at < frames && !wanted.includes(at)) wanted.push(at);
  };
  if (speed === 0) for (let off = 0; off <= AROUND; off++) for (const one of off === 0 ? [frame] : [frame + off, frame - off]) put(one);
  else for (let off = 0; off < AHEAD; off++) put(frame + Math.sign(speed) * Math.max(1, Math.round(Math.abs(speed))) * off);
  return wanted;
}

/** Decodes one proxy; whoever listens is told when there is something more to draw. */
export class TakeFrames {
  private source: FrameSource | null = null;
  private readonly listeners = new Set<() => void>();
  private closed = false;
  private single: number | null = null;
  private last: readonly [number, number, number] | null = null;

  constructor(readonly url: string, rate: Rate) {
    void this.open(rate);
  }

  /** The picture of a frame, if it is decoded; asks for it and its neighbours. */
  picture(frame: number, frames: number, speed: number): Picture | null {
    this.last = [frame, frames, speed];
    this.source?.want(wantedFrames(frame, frames, speed).map((one) => ({ url: this.url, frame: one })), speed === 0 ? "still" : speed > 0 ? "forward" : "backward", speed);
    return this.source?.get({ url: this.url, frame }) ?? null;
  }

  /** One frame alone. */
  one(frame: number): Picture | null {
    this.single = frame;
    const wanted = { url: this.url, frame };
    this.source?.want([wanted], "still", 0);
    return this.source?.get(wanted) ?? null;
  }

  get trouble(): Trouble | null {
    return this.source?.trouble(this.url) ?? null;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    this.closed = true;
    this.source?.close();
    this.listeners.clear();
  }

  private async open(rate: Rate): Promise<void> {
    const arrived = (): void => this.listeners.forEach((one) => one());
    const source: FrameSource = typeof VideoDecoder === "function"
      ? new (await import("../player/decoder")).DecodedFrames(() => rate, arrived)
      : new (await import("../player/fallback")).VideoFrames(() => rate, arrived);
    if (this.closed) return source.close();
    this.source = source;
    if (this.last) this.picture(...this.last);
    else if (this.single !== null) this.one(this.single);
    arrived();
  }
}

/** The frames of a proxy as long as the component is there; null without one. */
export function useTakeFrames(url: string | null | undefined, rate: string): TakeFrames | null {
  const [open, setOpen] = useState<TakeFrames | null>(null);
  const rated = useMemo(() => rateOf(rate), [rate]);
  useEffect(() => {
    if (!url) return setOpen(null);
    const frames = new TakeFrames(url, rated);
    setOpen(frames);
    return () => frames.close();
  }, [url, rated]);
  return open && open.url === url ? open : null;
}
