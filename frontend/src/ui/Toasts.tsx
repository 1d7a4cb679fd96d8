// What the studio says in passing, at the foot of the window; refusals stay longer and are read out at once.
import { useWords } from "../i18n";
import { dismiss, useView } from "../view/store";
import { IconButton } from "./Button";

/** The messages that are not yet gone. */
export function Toasts() {
  const t = useWords();
  const toasts = useView((state) => state.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((one) => (
        <div key={one.id} className={`toast ${one.kind}`} role={one.kind === "failed" ? "alert" : undefined}>
          <span>{one.words}</span>
          <IconButton icon="close" label={t("common.close")} onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  );
}
