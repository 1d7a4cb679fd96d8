// A character: pictures, names, words, look, voice, consent.
import type { Character } from "../document/kinds";
import type { ProjectFields } from "../document/store";
import { TrainSomebody } from "../adapters/TrainSomebody";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import type { Entry } from "../library/entries";
import { ponder } from "../library/state";
import { useUnderstood } from "../library/understood";
import { SelectField, TextField } from "../ui/Field";
import { ConsentForm } from "./ConsentForm";
import { LookForm } from "./LookForm";
import { Drawn } from "./Picture";
import { Pictures } from "./Pictures";
import { VoiceForm } from "./VoiceForm";

const GENDERS = ["", "woman", "man", "person"] as const;
const LONGEST = 120; // characters of a name, as the server has it

/** Other names as somebody types them: separated by commas, each once. */
export const aliasesFrom = (text: string): string[] =>
  [...new Set(text.split(/[,，、;；\n]/).map((one) => one.trim().slice(0, LONGEST)).filter(Boolean))].slice(0, 40);

/** The form of a character. */
export function PersonForm({ one, entry, project, filmLanguage }: { one: Character; entry: Entry; project: ProjectFields; filmLanguage: string }) {
  const t = useWords();
  const understood = useUnderstood("character", one.id, [one.name, one.age, one.gender, one.description, one.language || filmLanguage].join("\n"));
  const write = (fields: Parameters<typeof set>[2]): void => {
    ponder(null);
    set("character", one.id, fields, one.name);
  };
  return (
    <>
      <figure className="lib-drawn character">
        <span className="lib-face"><Drawn kind="character" one={one} wanted /></span>
        <figcaption className={one.pictures.length > 0 ? "as-drawn" : "visually-hidden"}>{t("cast.asDrawn", { name: one.name })}</figcaption>
      </figure>
      <section>
        <TextField name="name" label={t("cast.name")} value={one.name} limit={LONGEST} onWrite={(name) => name.trim() && write({ name: name.trim() })} />
        <TextField label={t("cast.aliases")} value={one.aliases.join(t("cast.comma"))} hint={t("cast.aliasesHint")} limit={1000} onWrite={(text) => write({ aliases: aliasesFrom(text) })} />
        <TextField label={t("cast.description")} value={one.description} rows={4} hint={t("cast.descriptionHint")} limit={4000} onWrite={(description) => write({ description })} />
        <div className="pair">
          <SelectField
            label={t("cast.gender")} value={one.gender}
            options={[
              ...GENDERS.map((value) => ({ value, label: t(`cast.gender.${value}` as Key) })),
              ...(GENDERS.some((value) => value === one.gender) ? [] : [{ value: one.gender, label: one.gender }]),
            ]}
            onWrite={(gender) => write({ gender })}
          />
          <TextField label={t("cast.age")} value={one.age} limit={60} onWrite={(age) => write({ age })} />
        </div>
      </section>
      <Pictures kind="character" id={one.id} name={one.name} pictures={one.pictures} note="cast.picturesNote" />
      <TrainSomebody one={one} project={project} />
      <LookForm one={one} understood={understood.fields} />
      <VoiceForm one={one} entry={entry} filmLanguage={filmLanguage} suits={understood.voice} />
      <ConsentForm one={one} />
    </>
  );
}
