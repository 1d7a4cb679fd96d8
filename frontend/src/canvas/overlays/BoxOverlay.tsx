// A box drawn round a thing: what is in it becomes the mask.
import type { ViewBox } from "../view";

/** Takes the pointer for boxes. */
export function BoxOverlay({ view }: { view: ViewBox }) {
  return <div className="canvas-overlay" data-width={view.width} />;
}
