// The scope beneath a trial: folded away until it is wanted, remembered.
import { useCallback, useRef } from "react";
import { useWords } from "../i18n";
import { Icon } from "../ui/Icon";
import { type Drawn, ScopeView } from "./ScopeView";
import { show, useScopes } from "./store";

/** Measures the trial that it stands beneath. */
export function TrialScope() {
  const t = useWords();
  const open = useScopes((state) => state.trial);
  const part = useRef<HTMLDivElement>(null);
  const source = useCallback((): Drawn | null => {
    const frame = part.current?.parentElement?.querySelector(".try-frame");
    return frame?.querySelector<Drawn>("canvas.live-look:not([hidden])") ?? frame?.querySelector<HTMLImageElement>("img") ?? null;
  }, []);
  return (
    <div ref={part} className="trial-scope">
      <button type="button" className="link" aria-expanded={open} onClick={() => show("trial", !open)}>
        <Icon name="fold" size={12} /> {t("scopes.title")}
      </button>
      {open ? <ScopeView place="trial" source={source} /> : null}
    </div>
  );
}
