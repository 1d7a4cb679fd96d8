// A sheet over the film: the browser's own dialog, so that focus, Escape and readers work as everywhere.
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { useWords } from "../i18n";
import { IconButton } from "./Button";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** Open as long as it is drawn. */
export function Dialog({ title, onClose, wide, children }: DialogProps) {
  const t = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => { // closed while it still stands in the page: only then the browser gives the focus back to what had it
    const shown = dialog.current;
    if (shown && !shown.open) {
      shown.showModal();
      (shown.querySelector<HTMLElement>("textarea") ?? shown).focus(); // the browser would choose the button that closes
    }
    return () => shown?.close();
  }, []);
  useEffect(() => {
    // What had the focus may have gone with this render: keys must not reach what lies beneath.
    if (dialog.current?.open && document.activeElement === document.body) dialog.current.focus();
    const shown = body.current; // words alone that do not fit are scrolled by keys too
    if (shown && shown.scrollHeight > shown.clientHeight && !shown.querySelector("button, a, input, select, textarea, [tabindex]")) shown.tabIndex = 0;
  });
  return (
    <dialog
      ref={dialog} tabIndex={-1} className={wide ? "sheet wide" : "sheet"} aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t("common.close")} onClick={onClose} />
      </header>
      <div ref={body} className="sheet-body">{children}</div>
    </dialog>
  );
}
