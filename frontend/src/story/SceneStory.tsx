// In the form of a scene: what it does in the film, what it tells, how long it is to be, and writing it anew of that.
import type { SceneInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { rateOf } from "../film/time";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { ARCS } from "./arc";
import { shownLength } from "./length";
import { LengthField } from "./LengthField";
import { openStory } from "./store";
import { MOST_FRAMES } from "./StoryOptions";
import "./story.css";

const FAR = 0.05; // of the wish: nearer than that nobody is told

/** Every level can be changed by hand. */
export function SceneStory({ one, project }: { readonly one: SceneInFilm; readonly project: ProjectFields }) {
  const t = useWords();
  const { scene, frames } = one;
  const rate = rateOf(project.rate);
  const off = scene.length > 0 && Math.abs(frames - scene.length) > scene.length * FAR;
  return (
    <section className="scene-story">
      <TextField
        label={t("story.outline")} value={scene.outline} rows={4} limit={20_000} hint={scene.synopsis || t("story.outlineHint")}
        onWrite={(outline) => set("scene", scene.id, { outline }, t("story.outline"))}
      />
      <div className="pair">
        <SelectField
          label={t("story.arc")} value={scene.arc} options={[{ value: "", label: t("story.noArc") }, ...ARCS.map((value) => ({ value, label: t(`arc.${value}`) }))]}
          onWrite={(arc) => set("scene", scene.id, { arc }, t("story.arc"))}
        />
        <LengthField
          label={t("story.sceneLength")} value={scene.length} rate={rate} bare="s" most={MOST_FRAMES} usual={t("story.asItsShots", { length: shownLength(frames, rate) })}
          onWrite={(length) => set("scene", scene.id, { length }, t("story.sceneLength"))}
        />
      </div>
      {off ? <p className="note">{t("story.sceneLasts", { length: shownLength(frames, rate), wished: shownLength(scene.length, rate) })}</p> : null}
      <Button icon="note" aria-keyshortcuts="y" title={`${t("story.draft")} (Y)`} onClick={() => openStory({ is: "scene", scene: scene.id })}>{t("story.draft")}</Button>
    </section>
  );
}
