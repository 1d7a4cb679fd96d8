// Which model draws these shots, and what it is told beyond the words: only what it takes is offered.
import { useState } from "react";
import type { Film, ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { Fold } from "../inspector/Fold";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { AdapterRows } from "./AdapterRows";
import { guidesOf, lacking, type Model, unread } from "./capability";
import { alike, directionOf } from "./direction";
import { DrawOver } from "./DrawOver";
import { Follow } from "./Follow";
import { Gets } from "./Gets";
import { GuideClip } from "./GuideClip";
import { Heard } from "./Heard";
import { HeldStrip } from "./HeldStrip";
import { ModelButton } from "./ModelButton";
import { modelOf, useModels } from "./models";
import { Movements } from "./Movements";
import { Needs } from "./Needs";
import { Numbers } from "./Numbers";
import { References } from "./References";
import "./direction.css";

interface Props {
  readonly shots: readonly ShotInFilm[];
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The part of the inspector; for one shot, or for all that are chosen. */
export function ModelFold({ shots, film, project }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const models = useModels(project);
  const own = shots.map((one) => modelOf(one, models));
  const model = alike(own.map((one) => one?.id)) === undefined ? undefined : own[0];
  const several = model === undefined && own.some(Boolean);
  return (
    <Fold
      name="model" title={t("dir.title")} usual={false}
      summary={model ? checkpointTitle(model, language) : several ? t("dir.several") : undefined}
    >
      <ModelButton shots={shots} models={models} model={model} />
      {model ? <Told model={model} shots={shots} film={film} project={project} /> : several ? <p className="note">{t("dir.severalNote")}</p> : null}
    </Fold>
  );
}

function Told({ model, shots, film, project }: Props & { readonly model: Model }) {
  const t = useWords();
  const [gets, setGets] = useState(false);
  const has = (name: string): boolean => model.takes.includes(name);
  const [only] = shots;
  const one = shots.length === 1 ? only : undefined;
  const kept = [...new Set(shots.flatMap((each) => lacking(directionOf(each.shot.direction), model.takes)))];
  const guides = guidesOf(model.takes);
  return (
    <div className="directing">
      {!gets && shots.some(({ shot }) => unread(model, shot.action, directionOf(shot.direction))) ? (
        <p className="note" role="status">
          {t("dir.unread")} {one ? <button type="button" className="link" onClick={() => setGets(true)}>{t("dir.unreadGive")}</button> : null}
        </p>
      ) : null}
      <Needs model={model} shots={shots} film={film} />
      <Numbers model={model} shots={shots} />
      {has("first") ? <Follow is="continues" shots={shots} film={film} guides={guides} /> : null}
      {guides.length > 0 ? <Follow is="animatic" shots={shots} film={film} guides={guides} /> : null}
      {guides.length > 0 ? <GuideClip shots={shots} guides={guides} /> : null}
      {has("source") ? <DrawOver shots={shots} freely={has("strength")} masked={has("mask")} /> : null}
      {has("held") && one ? <HeldStrip one={one} rate={project.rate} /> : null}
      {(has("tracks") || has("boxes")) && one ? <Movements one={one} project={project} paths={has("tracks")} boxes={has("boxes")} /> : null}
      {has("adapters") ? <AdapterRows shots={shots} film={film} model={model} /> : null}
      {has("references") ? <References shots={shots} most={model.references} /> : null}
      {has("sound") ? <Heard shots={shots} /> : null}
      {kept.length > 0 ? (
        <p className="note" role="status">{t("dir.kept", { what: kept.map((name) => t(`dir.lacks.${name}`)).join(t("cast.comma")) })}</p>
      ) : null}
      {one ? (
        <>
          <button type="button" className="link gets-link" aria-expanded={gets} onClick={() => setGets(!gets)}>{t("dir.gets")}</button>
          {gets ? <Gets one={one} /> : null}
        </>
      ) : null}
    </div>
  );
}
