// Where a layer that was followed lies at the frame on screen: what a correction that only adds or takes away begins with.
import type { Picture } from "../player/frames";
import type { Box } from "./maskKeys";

const WIDE = 320; // pixels that are looked at
const HALF = 127;

let shown: { readonly frame: number; readonly pictures: ReadonlyMap<string, Picture> } = { frame: -1, pictures: new Map() };

/** The pictures of followed layers that are on screen now. */
export function showsFollowed(frame: number, pictures: ReadonlyMap<string, Picture>): void {
  shown = { frame, pictures };
}

/** The box round a layer at a frame, in shares; null where it is not on screen or nothing of it is. */
export function followedBox(layer: string, frame: number): Box | null {
  const picture = shown.frame === frame ? shown.pictures.get(layer) : undefined;
  if (!picture) return null;
  const high = Math.max(1, Math.round((WIDE * picture.height) / picture.width));
  const context = new OffscreenCanvas(WIDE, high).getContext("2d");
  if (!context) return null;
  if (!drawnOn(context, picture, WIDE, high)) return null;
  return boxOf(context.getImageData(0, 0, WIDE, high).data, WIDE, high);
}

/** Draw a picture, unless its film was let go of meanwhile: then it is none any more. */
export function drawnOn(context: OffscreenCanvasRenderingContext2D, picture: Picture, width: number, height: number): boolean {
  try {
    picture.draw(context as unknown as CanvasRenderingContext2D, 0, 0, width, height); // mediabunny and drawImage take either
    return true;
  } catch {
    return false;
  }
}

/** The box round what covers more than half, of RGBA, in shares and a pixel wider; null where nothing does. Pure. */
export function boxOf(rgba: ArrayLike<number>, width: number, height: number): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((rgba[(y * width + x) * 4 + 3] as number) <= HALF) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  return [within((left - 1) / width), within((top - 1) / height), within((right + 2) / width), within((bottom + 2) / height)];
}
