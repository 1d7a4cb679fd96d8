// A whole film as a strip of pictures with the curve of its cuts beneath: zoomed, moved, pointed at; marks on it are dragged.
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { drawn } from "./stripDrawing";
import { frameAtX, panned, type Tiling, type Window, xOf, zoomed } from "./window";

export interface StripPictures extends Tiling {
  readonly url: string;
}

export interface Mark {
  /** The same as long as it is dragged: its place among the marks, which never pass each other. */
  readonly id: number;
  readonly frame: number;
  readonly label: string;
  readonly chosen: boolean;
  /** 0 to 1: how certain, or how strongly it is drawn. */
  readonly strength: number;
  readonly kind: "found" | "soft" | "mine" | "end";
}

interface Props {
  readonly frames: number;
  readonly pictures: StripPictures | null;
  /** Certainty for every `step` frames; none without a curve. */
  readonly curve?: readonly number[];
  readonly step?: number;
  readonly threshold?: number;
  readonly window: Window;
  readonly onWindow: (window: Window) => void;
  readonly marks: readonly Mark[];
  readonly playhead: number;
  readonly label: string;
  /** Frames that are shown brightly; all when it is not given. */
  readonly lit?: readonly [number, number];
  readonly onPoint: (frame: number) => void;
  readonly onDouble?: (frame: number) => void;
  /** The mark is where it is dragged to; `over` when it is let go. Gives back where it then stands. */
  readonly onDrag: (frame: number, to: number, over: boolean) => number;
  readonly onChoose: (frame: number) => void;
  readonly children?: ReactNode;
}

const MOST_MARKS = 400; // drawn at once; nearer ones come with zooming in

/** The strip. */
export function Strip(props: Props) {
  const { frames, pictures, curve, step = 1, threshold, window: shown, onWindow, marks, playhead, label, lit } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    if (box.current) seen.observe(box.current);
    return () => seen.disconnect();
  }, []);
  const url = pictures?.url;
  useEffect(() => {
    if (!url) return setImage(null);
    const loading = new Image();
    loading.onload = () => setImage(loading);
    loading.src = url;
    return () => void (loading.onload = null);
  }, [url]);
  useEffect(() => {
    if (canvas.current && width > 0) drawn(canvas.current, width, { frames, window: shown, image, tiling: pictures, curve: curve ?? [], step, threshold, lit });
  }, [width, frames, shown, image, pictures, curve, step, threshold, lit]);

  const at = useCallback((clientX: number): number => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return Math.max(0, Math.min(frames - 1, frameAtX(shown, clientX - left, width)));
  }, [shown, width, frames]);

  // A wheel must be heard by itself: React's own listener may not keep the page from scrolling.
  const wheel = useRef<(event: WheelEvent) => void>(() => undefined);
  wheel.current = (event) => {
    event.preventDefault();
    const along = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (along !== 0) onWindow(panned(shown, (along / Math.max(1, width)) * shown.span, frames));
    else onWindow(zoomed(shown, Math.exp(-event.deltaY / 300), at(event.clientX), frames));
  };
  useEffect(() => {
    const strip = box.current;
    const turned = (event: WheelEvent): void => wheel.current(event);
    strip?.addEventListener("wheel", turned, { passive: false });
    return () => strip?.removeEventListener("wheel", turned);
  }, []);

  const inSight = marks.filter((one) => one.frame >= shown.from - shown.span * 0.01 && one.frame <= shown.from + shown.span * 1.01);
  const few = inSight.length > MOST_MARKS ? [...inSight].sort((one, other) => Number(other.chosen) - Number(one.chosen) || other.strength - one.strength).slice(0, MOST_MARKS) : inSight;
  return (
    <div
      ref={box} className="strip" role="group" aria-label={label}
      onPointerDown={(event) => {
        if (event.button !== 0 || (event.target as Element).closest(".mark")) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        props.onPoint(Math.floor(at(event.clientX)));
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) props.onPoint(Math.floor(at(event.clientX)));
      }}
      onDoubleClick={(event) => {
        if (!(event.target as Element).closest(".mark")) props.onDouble?.(Math.round(at(event.clientX)));
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {few.map((one) => (
        <MarkHandle
          key={one.id} one={one} x={xOf(shown, one.frame, width)} frames={frames} at={at}
          onDrag={props.onDrag} onChoose={props.onChoose}
        />
      ))}
      <span className="strip-head" style={{ transform: `translateX(${xOf(shown, playhead, width)}px)` }} />
      {props.children}
    </div>
  );
}

interface HandleProps extends Pick<Props, "onDrag" | "onChoose"> {
  readonly one: Mark;
  readonly x: number;
  readonly frames: number;
  readonly at: (clientX: number) => number;
}

function MarkHandle({ one, x, frames, at, onDrag, onChoose }: HandleProps) {
  const dragged = useRef<{ frame: number; from: number; moved: boolean } | null>(null);
  const latest = useRef({ at, onDrag, onChoose });
  latest.current = { at, onDrag, onChoose };
  const grabbed = (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    onChoose(one.frame);
    dragged.current = { frame: one.frame, from: event.clientX, moved: false };
    const moved = (next: PointerEvent): void => {
      const drag = dragged.current;
      if (!drag || (!drag.moved && Math.abs(next.clientX - drag.from) < 3)) return;
      drag.moved = true;
      drag.frame = latest.current.onDrag(drag.frame, Math.round(latest.current.at(next.clientX)), false);
    };
    const ended = (last: PointerEvent): void => {
      const drag = dragged.current;
      dragged.current = null;
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", ended);
      removeEventListener("pointercancel", ended);
      if (drag?.moved) latest.current.onDrag(drag.frame, last.type === "pointercancel" ? drag.frame : Math.round(latest.current.at(last.clientX)), true);
    };
    // On the window, so that the pointer may leave the strip.
    addEventListener("pointermove", moved);
    addEventListener("pointerup", ended);
    addEventListener("pointercancel", ended);
  };
  return (
    <span
      className={`mark ${one.kind}${one.chosen ? " chosen" : ""}`} role="slider" tabIndex={one.chosen ? 0 : -1} data-frame={one.frame}
      aria-label={one.label} aria-valuemin={0} aria-valuemax={frames} aria-valuenow={one.frame} aria-orientation="horizontal"
      title={one.label} style={{ transform: `translateX(${x}px)`, opacity: one.chosen ? 1 : 0.45 + one.strength * 0.55 }}
      onPointerDown={grabbed} onFocus={() => onChoose(one.frame)}
    />
  );
}
