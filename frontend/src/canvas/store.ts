// What the open canvas is set to: which shot, frame, layer and tool, how near one looks. Of this window only; never undone, never sent.
import { create } from "zustand";

export type ToolId = "click" | "box" | "brush" | "words" | "remove" | "move" | "path" | "place" | "hand";

/** How masks are shown over the picture: in colour, as black and white, or what is cut out over a chequered ground. */
export type Shown = "overlay" | "matte" | "cutout";

export interface CanvasState {
  readonly shot: string | null;
  /** Counted from the first frame of the take. */
  readonly frame: number;
  /** How many frames the take has; 1 until it is known. */
  readonly frames: number;
  /** The layer that tools work on; null: none is chosen. */
  readonly layer: string | null;
  readonly tool: ToolId;
  /** 1 shows the whole picture. */
  readonly zoom: number;
  /** How far the picture's middle is from the middle of the view, in CSS pixels. */
  readonly pan: readonly [number, number];
  readonly playing: boolean;
  /** 0 when it stands still. */
  readonly speed: number;
  readonly shown: Shown;
  /** The brush: how wide, as a share of the picture's width, and whether it adds. */
  readonly brush: { readonly width: number; readonly adds: boolean };
}

const fresh: CanvasState = {
  shot: null, frame: 0, frames: 1, layer: null, tool: "click", zoom: 1, pan: [0, 0], playing: false, speed: 0, shown: "overlay",
  brush: { width: 0.03, adds: true },
};

export const useCanvas = create<CanvasState>(() => fresh);

let meant: { readonly shot: string; readonly layer: string } | null = null;

/** When this shot opens next, this layer is in the hand. */
export function mean(shot: string, layer: string): void {
  meant = { shot, layer };
}

/** The canvas opens on a shot, at a frame of its take; where it is put together of layers, with what shows them. */
export function enter(shot: string, frame: number, composed = false): void {
  const { brush, shown } = useCanvas.getState();
  const layer = meant?.shot === shot ? meant.layer : null;
  meant = null;
  useCanvas.setState({ ...fresh, shot, layer, tool: composed || layer ? "move" : fresh.tool, frame: Math.max(0, frame), brush, shown });
}

/** It is closed. */
export const leave = (): void => useCanvas.setState({ shot: null, layer: null, playing: false, speed: 0 });

/** Go to a frame, within the take. */
export function seek(frame: number): void {
  const { frames } = useCanvas.getState();
  useCanvas.setState({ frame: Math.max(0, Math.min(frames - 1, Math.round(frame))) });
}

/** Go by some frames. */
export const step = (by: number): void => seek(useCanvas.getState().frame + by);

/** Choose a layer, or none. */
export const chooseLayer = (layer: string | null): void => useCanvas.setState({ layer });

/** Take up a tool. */
export const takeUp = (tool: ToolId): void => useCanvas.setState({ tool });

const SHOWN: readonly Shown[] = ["overlay", "matte", "cutout"];

/** The next way of showing masks. */
export function cycleShown(): void {
  useCanvas.setState(({ shown }) => ({ shown: SHOWN[(SHOWN.indexOf(shown) + 1) % SHOWN.length] ?? "overlay" }));
}

/** Make the brush wider or narrower, by a factor. */
export function sizeBrush(factor: number): void {
  useCanvas.setState(({ brush }) => ({ brush: { ...brush, width: Math.min(0.4, Math.max(0.002, brush.width * factor)) } }));
}
