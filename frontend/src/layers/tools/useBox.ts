// Where the layer in hand is on the screen at the playhead: its corners under its pose, its middle, and the frame's own pose.
import { useEffect, useMemo, useState } from "react";
import { useCanvas } from "../../canvas/store";
import { toScreen, type ViewBox } from "../../canvas/view";
import type { Layer } from "../../document/kinds";
import { useDocument } from "../../document/store";
import { coveredAt } from "../LivePicture";
import { regionAt } from "../pivot";
import { MIDDLE, moved, type Point, type Pose, poseAt } from "../pose";
import { layersOf } from "../records";
import type { Region } from "../region";
import { drafted, useLayers } from "../store";

export interface Held {
  readonly layer: Layer;
  readonly pose: Pose;
  readonly region: Region;
  /** In shares of the picture, under the pose. */
  readonly middle: Point;
  /** What it turns and grows about: where that lies now, in shares of the picture. */
  readonly pivot: Point;
  /** Clockwise from the upper left, in px of the view. */
  readonly corners: readonly Point[];
}

const SOON = 250; // ms after which the picture of the layer may have been decoded

/** The layer in hand, as it lies; null where none is. */
export function useHeld(view: ViewBox): Held | null {
  const { shot, layer: id, frame } = useCanvas();
  const layer = useDocument((state) => (shot ? layersOf(state.records, shot).find((one) => one.id === id) : undefined));
  const drafts = useLayers((state) => state.drafts);
  const [looked, setLooked] = useState(0);
  const covered = layer ? coveredAt(layer.id, frame) : null;
  const unknown = layer !== undefined && covered === null;
  useEffect(() => {
    if (!unknown) return undefined;
    const timer = setTimeout(() => setLooked((n) => n + 1), SOON);
    return () => clearTimeout(timer);
  }, [unknown, looked, frame]);
  return useMemo(() => {
    if (!layer) return null;
    const now = drafted(layer, drafts);
    const pose = poseAt(now.keys, frame, now.easing);
    const region = regionAt(layer, frame, covered?.box ?? null);
    const ratio = view.width / view.height;
    const [left, top, right, bottom] = region;
    const at = (x: number, y: number): Point => moved(pose, [x, y], ratio, now.pivot ?? MIDDLE);
    const corners = ([[left, top], [right, top], [right, bottom], [left, bottom]] as const).map(([x, y]) => toScreen(view, ...at(x, y)) as Point);
    const middle = at((left + right) / 2, (top + bottom) / 2);
    return { layer: now, pose, region, middle, pivot: now.pivot ? [now.pivot[0] + pose.across, now.pivot[1] + pose.down] : middle, corners };
  }, [layer, drafts, frame, covered, view]);
}

/** Follow a press until it ends; Escape gives it up. */
export function pressed(event: React.PointerEvent, on: { readonly move: (event: PointerEvent) => void; readonly end: (given: boolean) => void }): void {
  const { pointerId } = event;
  const move = (next: PointerEvent): void => {
    if (next.pointerId === pointerId) on.move(next);
  };
  const over = (given: boolean): void => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancelled);
    removeEventListener("keydown", escape, true);
    on.end(given);
  };
  const up = (last: PointerEvent): void => {
    if (last.pointerId === pointerId) over(true);
  };
  const cancelled = (last: PointerEvent): void => {
    if (last.pointerId === pointerId) over(false);
  };
  const escape = (key: KeyboardEvent): void => {
    if (key.key !== "Escape") return;
    key.preventDefault();
    key.stopPropagation();
    over(false);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancelled);
  addEventListener("keydown", escape, true);
}
