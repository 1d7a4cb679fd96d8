// Fields that write while one types: a whole visit to a field is one step of undo.
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { begin, end } from "../document/store";

const WRITE_AFTER = 450; // ms after the last key

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onWrite: (value: string) => void;
  readonly rows?: number;
  readonly hint?: string;
  readonly hidden?: boolean;
  readonly limit?: number;
  readonly name?: string;
}

/** Words. Written half a second after the last key and on leaving; Escape takes back what was typed since. */
export function TextField({ label, value, onWrite, rows = 1, hint, hidden, limit, name }: TextProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ draft, onWrite, value });
  latest.current = { draft, onWrite, value };
  const write = (): void => {
    clearTimeout(timer.current);
    const { draft: typed, value: was, onWrite: tell } = latest.current;
    if (typed !== null && typed !== was) tell(typed);
  };
  useEffect(() => {
    // Leaving the screen, closing the tab and turning to another write what was typed.
    const hidden = (): void => write();
    window.addEventListener("pagehide", hidden);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("pagehide", hidden);
      document.removeEventListener("visibilitychange", hidden);
      write();
    };
  }, []); // eslint-disable-line -- once: what it reads is always the latest
  const shared = {
    id, placeholder: hint, value: draft ?? value, maxLength: limit, name,
    onFocus: () => begin(label),
    onChange: (event: { target: { value: string } }) => {
      setDraft(event.target.value);
      clearTimeout(timer.current);
      timer.current = setTimeout(write, WRITE_AFTER);
    },
    onBlur: () => {
      write();
      setDraft(null);
      end();
    },
    onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => {
      if (event.key === "Escape") {
        clearTimeout(timer.current);
        setDraft(null);
        latest.current.draft = null;
        event.currentTarget.blur();
      } else if (event.key === "Enter" && (rows === 1 || event.metaKey || event.ctrlKey)) event.currentTarget.blur();
      event.stopPropagation();
    },
  };
  return (
    <div className="field">
      <label htmlFor={id} className={hidden ? "visually-hidden" : ""}>{label}</label>
      {rows > 1 ? <textarea rows={rows} {...shared} /> : <input type="text" {...shared} />}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onWrite: (value: string) => void;
  readonly hidden?: boolean;
  readonly name?: string;
}

/** One of several. */
export function SelectField({ label, value, options, onWrite, hidden, name }: SelectProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={hidden ? "visually-hidden" : ""}>{label}</label>
      <select id={id} name={name} value={value} onChange={(event) => onWrite(event.target.value)}>
        {options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
      </select>
    </div>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly unit?: ReactNode;
  readonly onWrite: (value: number) => void;
}

/** A number; written on leaving or Enter, by arrows at once. */
export function NumberField({ label, value, least, most, step = 1, unit, onWrite }: NumberProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const write = (): void => {
    const typed = Number(draft);
    if (draft !== null && draft.trim() !== "" && Number.isFinite(typed)) onWrite(Math.min(most, Math.max(least, typed)));
    setDraft(null);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="with-unit">
        <input
          id={id} type="number" min={least} max={most} step={step} value={draft ?? value}
          onChange={(event) => setDraft(event.target.value)} onBlur={write}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
            event.stopPropagation();
          }}
        />
        {unit ? <span className="unit">{unit}</span> : null}
      </span>
    </div>
  );
}
