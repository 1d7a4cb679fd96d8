// What is chosen, at the right: a shot, several, a scene, or the film; every field writes an edit.
import type { Film, SceneInFilm, ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { shoot } from "../api/act";
import { archiveChosen, change, duplicateChosen, set } from "../film/verbs";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { useView } from "../view/store";
import { CAMERA, TIMES, WEATHERS } from "./choices";
import { FilmForm } from "./FilmForm";
import { ShotForm } from "./ShotForm";
import "./inspector.css";

/** The inspector of the open film. */
export function Inspector({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const { selection, scene } = useView();
  const chosen = selection.flatMap((id) => film.byId.get(id) ?? []);
  const chosenScene = film.scenes.find((one) => one.scene.id === scene);
  const [only] = chosen;
  return (
    <aside className="inspector" aria-label={t("inspector.title")}>
      {chosen.length === 1 && only ? <ShotForm key={only.shot.id} one={only} film={film} project={project} /> : null}
      {chosen.length > 1 ? <ManyForm chosen={chosen} /> : null}
      {chosen.length === 0 && chosenScene ? <SceneForm key={chosenScene.scene.id} one={chosenScene} film={film} /> : null}
      {chosen.length === 0 && !chosenScene ? <FilmForm project={project} film={film} /> : null}
    </aside>
  );
}

function ManyForm({ chosen }: { chosen: readonly ShotInFilm[] }) {
  const t = useWords();
  const ids = chosen.map((one) => one.shot.id);
  const shared = (field: "size" | "angle" | "movement"): string => {
    const values = new Set(chosen.map((one) => one.shot[field]));
    return values.size === 1 ? ([...values][0] ?? "") : "·";
  };
  return (
    <>
      <header><h2>{t("many.title", { count: chosen.length })}</h2></header>
      <section>
        {(["size", "angle", "movement"] as const).map((field) => (
          <SelectField
            key={field} label={t(`shot.${field}`)} value={shared(field)}
            options={[...(shared(field) === "·" ? [{ value: "·", label: t("many.differ") }] : []), { value: "", label: t("shot.choose") }, ...CAMERA[field].map((value) => ({ value, label: t(`${field === "movement" ? "move" : field}.${value}` as Key) }))]}
            onWrite={(value) => {
              if (value !== "·") change(t(`shot.${field}`), ids.map((id) => ({ kind: "shot", id, set: { [field]: value } })));
            }}
          />
        ))}
      </section>
      <section className="row wrap">
        <Button kind="act" icon="again" onClick={() => void shoot(ids)}>{t("shot.shoot")}</Button>
        <Button icon="copy" onClick={duplicateChosen}>{t("shot.duplicate")}</Button>
        <Button icon="archive" onClick={archiveChosen}>{t("shot.archive")}</Button>
      </section>
    </>
  );
}

function SceneForm({ one, film }: { one: SceneInFilm; film: Film }) {
  const t = useWords();
  const { scene } = one;
  const write = (field: string) => (value: string) => set("scene", scene.id, { [field]: value }, t("scene.title", { number: scene.number }));
  const options = (values: readonly string[], group: string) => [
    { value: "", label: t("shot.choose") },
    ...values.map((value) => ({ value, label: t(`${group}.${value}` as Key) })),
  ];
  return (
    <>
      <header><h2>{t("scene.title", { number: scene.number })}</h2></header>
      <section>
        <TextField label={t("scene.heading")} value={scene.heading} onWrite={write("heading")} limit={500} />
        <SelectField
          label={t("scene.location")} value={scene.location ?? ""}
          options={[{ value: "", label: t("scene.nowhere") }, ...film.locations.map((place) => ({ value: place.id, label: place.name }))]}
          onWrite={(value) => set("scene", scene.id, { location: value || null }, t("scene.location"))}
        />
        <div className="pair">
          <SelectField label={t("scene.time")} value={scene.time} options={options(TIMES, "time")} onWrite={write("time")} />
          <SelectField label={t("scene.weather")} value={scene.weather} options={options(WEATHERS, "weather")} onWrite={write("weather")} />
        </div>
        <TextField label={t("scene.mood")} value={scene.mood} onWrite={write("mood")} limit={60} />
        <TextField label={t("scene.synopsis")} value={scene.synopsis} onWrite={write("synopsis")} rows={4} limit={4000} />
      </section>
      <section className="row wrap">
        <Button icon="again" disabled={one.shots.length === 0} onClick={() => void shoot(one.shots.map((shot) => shot.shot.id))}>{t("scene.shoot")}</Button>
        <Button icon="archive" onClick={archiveChosen}>{t("scene.archive")}</Button>
      </section>
    </>
  );
}
