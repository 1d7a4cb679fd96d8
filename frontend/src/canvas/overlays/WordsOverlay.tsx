// What was found by words, as boxes to choose from.
import type { ViewBox } from "../view";

/** The boxes. */
export function WordsOverlay({ view }: { view: ViewBox }) {
  return <div className="canvas-overlay" data-width={view.width} />;
}

/** The field for the words. */
export function WordsOptions() {
  return null;
}
