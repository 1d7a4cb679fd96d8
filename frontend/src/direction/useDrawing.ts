// The hand over the panel: a stroke or a rectangle as shares of the picture, shown while it is drawn, told once it is let go.
import { type PointerEvent, type RefObject, useRef, useState } from "react";
import type { Track } from "./direction";
import type { Place } from "./tracks";

interface Told {
  readonly path: (path: readonly Place[]) => void;
  readonly box: (from: Place, to: Place) => void;
}

export interface Drawing {
  readonly props: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: () => void;
  };
  /** What is under the hand. */
  readonly drawn: Track | null;
  readonly shares: (event: { readonly clientX: number; readonly clientY: number }) => Place;
}

/** Listens on the element that `picture` is. */
export function useDrawing(picture: RefObject<HTMLElement | null>, tool: "path" | "box", told: Told): Drawing {
  const path = useRef<Place[]>([]);
  const [drawn, setDrawn] = useState<Track | null>(null);
  const shares = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Place => {
    const edges = picture.current?.getBoundingClientRect();
    if (!edges || edges.width === 0 || edges.height === 0) return [0.5, 0.5];
    const within = (share: number): number => Math.min(1, Math.max(0, share));
    return [within((clientX - edges.left) / edges.width), within((clientY - edges.top) / edges.height)];
  };
  const show = (): void => {
    const [from, to] = [path.current[0], path.current.at(-1)];
    if (!from || !to) return setDrawn(null);
    if (tool === "path") return setDrawn({ points: path.current.map(([x, y], at) => [at, x, y]), box: null });
    setDrawn({ points: [[0, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2]], box: [Math.max(0.001, Math.abs(to[0] - from[0])), Math.max(0.001, Math.abs(to[1] - from[1]))] });
  };
  return {
    shares, drawn,
    props: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        path.current = [shares(event)];
        show();
      },
      onPointerMove: (event) => {
        if (path.current.length === 0) return;
        path.current.push(shares(event));
        show();
      },
      onPointerUp: (event) => {
        const done = [...path.current, shares(event)];
        const [from, to] = [path.current[0], done.at(-1)];
        path.current = [];
        setDrawn(null);
        if (!from || !to) return;
        if (tool === "path") told.path(done);
        else told.box(from, to);
      },
      onPointerCancel: () => {
        path.current = [];
        setDrawn(null);
      },
    },
  };
}
