// What the studio says in passing, at the foot of the window; refusals stay longer and are read out at once.
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useWords } from "../i18n";
import { dismiss, useView } from "../view/store";
import { IconButton } from "./Button";
import { useTopmost } from "./topmost";

/** The messages that are not yet gone: in the sheet that is open, for what lies beneath it can be neither seen, clicked nor read. */
export function Toasts() {
  return createPortal(<Messages />, useTopmost());
}

function Messages() {
  const t = useWords();
  const toasts = useView((state) => state.toasts);
  const place = useRef<HTMLDivElement>(null);
  // The browser's uppermost layer: over the sheet, and held by the window however the sheet moves.
  useLayoutEffect(() => place.current?.showPopover(), []);
  return (
    <div ref={place} popover="manual" className="toasts" role="status" aria-live="polite">
      {toasts.map((one) => (
        <div key={one.id} className={`toast ${one.kind}`} role={one.kind === "failed" ? "alert" : undefined}>
          <span>{one.words}</span>
          <IconButton icon="close" label={t("common.close")} onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  );
}
