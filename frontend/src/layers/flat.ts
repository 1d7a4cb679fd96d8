// Composes without a graphics card: the browser's own drawing, whose blend modes mix display values; edges differ by a shade.
import type { Picture } from "../player/frames";
import type { Composer } from "./gl";

const OPERATIONS: Readonly<Record<string, GlobalCompositeOperation>> = {
  burn: "color-burn", dodge: "color-dodge", add: "lighter", colour: "color", darken: "darken", multiply: "multiply", lighten: "lighten",
  screen: "screen", overlay: "overlay", "soft-light": "soft-light", "hard-light": "hard-light", difference: "difference",
  exclusion: "exclusion", hue: "hue", saturation: "saturation", luminosity: "luminosity",
};

const MOST = 24; // pictures that are kept as pixels: a frame of a film is converted once, not at every move of a hand

/** Decoded pictures as pixels, by name. */
class Pixels {
  private readonly kept = new Map<string, OffscreenCanvas>(); // in the order in which they were last drawn

  of(name: string, picture: Picture): OffscreenCanvas {
    const there = this.kept.get(name);
    this.kept.delete(name);
    const canvas = there ?? new OffscreenCanvas(picture.width, picture.height);
    this.kept.set(name, canvas);
    if (!there) {
      const context = canvas.getContext("2d") as (OffscreenCanvasRenderingContext2D & CanvasRenderingContext2D) | null;
      if (context) picture.draw(context, 0, 0, picture.width, picture.height);
    }
    for (const oldest of [...this.kept.keys()].slice(0, -MOST)) this.kept.delete(oldest);
    return canvas;
  }

  clear(): void {
    this.kept.clear();
  }
}

/** Null where a canvas cannot be drawn on at all. */
export function flatComposer(canvas: HTMLCanvasElement): Composer | null {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return null;
  const pixels = new Pixels();
  return {
    draw: (below, layers) => {
      const { width, height } = canvas;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.globalAlpha = 1;
      context.globalCompositeOperation = "source-over";
      context.fillStyle = "#000";
      context.fillRect(0, 0, width, height);
      if (below) context.drawImage(pixels.of(below.name, below.picture), 0, 0, width, height);
      for (const { name, pose, pivot, picture, opacity, mode, blend } of layers) {
        const angle = (pose.turn * Math.PI) / 180;
        const [cos, sin] = [Math.cos(angle) * pose.scale, Math.sin(angle) * pose.scale];
        const [x, y] = [width * (pivot[0] + pose.across), height * (pivot[1] + pose.down)];
        context.globalAlpha = opacity;
        context.globalCompositeOperation = OPERATIONS[mode] ?? "source-over";
        context.filter = blend.shadow > 0
          ? `drop-shadow(${blend.shadow_across * width}px ${blend.shadow_down * height}px ${blend.shadow_soft * height}px rgb(0 0 0 / ${blend.shadow * 100}%))`
          : "none";
        context.setTransform(cos, sin, -sin, cos, x, y);
        context.drawImage(pixels.of(name, picture), -width * pivot[0], -height * pivot[1], width, height);
        context.filter = "none";
      }
    },
    close: () => pixels.clear(),
  };
}
