// By which model it is done: those that can, the shot's own first; where none can, which ones could and how they come here.
import { useId, useState } from "react";
import type { ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { directionOf } from "../direction/direction";
import type { Model } from "../direction/capability";
import { useModels } from "../direction/models";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { able, type Derivation } from "./plan";

export interface Doing {
  /** Undefined where none that is here can. */
  readonly model: Model | undefined;
  readonly all: readonly Model[];
  readonly choose: (id: string) => void;
  readonly known: boolean;
}

/** Which model would do it. */
export function useDoing(what: Derivation | "video.bridge", one: ShotInFilm, project: ProjectFields, backwards = false): Doing {
  const models = useModels(project);
  const [chosen, choose] = useState("");
  const all = able(what, models.all, directionOf(one.shot.direction).checkpoint || models.film, backwards);
  const here = all.filter((each) => each.installed);
  return { model: here.find((each) => each.id === chosen) ?? here[0], all, choose, known: models.known };
}

/** The row. */
export function ByModel({ doing }: { readonly doing: Doing }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const id = useId();
  const { model, all, choose, known } = doing;
  if (!known) return null;
  if (!model) {
    return (
      <div className="derive-none" role="status">
        <p>{t("derive.noModel")}</p>
        {all.length > 0 ? <ul>{all.slice(0, 4).map((one) => <li key={one.id}><b>{checkpointTitle(one, language)}</b> <code>python manage.py checkpoints fetch {one.id}</code></li>)}</ul> : null}
      </div>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>{t("derive.by")}</label>
      <select id={id} value={model.id} onChange={(event) => choose(event.target.value)}>
        {all.map((one) => <option key={one.id} value={one.id} disabled={!one.installed}>{checkpointTitle(one, language)}{one.installed ? "" : ` · ${t("form.notInstalled")}`}</option>)}
      </select>
    </div>
  );
}
