// Draws what is on screen at a frame: pictures, panels where there are none, and transitions by the export's own sums.
import type { FrameSource } from "./frames";
import type { Layer, Layers } from "./layers";
import type { Stills } from "./stills";

/** How a frame came out. */
export type Painted = "whole" | "waiting" | "nothing";

interface Drawable {
  readonly width: number;
  readonly height: number;
  readonly draw: (context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void;
}

/** Draws on one canvas. */
export class Painter {
  private readonly context: CanvasRenderingContext2D | null;

  constructor(readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext("2d", { alpha: false });
  }

  /** All of it, or nothing at all: a picture that is not decoded yet leaves on screen what was there. */
  paint(layers: Layers, frames: FrameSource, stills: Stills, unfinished: string | null): Painted {
    const { context } = this;
    if (!context) return "nothing";
    const { transition, done } = layers;
    const dip = transition === "dip";
    const below = dip && done >= 0.5 ? EMPTY : this.drawable(layers.below, frames, stills, unfinished);
    const above = layers.above === null || (dip && done < 0.5) ? EMPTY : this.drawable(layers.above, frames, stills, null);
    if (below === "waiting" || above === "waiting") return "waiting";
    const { width, height } = this.canvas;
    context.globalAlpha = 1;
    context.fillStyle = "#000";
    context.fillRect(0, 0, width, height);
    if (dip) {
      context.globalAlpha = done < 0.5 ? 1 - 2 * done : 2 * done - 1;
      this.fit(done < 0.5 ? below : above);
    } else {
      this.fit(below);
      if (layers.above !== null) this.over(above, transition, done);
    }
    context.globalAlpha = 1;
    return below === null && above === null ? "nothing" : "whole";
  }

  private over(above: Drawable | null, transition: string, done: number): void {
    const { context } = this;
    if (!context) return;
    const { width, height } = this.canvas;
    context.save();
    if (transition === "wipe") {
      context.beginPath();
      context.rect(0, 0, Math.round(done * width), height);
      context.clip();
    } else context.globalAlpha = done;
    if (above) this.fit(above);
    else context.fillRect(0, 0, width, height);
    context.restore();
  }

  private drawable(layer: Layer, frames: FrameSource, stills: Stills, unfinished: string | null): Drawable | null | "waiting" {
    const { source, still } = layer;
    if (source) {
      const picture = frames.get(source);
      if (picture) return picture;
      if (!frames.trouble(source.url)) return "waiting";
    }
    const address = unfinished ?? still;
    if (!address) return null;
    const image = stills.get(address);
    if (!image) return unfinished && still ? this.drawable({ source: null, still }, frames, stills, null) : "waiting";
    return {
      width: image.naturalWidth, height: image.naturalHeight,
      draw: (context, x, y, width, height) => context.drawImage(image, x, y, width, height),
    };
  }

  /** Whole, as large as fits, in the middle. */
  private fit(one: Drawable | null): void {
    const { context } = this;
    if (!one || !context) return;
    const { width, height } = this.canvas;
    const scale = Math.min(width / one.width, height / one.height);
    // A proxy is rounded to even sizes: a seam of one pixel is no frame around the picture.
    const wide = Math.abs(one.width * scale - width) < 3 ? width : one.width * scale;
    const high = Math.abs(one.height * scale - height) < 3 ? height : one.height * scale;
    one.draw(context, (width - wide) / 2, (height - high) / 2, wide, high);
  }
}

const EMPTY = null;
