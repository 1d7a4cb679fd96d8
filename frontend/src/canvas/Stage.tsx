// The view of the picture: zoomed by wheel, pinch and keys to the pointer, moved by Space + drag; the tool in the hand lies over it.
import { type PropsWithChildren, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { kept, type Size, type ViewBox, viewOf, zoomedAt } from "./view";
import { toolOf } from "./tools";
import { useCanvas } from "./store";

interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

const PACE = 1 / 300; // how much of a doubling a turn of the wheel is

let current: { view: ViewBox; pointer: readonly [number, number] | null; wide: number } | null = null;

/** Zoom by a factor, to the pointer where it is over the picture, otherwise to the middle. */
export function zoomBy(factor: number): void {
  if (!current) return;
  const { view, pointer } = current;
  const [x, y] = pointer ?? [view.originX + view.boxWidth / 2, view.originY + view.boxHeight / 2];
  useCanvas.setState(zoomedAt(view, useCanvas.getState().zoom, factor, x, y));
}

/** The whole picture. */
export const wholePicture = (): void => useCanvas.setState({ zoom: 1, pan: [0, 0] });

/** One pixel of the picture is one of the screen. */
export function actualSize(): void {
  if (current) zoomBy(current.wide / (current.view.width * devicePixelRatio));
}

interface Props extends PropsWithChildren {
  readonly picture: Size;
  /** What is drawn of the picture, within its place. */
  readonly draw: (view: ViewBox) => React.ReactNode;
  readonly label: string;
  /** What lies over the view beside the tool, and lets the pointer through. */
  readonly over?: (view: ViewBox) => React.ReactNode;
}

/** The middle of the canvas. */
export function Stage({ picture, draw, label, over, children }: Props) {
  const outer = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState<Box>({ x: 0, y: 0, width: 0, height: 0 });
  const zoom = useCanvas((state) => state.zoom);
  const pan = useCanvas((state) => state.pan);
  const tool = toolOf(useCanvas((state) => state.tool));
  const [moving, setMoving] = useState(false);
  const { width, height } = picture;
  const view = useMemo(() => viewOf(box, { width, height }, zoom, pan), [box, width, height, zoom, pan]);
  const measure = useCallback(() => {
    const found = outer.current?.getBoundingClientRect();
    if (found) setBox((was) => (was.x === found.x && was.y === found.y && was.width === found.width && was.height === found.height ? was : { x: found.x, y: found.y, width: found.width, height: found.height }));
  }, []);
  useLayoutEffect(() => {
    measure();
    const watch = new ResizeObserver(measure);
    if (outer.current) watch.observe(outer.current);
    window.addEventListener("resize", measure);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [measure]);
  useLayoutEffect(() => {
    current = { view, pointer: current?.pointer ?? null, wide: width };
  }, [view, width]);
  useEffect(() => () => void (current = null), []);
  useSpace(setMoving);
  useWheel(outer);
  const Overlay = tool.Overlay;
  return (
    <div
      ref={outer} className={`canvas-stage tool-${tool.id}${moving ? " moving" : ""}`} role="group" aria-label={label}
      onPointerEnter={measure}
      onPointerMove={(event) => {
        if (current) current = { ...current, pointer: [event.clientX, event.clientY] };
      }}
      onPointerLeave={() => {
        if (current) current = { ...current, pointer: null };
      }}
      onPointerDownCapture={(event) => {
        if (event.button === 1 || (event.button === 0 && (moving || tool.id === "hand"))) drag(event, view);
      }}
    >
      <div className="canvas-picture" style={{ transform: `translate(${view.left}px, ${view.top}px)`, width: view.width, height: view.height }}>
        {box.width > 0 ? draw(view) : null}
      </div>
      {box.width > 0 ? <Overlay key={tool.id} view={view} /> : null}
      {box.width > 0 ? over?.(view) : null}
      {children}
    </div>
  );
}

/** Take the picture along with the pointer; nobody else hears of this press. */
function drag(event: React.PointerEvent, view: ViewBox): void {
  event.preventDefault();
  event.stopPropagation();
  const { pan } = useCanvas.getState();
  const { clientX, clientY, pointerId } = event;
  const moved = (next: PointerEvent): void => {
    if (next.pointerId === pointerId) useCanvas.setState({ pan: kept(view, [pan[0] + next.clientX - clientX, pan[1] + next.clientY - clientY]) });
  };
  const ended = (last: PointerEvent): void => {
    if (last.pointerId !== pointerId) return;
    removeEventListener("pointermove", moved);
    removeEventListener("pointerup", ended);
    removeEventListener("pointercancel", ended);
  };
  addEventListener("pointermove", moved);
  addEventListener("pointerup", ended);
  addEventListener("pointercancel", ended);
}

/** Space held and dragged moves the picture; tapped, it plays: see keys.ts. */
function useSpace(tell: (held: boolean) => void): void {
  useEffect(() => {
    const typing = (event: KeyboardEvent): boolean => event.target instanceof Element && event.target.closest("input:not([type=range]), textarea, select, button, dialog") !== null;
    const down = (event: KeyboardEvent): void => {
      if (event.key === " " && !typing(event)) tell(true);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === " ") tell(false);
    };
    const away = (): void => tell(false);
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", away);
    };
  }, [tell]);
}

/** A wheel zooms; a touch pad pans with two fingers and zooms with a pinch, which browsers tell as a wheel with Ctrl. */
function useWheel(outer: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const turned = (event: WheelEvent): void => {
      event.preventDefault();
      if (!current) return;
      const { zoom, pan } = useCanvas.getState();
      const pad = event.deltaMode === 0 && (event.deltaX !== 0 || Math.abs(event.deltaY) < 40);
      if (event.shiftKey || (pad && !event.ctrlKey && !event.metaKey)) {
        const [across, down] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
        useCanvas.setState({ pan: kept(current.view, [pan[0] - across, pan[1] - down]) });
      } else {
        const turn = event.deltaY * (event.deltaMode === 1 ? 30 : 1) * (pad ? 4 : 1);
        useCanvas.setState(zoomedAt(current.view, zoom, 2 ** (-turn * PACE), event.clientX, event.clientY));
      }
    };
    const element = outer.current;
    element?.addEventListener("wheel", turned, { passive: false });
    return () => element?.removeEventListener("wheel", turned);
  }, [outer]);
}
