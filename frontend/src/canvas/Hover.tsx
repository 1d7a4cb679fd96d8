// What a click would take, drawn by itself: moving the pointer draws nothing else anew.
import { useEffect, useMemo, useRef } from "react";
import { Ants, type Line } from "./Ants";
import { useHover } from "./hovering";
import { useCanvas } from "./store";
import type { ViewBox } from "./view";

const none: readonly Line[] = [];

/** Its outline, over the view. */
export function HoverOutline({ view }: { readonly view: ViewBox }) {
  const { frame, drawn } = useHover();
  const here = useCanvas((state) => state.frame === frame && !state.playing);
  const lines = useMemo<readonly Line[]>(() => (here && drawn ? [{ id: "under", outline: drawn.outline, colour: "#fff", how: "preview" }] : none), [here, drawn]);
  return lines.length > 0 ? <Ants view={view} lines={lines} /> : null;
}

/** Its mask, in white, over the picture. */
export function HoverPicture() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { frame, drawn } = useHover();
  const here = useCanvas((state) => state.frame === frame && !state.playing);
  const picture = here ? (drawn?.picture ?? null) : null;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (picture) context.drawImage(picture, 0, 0);
  }, [picture]);
  return <canvas ref={canvas} className="hover-picture" width={picture?.width ?? 1} height={picture?.height ?? 1} data-there={picture !== null} aria-hidden />;
}
