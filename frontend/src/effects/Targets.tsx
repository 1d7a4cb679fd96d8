// Where a dragged effect may go when the board is not in sight: the chosen shots, the scene, the whole film.
import { useWords } from "../i18n";
import { useCarried, useEffectDrop } from "./drop";
import type { Target } from "./stack";

interface Place {
  readonly label: string;
  readonly target: Target;
}

/** Shown only while an effect is being dragged. */
export function DropTargets({ places }: { places: readonly Place[] }) {
  const t = useWords();
  const dragging = useCarried((state) => state.carried);
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
