// The sheet on which a script is written or pasted; how it is read is folded away until somebody asks.
import { useEffect, useRef, useState } from "react";
import type { Reading } from "../bring/films";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { counts } from "./order";

const DRAFT = "filmwright.draft"; // what was written and not yet made a film, kept over a reload
const TITLED = /^\s*(title|标题|片名)\s*[:：]/im; // a script that says its own name keeps it

interface Props {
  /** What was pasted; "" goes on with the last draft. */
  readonly first: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onDone: (file: File, how: Reading) => void;
}

/** Ctrl Enter makes the storyboard. */
export function Writing({ first, busy, onClose, onDone }: Props) {
  const t = useWords();
  const [text, setText] = useState(() => first || (localStorage.getItem(DRAFT) ?? ""));
  const [language, setLanguage] = useState("");
  const [breakdown, setBreakdown] = useState("rules");
  const area = useRef<HTMLTextAreaElement>(null);
  const { words, scenes } = counts(text);
  const empty = text.trim() === "";
  useEffect(() => {
    area.current?.setSelectionRange(text.length, text.length);
  }, []); // eslint-disable-line -- the caret stands behind what is there, once
  const write = (value: string): void => {
    setText(value);
    if (value.length < 1_000_000) localStorage.setItem(DRAFT, value);
  };
  const done = (): void => {
    if (empty || busy) return;
    localStorage.removeItem(DRAFT);
    const title = TITLED.test(text) ? "" : t("projects.untitled");
    onDone(new File([text], "script.txt", { type: "text/plain" }), { title, language, breakdown });
  };
  return (
    <Dialog title={t("projects.write")} onClose={onClose} wide>
      <textarea
        ref={area} className="script" autoFocus rows={18} value={text} aria-label={t("projects.write")} placeholder={t("projects.example")}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) done();
        }}
      />
      <details className="how">
        <summary>{t("projects.how")}</summary>
        <div className="row wrap">
          <SelectField
            label={t("projects.language")} value={language} onWrite={setLanguage}
            options={[{ value: "", label: t("projects.byWords") }, { value: "en", label: "English" }, { value: "zh", label: "中文" }]}
          />
          <SelectField
            label={t("projects.breakdown")} value={breakdown} onWrite={setBreakdown}
            options={(["rules", "local", "endpoint"] as const).map((value) => ({ value, label: t(`projects.${value}`) }))}
          />
        </div>
      </details>
      <footer>
        <span className="note counted">{busy ? <progress aria-label={t("projects.reading")} /> : empty ? "" : t("projects.counted", { words, scenes })}</span>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button kind="act" disabled={empty || busy} onClick={done}>{busy ? t("projects.reading") : t("projects.storyboard")}</Button>
      </footer>
    </Dialog>
  );
}
