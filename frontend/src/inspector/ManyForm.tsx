// Several shots at once: what they share and where they differ; every change is one step of undo for all of them.
import { useState } from "react";
import { shoot } from "../api/act";
import { useFreshness } from "../api/queries";
import type { Film, ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { castIn } from "../document/verbs";
import { useCost } from "../deriving/useCost";
import { ModelFold } from "../direction/ModelFold";
import { LayEffects } from "../effects/LayEffects";
import { archiveChosen, change, duplicateChosen } from "../film/verbs";
import { lengthOf, rateOf } from "../film/time";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { CameraPicker } from "./CameraPicker";
import { LENGTH } from "./choices";
import { openSheet } from "../layers/store";
import { Fold } from "./Fold";

/** The one value that all have, or null. */
function shared<T>(values: readonly T[]): T | null {
  const [first] = values;
  return first !== undefined && values.every((one) => one === first) ? first : null;
}

interface Props {
  readonly chosen: readonly ShotInFilm[];
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The form of a selection. */
export function ManyForm({ chosen, film, project }: Props) {
  const t = useWords();
  const ids = chosen.map((one) => one.shot.id);
  const [draft, setDraft] = useState<number | null>(null);
  const rate = rateOf(project.rate);
  const fresh = useFreshness(project.id);
  const due = chosen.some((one) => (fresh.data?.[one.shot.id]?.state ?? "fresh") !== "fresh");
  const frames = shared(chosen.map((one) => one.shot.frames));
  const total = chosen.reduce((sum, one) => sum + one.shot.frames, 0);
  const locked = chosen.every((one) => one.shot.locked);
  const cost = useCost(chosen, project, 1, "final");
  const setAll = (label: string, fields: Record<string, string | number | boolean>): void => change(label, ids.map((id) => ({ kind: "shot", id, set: fields })));
  return (
    <>
      <header>
        <h2>{t("many.title", { count: chosen.length })}</h2>
        <span className="space" />
        <IconButton icon={locked ? "lock" : "unlock"} label={t(locked ? "many.unlock" : "many.lock")} aria-pressed={locked} onClick={() => setAll(t(locked ? "many.unlock" : "many.lock"), { locked: !locked })} />
        <IconButton icon="copy" label={t("shot.duplicate")} shortcut="D" onClick={duplicateChosen} />
        <IconButton icon="archive" label={t("shot.archive")} shortcut="⌫" onClick={archiveChosen} />
      </header>
      <p className="note">{t("many.facts", { slates: slates(chosen), length: lengthOf(total, rate) })}</p>
      <section>
        <Button kind={due ? "act" : "plain"} icon="again" onClick={() => void shoot(ids)}>{t("many.shoot", { count: chosen.length })}</Button>
        {cost ? <p className="note" role="status">{cost}</p> : null}
        <Button icon="place" onClick={() => openSheet({ is: "places", shots: ids })}>{t("places.replace")}</Button>
      </section>
      <Fold name="camera" title={t("shot.camera")} usual>
        {(["size", "angle", "movement"] as const).map((field) => (
          <CameraPicker key={field} field={field} value={shared(chosen.map((one) => one.shot[field]))} onWrite={(value) => setAll(t(`shot.${field}`), { [field]: value })} />
        ))}
        <NumberRow
          field={LENGTH} label={t("shot.length")} help={t("shot.lengthHelp")} value={draft ?? frames ?? Math.round(total / chosen.length)}
          unit={frames === null && draft === null ? t("many.average") : t("shot.framesUnit", { length: lengthOf(draft ?? frames ?? 0, rate) })}
          onChange={(value, moving) => {
            setDraft(moving ? value : null);
            if (!moving) setAll(t("shot.length"), { frames: value, frames_locked: true });
          }}
        />
      </Fold>
      <Fold name="cast" title={t("shot.cast")} usual>
        <div className="row wrap">
          {film.characters.map((who) => {
            const count = chosen.filter((one) => one.cast.some((each) => each.id === who.id)).length;
            const all = count === chosen.length;
            return (
              <button
                key={who.id} type="button" className={count > 0 ? "pill on" : "pill"} aria-pressed={all ? true : count > 0 ? "mixed" : false} title={t("many.inSome", { count, all: chosen.length })}
                onClick={() => {
                  const { records } = useDocument.getState();
                  const without = chosen.filter((one) => all || !one.cast.some((each) => each.id === who.id));
                  change(t("shot.cast"), without.flatMap((one) => castIn(records, one.shot.id, who.id, !all, crypto.randomUUID())));
                }}
              >
                <Icon name={all ? "check" : "plus"} size={12} /> {who.name}{count > 0 && !all ? ` ${count}/${chosen.length}` : ""}
              </button>
            );
          })}
          {film.characters.length === 0 ? <p className="note">{t("shot.nobody")}</p> : null}
        </div>
      </Fold>
      <ModelFold shots={chosen} film={film} project={project} />
      <Fold name="effects" title={t("effects.title")} usual>
        <LayEffects film={film} target={{ is: "shots", shots: ids }} />
      </Fold>
    </>
  );
}

/** 1A, 1B, 2C … */
function slates(chosen: readonly ShotInFilm[]): string {
  const all = chosen.map((one) => one.slate);
  return all.length > 8 ? `${all.slice(0, 7).join(", ")} …` : all.join(", ");
}
