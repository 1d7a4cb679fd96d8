// The outlines of layers that were followed, at a frame that one rests on: traced beside the page, from what is shown of them.
import { useEffect, useState } from "react";
import type { Picture } from "../player/frames";
import { drawnOn } from "./followedBox";
import { outlineBeside } from "./masks/looker";

const WIDE = 640; // pixels at which they are traced
const RESTS = 120; // ms on a frame before they are

/** By layer; only of the frame that is asked for. */
export function useFollowedOutlines(pictures: ReadonlyMap<string, Picture>, frame: number, wanted: boolean): ReadonlyMap<string, Float32Array> {
  const [found, setFound] = useState<{ readonly frame: number; readonly lines: ReadonlyMap<string, Float32Array> }>({ frame: -1, lines: new Map() });
  useEffect(() => {
    if (!wanted || pictures.size === 0 || typeof OffscreenCanvas !== "function") return undefined;
    let over = false;
    const timer = setTimeout(() => {
      for (const [layer, picture] of pictures) {
        const height = Math.max(2, Math.round((WIDE * picture.height) / Math.max(1, picture.width)));
        const canvas = new OffscreenCanvas(WIDE, height);
        const context = canvas.getContext("2d");
        if (!context || !drawnOn(context, picture, WIDE, height)) continue;
        void outlineBeside(canvas.transferToImageBitmap()).then((outline) => {
          if (!over) setFound((was) => ({ frame, lines: new Map([...(was.frame === frame ? was.lines : []), [layer, outline]]) }));
        });
      }
    }, RESTS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [pictures, frame, wanted]);
  return found.frame === frame ? found.lines : NONE;
}

const NONE: ReadonlyMap<string, Float32Array> = new Map();
