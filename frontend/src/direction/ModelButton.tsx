// The model that is chosen, with what it takes, and the way to another.
import { useState } from "react";
import type { ShotInFilm } from "../document/select";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { Icon } from "../ui/Icon";
import { marksOf, type Model } from "./capability";
import { alike, directionOf } from "./direction";
import type { Models } from "./models";
import { ModelSheet } from "./ModelSheet";
import { direct } from "./write";

interface Props {
  readonly shots: readonly ShotInFilm[];
  readonly models: Models;
  /** Undefined where they differ, or it is not known here. */
  readonly model: Model | undefined;
}

/** A button as wide as the column. */
export function ModelButton({ shots, models, model }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [open, setOpen] = useState(false);
  const chosen = alike(shots.map((one) => directionOf(one.shot.direction).checkpoint));
  const title = model ? checkpointTitle(model, language) : chosen === undefined ? t("dir.several") : models.known ? (chosen || models.film) : t("common.loading");
  return (
    <>
      <button type="button" className="model-button" aria-haspopup="dialog" title={t("dir.choose")} onClick={() => setOpen(true)}>
        <span className="model-name">
          <b>{title}</b>
          <small>{chosen === undefined ? t("dir.differ") : chosen === "" ? t("dir.asFilm") : t("dir.ownModel")}</small>
        </span>
        {model ? <Marks takes={model.takes} /> : null}
        <Icon name="fold" size={14} />
      </button>
      {model && !model.installed ? <p className="note warned-words" role="status">{t("dir.notHere", { title })}</p> : null}
      {open ? (
        <ModelSheet
          models={models} chosen={chosen} onClose={() => setOpen(false)}
          onChoose={(checkpoint) => {
            direct(t("dir.edit.model"), shots, { checkpoint });
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

/** What a model takes, as small pictures with words for who hears them. */
export function Marks({ takes, words = false }: { readonly takes: readonly string[]; readonly words?: boolean }) {
  const t = useWords();
  const marks = marksOf(takes);
  if (marks.length === 0) return words ? <span className="marks-words">{t("dir.takes.words")}</span> : null;
  return (
    <span className={words ? "marks with-words" : "marks"}>
      {marks.map((one) => (
        <span key={one.name} className="mark" title={t(`dir.takes.${one.name}`)}>
          <Icon name={one.icon} size={13} {...(words ? {} : { title: t(`dir.takes.${one.name}`) })} />
          {words ? <small>{t(`dir.takes.${one.name}`)}</small> : null}
        </span>
      ))}
    </span>
  );
}
