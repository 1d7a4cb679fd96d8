// The words of a shot in English, for a model that reads nothing else: written here, or put so by the language model.
import { useId, useState } from "react";
import type { ShotInFilm } from "../document/select";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { attempt } from "../api/act";
import { type Brief, translationOf } from "./api";
import { direct } from "./write";

interface Props {
  readonly one: ShotInFilm;
  readonly foreign: NonNullable<Brief["foreign"]>;
}

/** Written on leaving the field; empty takes it away again. */
export function Foreign({ one, foreign }: Props) {
  const t = useWords();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const write = (words: string, of = foreign.of): void => {
    setDraft(null);
    if (words.trim() !== foreign.words.trim() || of !== foreign.of) direct(t("dir.english"), [one], { translation: words.trim() ? { of, words: words.trim() } : null });
  };
  const translate = async (): Promise<void> => {
    setBusy(true);
    const told = await attempt(() => translationOf(one.shot.id)).finally(() => setBusy(false));
    if (told) write(told.words, told.of);
  };
  return (
    <div className="field foreign">
      <label htmlFor={id}>{t("dir.english")}</label>
      <textarea
        id={id} lang="en" rows={4} maxLength={20_000} spellCheck value={draft ?? foreign.words} placeholder={t(foreign.translates ? "dir.englishHint" : "dir.englishNone")}
        onChange={(event) => setDraft(event.target.value)} onBlur={() => draft !== null && write(draft)} onKeyDown={(event) => event.stopPropagation()}
      />
      {foreign.translates ? <Button kind="quiet" icon="again" disabled={busy} onClick={() => void translate()}>{t(busy ? "dir.translating" : foreign.words ? "dir.translateAgain" : "dir.translate")}</Button> : null}
    </div>
  );
}
