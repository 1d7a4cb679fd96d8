// The masks as they lie over the picture: in the colours of their layers, as a matte, or as what is cut out over a chequered ground.
import { useEffect, useRef } from "react";
import type { Shown } from "./store";
import type { Size } from "./view";

/** A mask as something that is drawn: only its alpha counts. */
export interface Sheet {
  readonly id: string;
  readonly colour: string;
  readonly draw: ((context: Context, width: number, height: number) => void) | null;
  readonly chosen: boolean;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const SQUARE = 12; // pixels of the picture at 1280 wide

interface Props {
  readonly sheets: readonly Sheet[];
  readonly shown: Shown;
  readonly size: Size;
}

/** One canvas over the picture. */
export function MaskPicture({ sheets, shown, size }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = size;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    // A matte and a cut-out are of the layer in hand, where one is; colours are of all of them.
    if (context) draw(context, shown !== "overlay" && sheets.some((one) => one.chosen) ? sheets.filter((one) => one.chosen) : sheets, shown);
  }, [sheets, shown, width, height]);
  return <canvas ref={canvas} className="mask-picture" width={width} height={height} data-sheets={sheets.filter((one) => one.draw).length} aria-hidden />;
}

let spare: OffscreenCanvas | null = null;

function draw(context: CanvasRenderingContext2D, sheets: readonly Sheet[], shown: Shown): void {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = "source-over";
  context.globalAlpha = 1;
  context.clearRect(0, 0, width, height);
  if (sheets.every((one) => one.draw === null) && shown !== "matte") return;
  if (shown === "overlay") {
    for (const { draw: mask, colour, chosen } of sheets) {
      if (!mask) continue;
      context.globalAlpha = chosen ? 0.5 : 0.32;
      context.drawImage(tinted(mask, colour, width, height), 0, 0);
    }
    return;
  }
  if (shown === "matte") {
    context.fillStyle = "#000";
    context.fillRect(0, 0, width, height);
    for (const { draw: mask } of sheets) if (mask) context.drawImage(tinted(mask, "#fff", width, height), 0, 0);
    return;
  }
  for (const { draw: mask } of sheets) mask?.(context, width, height);
  context.globalCompositeOperation = "source-out"; // where no mask is
  context.fillStyle = chequered(context, Math.max(4, Math.round((SQUARE * width) / 1280)));
  context.fillRect(0, 0, width, height);
}

/** The mask in one colour. */
function tinted(mask: NonNullable<Sheet["draw"]>, colour: string, width: number, height: number): OffscreenCanvas {
  if (!spare || spare.width !== width || spare.height !== height) spare = new OffscreenCanvas(width, height);
  const context = spare.getContext("2d");
  if (!context) return spare;
  context.globalCompositeOperation = "source-over";
  context.clearRect(0, 0, width, height);
  mask(context, width, height);
  context.globalCompositeOperation = "source-in";
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return spare;
}

function chequered(context: CanvasRenderingContext2D, square: number): CanvasPattern | string {
  const tile = new OffscreenCanvas(square * 2, square * 2);
  const ground = tile.getContext("2d");
  if (!ground) return "#777";
  ground.fillStyle = "#6c7178";
  ground.fillRect(0, 0, square * 2, square * 2);
  ground.fillStyle = "#8b9098";
  ground.fillRect(0, 0, square, square);
  ground.fillRect(square, square, square, square);
  return context.createPattern(tile, "repeat") ?? "#777";
}
