// Where a dragged effect may go when the board is not in sight: the chosen shots, the scene, the whole film.
import { useEffect, useState } from "react";
import { useWords } from "../i18n";
import { useEffectDrop } from "./drop";
import { MEDIA, type Target } from "./stack";

interface Place {
  readonly label: string;
  readonly target: Target;
}

/** Shown only while an effect is being dragged. */
export function DropTargets({ places }: { places: readonly Place[] }) {
  const t = useWords();
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const begun = (event: globalThis.DragEvent): void => {
      if (event.dataTransfer?.types.includes(MEDIA)) setTimeout(() => setDragging(true)); // changing the page at once would end the drag
    };
    const ended = (): void => setDragging(false);
    window.addEventListener("dragstart", begun);
    window.addEventListener("dragend", ended);
    window.addEventListener("drop", ended, true);
    return () => {
      window.removeEventListener("dragstart", begun);
      window.removeEventListener("dragend", ended);
      window.removeEventListener("drop", ended, true);
    };
  }, []);
  if (!dragging) return null;
  return (
    <div className="drop-targets">
      <p className="note">{t("effects.dropOn")}</p>
      {places.map((one) => <DropTarget key={one.label} {...one} />)}
    </div>
  );
}

function DropTarget({ label, target }: Place) {
  const { over, props } = useEffectDrop(() => target);
  return <div className={over ? "drop-target over" : "drop-target"} {...props}>{label}</div>;
}
