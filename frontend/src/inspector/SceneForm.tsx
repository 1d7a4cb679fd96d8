// A scene: where and when it is, how it looks, what happens, and what lies over all its shots.
import { shoot } from "../api/act";
import type { Film, SceneInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { LayEffects } from "../effects/LayEffects";
import { archiveChosen, set } from "../film/verbs";
import { lengthOf, rateOf } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button, IconButton } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { TIMES, WEATHERS } from "./choices";
import { SceneStory } from "../story/SceneStory";
import { openSheet } from "../layers/store";
import { Fold } from "./Fold";

interface Props {
  readonly one: SceneInFilm;
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The form of a scene. */
export function SceneForm({ one, film, project }: Props) {
  const t = useWords();
  const { scene } = one;
  const title = t("scene.title", { number: scene.number });
  const write = (field: string) => (value: string) => set("scene", scene.id, { [field]: value }, title);
  const options = (values: readonly string[], group: string) => [
    { value: "", label: t("shot.choose") },
    ...values.map((value) => ({ value, label: t(`${group}.${value}` as Key) })),
  ];
  const everywhere = film.styles.filter((style) => style.everywhere).map((style) => style.name);
  return (
    <>
      <header>
        <h2>{title}</h2>
        <span className="space" />
        <IconButton icon="archive" label={t("scene.archive")} shortcut="⌫" onClick={archiveChosen} />
      </header>
      <p className="note">{t("board.sceneFacts", { count: one.shots.length, length: lengthOf(one.frames, rateOf(project.rate)) })}</p>
      <section>
        <TextField label={t("scene.heading")} value={scene.heading} onWrite={write("heading")} limit={500} />
        <TextField label={t("scene.synopsis")} value={scene.synopsis} onWrite={write("synopsis")} rows={3} limit={4000} />
        <SelectField
          label={t("scene.location")} value={scene.location ?? ""}
          options={[{ value: "", label: t("scene.nowhere") }, ...film.locations.map((place) => ({ value: place.id, label: place.name }))]}
          onWrite={(value) => set("scene", scene.id, { location: value || null }, t("scene.location"))}
        />
        <div className="pair">
          <SelectField label={t("scene.time")} value={scene.time} options={options(TIMES, "time")} onWrite={write("time")} />
          <SelectField label={t("scene.weather")} value={scene.weather} options={options(WEATHERS, "weather")} onWrite={write("weather")} />
        </div>
        <div className="pair">
          <SelectField
            label={t("scene.style")} value={scene.style ?? ""}
            options={[{ value: "", label: everywhere.length > 0 ? t("scene.styleFilm", { name: everywhere.join(", ") }) : t("scene.noStyle") }, ...film.styles.map((style) => ({ value: style.id, label: style.name }))]}
            onWrite={(value) => set("scene", scene.id, { style: value || null }, t("scene.style"))}
          />
          <TextField label={t("scene.mood")} value={scene.mood} onWrite={write("mood")} limit={60} />
        </div>
        {film.styles.length === 0 ? <p className="note">{t("scene.styleHint")}</p> : null}
      </section>
      <Fold name="story" title={t("story.title")} usual={scene.outline !== "" || scene.arc !== ""} summary={scene.arc ? t(`arc.${scene.arc}` as Key) : undefined}>
        <SceneStory one={one} project={project} />
      </Fold>
      <Fold name="effects" title={t("effects.title")} usual>
        <LayEffects film={film} target={{ is: "scene", scene: scene.id }} />
      </Fold>
      <section>
        <Button icon="again" disabled={one.shots.length === 0} onClick={() => void shoot(one.shots.map((shot) => shot.shot.id))}>{t("scene.shoot")}</Button>
        <Button icon="place" disabled={one.shots.length === 0} onClick={() => openSheet({ is: "places", shots: one.shots.map((shot) => shot.shot.id) })}>{t("places.replace")}</Button>
      </section>
    </>
  );
}
