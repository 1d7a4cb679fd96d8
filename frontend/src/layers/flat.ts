// Composes without a graphics card: the browser's own drawing, whose blend modes mix display values; edges differ by a shade.
import type { Composer } from "./gl";

const OPERATIONS: Readonly<Record<string, GlobalCompositeOperation>> = {
  burn: "color-burn", dodge: "color-dodge", add: "lighter", colour: "color", darken: "darken", multiply: "multiply", lighten: "lighten",
  screen: "screen", overlay: "overlay", "soft-light": "soft-light", "hard-light": "hard-light", difference: "difference",
  exclusion: "exclusion", hue: "hue", saturation: "saturation", luminosity: "luminosity",
};

/** Null where a canvas cannot be drawn on at all. */
export function flatComposer(canvas: HTMLCanvasElement): Composer | null {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return null;
  return {
    draw: (below, layers) => {
      const { width, height } = canvas;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.globalAlpha = 1;
      context.globalCompositeOperation = "source-over";
      context.fillStyle = "#000";
      context.fillRect(0, 0, width, height);
      below?.picture.draw(context, 0, 0, width, height);
      for (const { pose, picture, opacity, mode, blend } of layers) {
        const angle = (pose.turn * Math.PI) / 180;
        const [cos, sin] = [Math.cos(angle) * pose.scale, Math.sin(angle) * pose.scale];
        const [x, y] = [width * (0.5 + pose.across), height * (0.5 + pose.down)];
        context.globalAlpha = opacity;
        context.globalCompositeOperation = OPERATIONS[mode] ?? "source-over";
        context.filter = blend.shadow > 0
          ? `drop-shadow(${blend.shadow_across * width}px ${blend.shadow_down * height}px ${blend.shadow_soft * height}px rgb(0 0 0 / ${blend.shadow * 100}%))`
          : "none";
        context.setTransform(cos, sin, -sin, cos, x, y);
        picture.draw(context, -width / 2, -height / 2, width, height);
        context.filter = "none";
      }
    },
    close: () => undefined,
  };
}
