// Stand-ins for layers that are not made yet: what was cut out at the key nearest to the playhead, lifted from the take's own picture.
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { canBe } from "../canvas/maskKeys";
import { maskFromServer } from "../canvas/masks/onServer";
import type { Layer, MaskKey } from "../document/kinds";
import type { Picture } from "../player/frames";

/** The cut-out of a layer at one frame of the take. */
export interface Ghost {
  readonly name: string;
  readonly frame: number;
  readonly mask: ImageBitmap;
}

export type Ghosts = ReadonlyMap<string, Ghost>;

/** What was said of a layer nearest to a frame, if a mask can be made of it. Pure. */
export function nearestSaid(layer: Layer, frame: number): MaskKey | null {
  if (layer.kind !== "cut") return null;
  const [nearest] = layer.masks.filter(canBe).toSorted((one, other) => Math.abs(one.frame - frame) - Math.abs(other.frame - frame));
  return nearest ?? null;
}

/** The stand-ins of these layers, as far as their masks are there. */
export function useGhosts(shot: string, take: string, layers: readonly Layer[], wanted: readonly string[], frame: number): Ghosts {
  const said = useMemo(() => wanted.flatMap((id) => {
    const layer = layers.find((one) => one.id === id);
    const key = layer ? nearestSaid(layer, frame) : null;
    return key ? [{ id, key, name: JSON.stringify([key.frame, key.points, key.box, key.strokes]) }] : [];
  }), [layers, wanted, frame]);
  const found = useQueries({
    queries: said.map(({ key, name }) => ({ queryKey: ["ghost", shot, take, name], queryFn: () => maskFromServer(shot, key.frame, key), staleTime: Infinity, gcTime: 60_000, retry: 0 })),
    combine: (all) => all.map((one) => one.data ?? null),
  });
  return useMemo(() => new Map(said.flatMap(({ id, key, name }, at) => {
    const drawn = found[at];
    return drawn && !drawn.nothing ? [[id, { name: `${take} ${name}`, frame: key.frame, mask: drawn.picture }] as const] : [];
  })), [said, found, take]);
}

const lifted = new WeakMap<ImageBitmap, { readonly of: Picture; readonly as: Picture }>();

/** What a mask leaves of a picture. The same object for the same of both. */
export function liftedFrom(picture: Picture, mask: ImageBitmap): Picture {
  const known = lifted.get(mask);
  if (known?.of === picture) return known.as;
  let canvas: OffscreenCanvas | null = null;
  const cut = (width: number, height: number): OffscreenCanvas => {
    if (canvas?.width === width && canvas.height === height) return canvas;
    canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context) {
      picture.draw(context as unknown as CanvasRenderingContext2D, 0, 0, width, height);
      context.globalCompositeOperation = "destination-in";
      context.drawImage(mask, 0, 0, width, height);
    }
    return canvas;
  };
  const { width, height } = picture;
  const as: Picture = { width, height, draw: (context, x, y, wide, high) => context.drawImage(cut(width, height), x, y, wide, high) };
  lifted.set(mask, { of: picture, as });
  return as;
}
