// A click on a thing: what is under it becomes the mask.
import type { ViewBox } from "../view";

/** Takes clicks. */
export function ClickOverlay({ view }: { view: ViewBox }) {
  return <div className="canvas-overlay" data-width={view.width} />;
}

/** One click takes the thing out. */
export function RemoveOverlay({ view }: { view: ViewBox }) {
  return <div className="canvas-overlay" data-width={view.width} />;
}
