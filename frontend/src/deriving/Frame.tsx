// What every sheet of deriving has: its title, what it is done by, what it will come to, and the one button.
import { type ReactNode, useState } from "react";
import { createPortal } from "react-dom";
import type { Film, ShotInFilm } from "../document/select";
import type { Take } from "../document/kinds";
import type { ProjectFields } from "../document/store";
import { useWords } from "../i18n";
import type { IconName } from "../ui/Icon";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";

export interface SheetProps {
  readonly one: ShotInFilm;
  readonly take: Take;
  readonly film: Film;
  readonly project: ProjectFields;
  readonly onClose: () => void;
}

interface Props {
  readonly title: string;
  readonly wide?: boolean;
  readonly act: string;
  readonly icon: IconName;
  /** Why it cannot be done yet; null where it can. */
  readonly lacks: string | null;
  /** What it comes to, in a line. */
  readonly consequence: ReactNode;
  /** Gives true once it is asked for: the sheet closes. */
  readonly onAct: () => Promise<boolean>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Ctrl or ⌘ with Enter does it from anywhere. */
export function Frame({ title, wide = true, act, icon, lacks, consequence, onAct, onClose, children }: Props) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    if (lacks !== null || busy) return;
    setBusy(true);
    const done = await onAct().finally(() => setBusy(false));
    if (done) onClose();
  };
  return createPortal(
    <Dialog title={title} onClose={onClose} wide={wide}>
      <div
        className="derive"
        onKeyDownCapture={(event) => { // before the field that has the focus, which keeps its keys to itself
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void run();
        }}
      >
        {children}
        <footer className="derive-foot">
          <p className="note" role="status">{lacks ?? consequence}</p>
          <span className="space" />
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="act" icon={icon} disabled={lacks !== null || busy} onClick={() => void run()}>{act}</Button>
        </footer>
      </div>
    </Dialog>,
    document.body,
  );
}
