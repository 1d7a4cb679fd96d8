// One shot: its state, its words, its camera, who is in it, what is said, its takes.
import { useCallback } from "react";
import { shoot } from "../api/act";
import { useBuilds, useFreshness } from "../api/queries";
import { cardState } from "../board/cardState";
import { StateLine } from "../board/StateLine";
import type { Film, ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { archiveChosen, cast, duplicateChosen, set } from "../film/verbs";
import { useOpenFilm } from "../film/context";
import { lengthOf, rateOf } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { Button, IconButton } from "../ui/Button";
import { NumberField, SelectField, TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { CAMERA } from "./choices";
import { Dialogue } from "./Dialogue";
import { TakeStrip } from "./TakeStrip";

interface Props {
  readonly one: ShotInFilm;
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The form of a shot. */
export function ShotForm({ one, film, project }: Props) {
  const t = useWords();
  const { shot, take, slate } = one;
  const { id } = useOpenFilm();
  const fresh = useFreshness(id);
  const builds = useBuilds(id);
  const node = useMachine(useCallback((state) => state.nodes[take?.key ?? ""], [take?.key]));
  const asked = builds.data?.find((build) => build.root === take?.key);
  const live = useMachine(useCallback((state) => state.builds[asked?.id ?? ""], [asked?.id]));
  const state = cardState(one, node, live ?? asked, fresh.data?.[shot.id]);
  const write = (label: string, fields: Parameters<typeof set>[2]): void => set("shot", shot.id, fields, label);
  const rate = rateOf(project.rate);
  return (
    <>
      <header>
        <h2>{t("shot.shot")} {slate}</h2>
        <span className="space" />
        <IconButton
          icon="lock" label={t(shot.locked ? "shot.unlock" : "shot.lock")} aria-pressed={shot.locked}
          onClick={() => write(t("shot.lock"), { locked: !shot.locked })}
        />
        <IconButton icon="copy" label={t("shot.duplicate")} shortcut="D" onClick={duplicateChosen} />
        <IconButton icon="archive" label={t("shot.archive")} shortcut="⌫" onClick={archiveChosen} />
      </header>
      {state.is === "fresh" ? null : <StateLine state={state} onShoot={() => void shoot([shot.id])} full />}
      <section>
        <TextField name="action" label={t("shot.action")} value={shot.action} rows={5} hint={t("shot.actionHint")} limit={8000} onWrite={(action) => write(t("shot.action"), { action })} />
      </section>
      <section>
        <h3>{t("shot.camera")}</h3>
        <div className="pair">
          {(["size", "angle", "movement"] as const).map((field) => (
            <SelectField
              key={field} label={t(`shot.${field}`)} value={shot[field]}
              options={[{ value: "", label: t("shot.choose") }, ...CAMERA[field].map((value) => ({ value, label: t(`${field === "movement" ? "move" : field}.${value}` as Key) }))]}
              onWrite={(value) => write(t(`shot.${field}`), { [field]: value })}
            />
          ))}
          <NumberField
            label={t("shot.length")} value={shot.frames} least={1} most={100_000} unit={t("shot.framesUnit", { length: lengthOf(shot.frames, rate) })}
            onWrite={(frames) => write(t("shot.length"), { frames: Math.round(frames), frames_locked: true })}
          />
        </div>
        {shot.frames_locked && shot.dialogue.length > 0 ? (
          <p className="note">
            {t("shot.fixed")} <button type="button" className="link" onClick={() => write(t("shot.length"), { frames_locked: false })}>{t("shot.follow")}</button>
          </p>
        ) : null}
      </section>
      <section>
        <h3>{t("shot.cast")}</h3>
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
      </section>
      <Dialogue one={one} film={film} />
      <section>
        <TextField
          label={t("shot.titles")} value={shot.titles.join("\n")} rows={2} hint={t("shot.titlesHint")}
          onWrite={(text) => write(t("shot.titles"), { titles: text.split("\n").map((each) => each.trim()).filter(Boolean).slice(0, 20) })}
        />
      </section>
      <TakeStrip one={one} />
      <section className="row wrap">
        <Button kind={state.is === "missing" || state.is === "stale" ? "act" : "plain"} icon="again" title={t("key.shoot")} onClick={() => void shoot([shot.id])}>
          {t(take ? "shot.again" : "shot.shoot")}
        </Button>
        <Button onClick={() => void shoot([shot.id], 4)} title={t("key.four")}>{t("shot.four")}</Button>
      </section>
    </>
  );
}
