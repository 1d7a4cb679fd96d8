// The lines of a shot: who says what, and how.
import type { Film, ShotInFilm } from "../document/select";
import type { Line } from "../document/kinds";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";

/** Edits the dialogue as a whole. */
export function Dialogue({ one, film }: { one: ShotInFilm; film: Film }) {
  const t = useWords();
  const { shot } = one;
  const write = (dialogue: readonly Line[]): void =>
    set("shot", shot.id, { dialogue: dialogue.map(({ character, words, manner }) => ({ character, words, manner })) }, t("shot.dialogue"));
  const change = (index: number, fields: Partial<Line>): void =>
    write(shot.dialogue.map((line, at) => (at === index ? { ...line, ...fields } : line)));
  return (
    <>
      {shot.dialogue.map((line, index) => (
        <div key={index} className="spoken">
          <div className="row">
            <SelectField
              hidden label={t("line.who")} value={line.character ?? ""}
              options={[{ value: "", label: t("line.narrator") }, ...film.characters.map((who) => ({ value: who.id, label: who.name }))]}
              onWrite={(character) => change(index, { character: character || null })}
            />
            <TextField hidden label={t("line.manner")} hint={t("line.manner")} value={line.manner ?? ""} onWrite={(manner) => change(index, { manner })} limit={200} />
            <IconButton icon="close" label={t("line.remove")} onClick={() => write(shot.dialogue.filter((_, at) => at !== index))} />
          </div>
          <TextField hidden label={t("line.words")} hint={t("line.words")} rows={2} value={line.words} onWrite={(words) => change(index, { words })} limit={4000} />
        </div>
      ))}
      <Button
        kind="quiet" icon="plus"
        onClick={() => write([...shot.dialogue, { character: one.cast[0]?.id ?? film.characters[0]?.id ?? null, words: "", manner: "" }])}
      >
        {t("line.add")}
      </Button>
    </>
  );
}
