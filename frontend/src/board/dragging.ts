// What is being dragged and where it would land: read by the few cards and headings that show it, and by nothing else.
import { create } from "zustand";
import type { Drop } from "./layout";

interface Dragging {
  /** The shots under way, in film order. */
  readonly shots: readonly string[];
  readonly drop: Drop | null;
  /** The scene under way; while there is one, the board shows headings only. */
  readonly scene: string | null;
  /** The heading before which the scene would come: its number among them. */
  readonly gap: number | null;
}

const none: Dragging = { shots: [], drop: null, scene: null, gap: null };

export const useDragging = create<Dragging>(() => none);

/** Nothing is dragged any more. */
export const letGo = (): void => useDragging.setState(none);

/** The line is drawn elsewhere now; nothing is told when it is where it was. */
export function dropAt(drop: Drop | null): void {
  const was = useDragging.getState().drop;
  if (was?.scene !== drop?.scene || was?.beside !== drop?.beside || was?.after !== drop?.after || was?.index !== drop?.index) {
    useDragging.setState({ drop });
  }
}
