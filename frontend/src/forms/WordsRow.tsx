// Words and colours of a schema; what does not fit is said at the field and not written.
import { useId, useState } from "react";
import type { Value } from "../document/changes";
import { useWords } from "../i18n";
import { type TextField, wrong } from "./schema";
import { useSaid } from "./said";

interface WordsProps {
  readonly field: TextField;
  readonly label: string;
  readonly hidden: boolean;
  readonly help: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A text. */
export function WordsRow({ field, label, hidden, help, value, onChange }: WordsProps) {
  const id = useId();
  const said = useSaid();
  const [draft, setDraft] = useState<string | null>(null);
  const problem = draft === null ? null : wrong(field, draft);
  const shared = {
    id, value: draft ?? value, "aria-invalid": problem !== null, "aria-describedby": `${id}-said`,
    onChange: (event: { target: { value: string } }) => setDraft(event.target.value),
    onBlur: () => {
      if (draft !== null && problem === null && draft !== value) onChange(draft);
      if (problem === null) setDraft(null);
    },
    onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => {
      event.stopPropagation();
      if (event.key === "Escape") setDraft(null);
      else if (event.key === "Enter" && (!field.lines || event.metaKey || event.ctrlKey)) event.currentTarget.blur();
    },
  };
  return (
    <div className={problem ? "field wrong" : "field"}>
      <label htmlFor={id} className={hidden ? "visually-hidden" : ""} title={help}>{label}</label>
      {field.lines ? <textarea rows={2} {...shared} /> : <input type="text" autoComplete="off" {...shared} />}
      <p id={`${id}-said`} className={problem ? "said wrong" : "visually-hidden"} role={problem ? "alert" : undefined}>{problem ? said(problem) : help}</p>
    </div>
  );
}

interface ColourProps {
  readonly label: string;
  readonly hidden: boolean;
  readonly help: string;
  readonly usual: Value | undefined;
  readonly value: string;
  readonly onChange: (value: string, moving: boolean) => void;
}

/** A colour: picked, or written as #rrggbb. */
export function ColourRow({ label, hidden, help, usual, value, onChange }: ColourProps) {
  const t = useWords();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const plain = (draft ?? "").trim().toLowerCase().replace(/^#?/, "#");
  const bad = draft !== null && !/^#[0-9a-f]{6}$/.test(plain);
  return (
    <div className="colour-row">
      <label htmlFor={id} className={hidden ? "visually-hidden" : ""} title={help} onDoubleClick={() => typeof usual === "string" && onChange(usual, false)}>{label}</label>
      {typeof usual === "string" && usual !== value ? (
        <button type="button" className="reset" aria-label={t("form.reset", { label, value: usual })} onClick={() => onChange(usual, false)} />
      ) : null}
      <span className="space" />
      <input
        type="text" className="timecode" value={draft ?? value} aria-label={label} aria-invalid={bad} spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => {
          if (draft !== null && !bad) onChange(plain, false);
          setDraft(null);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
      <input id={id} type="color" value={value} onChange={(event) => onChange(event.target.value, true)} onBlur={() => onChange(value, false)} />
      {bad ? <p className="said wrong" role="alert">{t("wrong.colour")}</p> : null}
    </div>
  );
}
