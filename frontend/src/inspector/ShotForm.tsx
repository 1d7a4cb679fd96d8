// One shot: its state, its words, its camera, who is in it, its takes and effects, what is said; the rest folds.
import { useCallback, useState } from "react";
import { shoot } from "../api/act";
import { useBuilds, useFreshness } from "../api/queries";
import { cardState } from "../board/cardState";
import { StateLine } from "../board/StateLine";
import { BlankOffers } from "../bring/BlankOffers";
import type { Film, ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { EffectStack } from "../effects/EffectStack";
import { effectsOn } from "../effects/stack";
import { archiveChosen, cast, duplicateChosen, set } from "../film/verbs";
import { useOpenFilm } from "../film/context";
import { inLine, useProducing } from "../film/producing";
import { lengthOf, rateOf } from "../film/time";
import { operationName } from "../forms/names";
import { NumberRow } from "../forms/NumberRow";
import { useLanguage, useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { ModelFold } from "../direction/ModelFold";
import { LayersFold } from "../layers/LayersFold";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { CameraPicker } from "./CameraPicker";
import { LENGTH } from "./choices";
import { Dialogue } from "./Dialogue";
import { DrawMore } from "./DrawMore";
import { Fold } from "./Fold";
import { MoreFields } from "./MoreFields";
import { TakeStrip } from "./TakeStrip";
import { Understood, useStage } from "./Understood";
import { WordsField } from "./WordsField";

interface Props {
  readonly one: ShotInFilm;
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The form of a shot. */
export function ShotForm({ one, film, project }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { shot, take, slate } = one;
  const { id } = useOpenFilm();
  const fresh = useFreshness(id);
  const builds = useBuilds(id);
  const node = useMachine(useCallback((state) => state.nodes[take?.key ?? ""], [take?.key]));
  const asked = builds.data?.find((build) => build.root === take?.key);
  const live = useMachine(useCallback((state) => state.builds[asked?.id ?? ""], [asked?.id]));
  const effects = useDocument((state) => effectsOn(state.records, shot.id, null));
  const told = useStage(shot.id);
  const state = inLine(cardState(one, node, live ?? asked, fresh.data?.[shot.id]), useProducing(project.id), shot.locked);
  const write = (label: string, fields: Parameters<typeof set>[2]): void => set("shot", shot.id, fields, label);
  const rate = rateOf(project.rate);
  const staged = told.stage?.camera;
  const auto = { size: staged?.size, angle: staged?.angle, movement: staged?.move };
  const camera = (["size", "angle", "movement"] as const)
    .flatMap((field) => (shot[field] ? [t(`${field === "movement" ? "move" : field}.${shot[field]}` as Key)] : []));
  return (
    <>
      <header>
        <h2>{t("shot.shot")} {slate}</h2>
        <span className="space" />
        <IconButton
          icon={shot.locked ? "lock" : "unlock"} label={t(shot.locked ? "shot.unlock" : "shot.lock")} aria-pressed={shot.locked}
          onClick={() => write(t("shot.lock"), { locked: !shot.locked })}
        />
        <IconButton icon="copy" label={t("shot.duplicate")} shortcut="D" onClick={duplicateChosen} />
        <IconButton icon="archive" label={t("shot.archive")} shortcut="⌫" onClick={archiveChosen} />
      </header>
      {state.is === "fresh" ? null : <StateLine state={state} onShoot={() => void shoot([shot.id])} full />}
      {blank(one) || shot.footage || shot.first || shot.last ? <section><BlankOffers shot={shot.id} /></section> : null}
      <section>
        <WordsField one={one} film={film} label={t("shot.action")} />
      </section>
      <Fold name="stage" title={t("stage.title")} usual={false} summary={stageSummary(told, t)}>
        <Understood one={one} told={told} />
      </Fold>
      <Fold name="camera" title={t("shot.camera")} usual summary={[...camera, lengthOf(shot.frames, rate)].join(" · ")}>
        {(["size", "angle", "movement"] as const).map((field) => (
          <CameraPicker key={field} field={field} value={shot[field]} auto={auto[field]} onWrite={(value) => write(t(`shot.${field}`), { [field]: value })} />
        ))}
        <Length one={one} unit={t("shot.framesUnit", { length: lengthOf(shot.frames, rate) })} />
        {shot.frames_locked && shot.dialogue.length > 0 ? (
          <p className="note">
            {t("shot.fixed")} <button type="button" className="link" onClick={() => write(t("shot.length"), { frames_locked: false })}>{t("shot.follow")}</button>
          </p>
        ) : null}
      </Fold>
      <Fold name="cast" title={t("shot.cast")} usual summary={one.cast.map((who) => who.name).join(language === "zh" ? "、" : ", ")}>
        <div className="row wrap">
          {film.characters.map((who) => {
            const present = one.cast.some((each) => each.id === who.id);
            return (
              <button key={who.id} type="button" className={present ? "pill on" : "pill"} aria-pressed={present} onClick={() => cast(shot.id, who.id, !present)}>
                {present ? <Icon name="check" size={12} /> : <Icon name="plus" size={12} />} {who.name}
              </button>
            );
          })}
          {film.characters.length === 0 ? <p className="note">{t("shot.nobody")}</p> : null}
        </div>
      </Fold>
      <Fold name="takes" title={t("takes.title")} usual summary={take ? t("shot.takeOf", { number: take.number, count: one.takes.length }) : undefined}>
        <DrawMore one={one} project={project} due={state.is === "missing" || state.is === "stale"} />
        <TakeStrip one={one} rate={project.rate} />
      </Fold>
      <ModelFold shots={[one]} film={film} project={project} />
      <LayersFold one={one} film={film} />
      <Fold name="effects" title={t("effects.title")} usual summary={effects.map((each) => operationName(language, each.operation)).join(" · ")}>
        <EffectStack one={one} project={project} />
      </Fold>
      <Fold name="dialogue" title={t("shot.dialogue")} usual={shot.dialogue.length > 0} summary={shot.dialogue[0]?.words}>
        <Dialogue one={one} film={film} />
      </Fold>
      <Fold name="more" title={t("shot.more")} usual={false} summary={shot.titles[0]}>
        <MoreFields one={one} />
      </Fold>
    </>
  );
}

/** The length, scrubbed at its label; writes once the hand rests. */
function Length({ one, unit }: { one: ShotInFilm; unit: string }) {
  const t = useWords();
  const [draft, setDraft] = useState<number | null>(null);
  return (
    <NumberRow
      field={LENGTH} label={t("shot.length")} help={t("shot.lengthHelp")} unit={unit} value={draft ?? one.shot.frames}
      onChange={(frames, moving) => {
        setDraft(moving ? frames : null);
        if (!moving) set("shot", one.shot.id, { frames, frames_locked: true }, t("shot.length"));
      }}
    />
  );
}

/** Nothing says yet what is seen. */
function blank({ shot, take }: ShotInFilm): boolean {
  return take === null && shot.action.trim() === "" && shot.dialogue.length === 0;
}

function stageSummary({ stage }: ReturnType<typeof useStage>, t: ReturnType<typeof useWords>): string | undefined {
  if (!stage) return undefined;
  const { time, weather } = stage.light;
  return [stage.place.name, t(`time.${time}` as Key), t(`weather.${weather}` as Key)].filter(Boolean).join(" · ");
}
