// Small pictures of the shot along its strip, drawn one by one as they are decoded, beside what is looked at.
import { type RefObject, useEffect } from "react";
import { rateOf } from "../film/time";
import { TakeFrames } from "./takeFrames";

const HIGH = 44; // CSS pixels

/** Fills the canvas with as many pictures as fit. */
export function useThumbs(canvas: RefObject<HTMLCanvasElement | null>, url: string | null, rate: string, frames: number, width: number, ratio: number): void {
  useEffect(() => {
    const element = canvas.current;
    if (!element || !url || width < 8) return undefined;
    const density = Math.min(2, devicePixelRatio || 1);
    const wide = HIGH * ratio;
    const count = Math.max(1, Math.round(width / wide));
    const each = width / count;
    element.width = Math.round(width * density);
    element.height = Math.round(HIGH * density);
    const context = element.getContext("2d", { alpha: false });
    if (!context) return undefined;
    context.fillStyle = "#16181b";
    context.fillRect(0, 0, element.width, element.height);
    const source = new TakeFrames(url, rateOf(rate));
    let next = 0;
    let over = false;
    const draw = (): void => {
      while (!over && next < count) {
        const frame = Math.min(frames - 1, Math.floor(((next + 0.5) / count) * frames));
        const picture = source.one(frame);
        if (!picture) return;
        // Each fills its place: what does not fit is cut at both sides.
        context.save();
        context.beginPath();
        context.rect(next * each * density, 0, Math.ceil(each * density), element.height);
        context.clip();
        const high = Math.max(HIGH, each / ratio) * density;
        picture.draw(context, (next * each + each / 2) * density - (high * ratio) / 2, (element.height - high) / 2, high * ratio, high);
        context.restore();
        next++;
      }
      if (next >= count) source.close();
    };
    source.listen(draw);
    const starting = setTimeout(draw, 250); // what is looked at comes first
    return () => {
      over = true;
      clearTimeout(starting);
      source.close();
    };
  }, [canvas, url, rate, frames, width, ratio]);
}
