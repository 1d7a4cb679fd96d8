// The outlines over the view: of the layer in hand as a line that marches, of others thin, of what a click would take dashed.
import { useEffect, useRef } from "react";
import { trace } from "./masks/contour";
import { toScreen, type ViewBox } from "./view";

export interface Line {
  readonly id: string;
  readonly outline: Float32Array;
  readonly colour: string;
  readonly how: "chosen" | "other" | "preview";
}

const PACE = 90; // ms between two steps of the march

/** One canvas over the view, in pixels of the screen, so that lines stay thin however near one looks. */
export function Ants({ view, lines }: { readonly view: ViewBox; readonly lines: readonly Line[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  const width = Math.max(1, Math.round(view.boxWidth * ratio));
  const height = Math.max(1, Math.round(view.boxHeight * ratio));
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return undefined;
    const paths = lines.map((one) => ({ ...one, path: trace(one.outline, (x, y) => toScreen(view, x, y)) }));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let offset = 0;
    const draw = (): void => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, view.boxWidth, view.boxHeight);
      for (const { path, colour, how } of paths) {
        context.setLineDash([]);
        context.lineDashOffset = 0;
        context.lineWidth = how === "chosen" ? 2.5 : how === "preview" ? 2 : 1.5;
        context.strokeStyle = how === "other" ? "rgb(0 0 0 / 55%)" : "rgb(0 0 0 / 75%)";
        context.stroke(path);
        context.lineWidth = how === "chosen" ? 1.5 : 1;
        context.strokeStyle = how === "other" ? colour : "#fff";
        if (how !== "other") context.setLineDash(how === "chosen" ? [5, 4] : [2, 3]);
        context.lineDashOffset = -offset;
        context.stroke(path);
      }
    };
    draw();
    if (still || !paths.some((one) => one.how === "chosen")) return undefined;
    const march = setInterval(() => {
      offset = (offset + 1) % 9;
      if (!document.hidden) draw();
    }, PACE);
    return () => clearInterval(march);
  }, [lines, view, ratio, width, height]);
  return <canvas ref={canvas} className="ants" width={width} height={height} aria-hidden />;
}
