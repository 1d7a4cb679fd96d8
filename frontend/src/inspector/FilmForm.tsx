// The film itself, when nothing is chosen: its name, what is in it, what lies over all of it; the rest is in the settings.
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { LayEffects } from "../effects/LayEffects";
import { lengthOf, rateOf } from "../film/time";
import { set } from "../film/verbs";
import { FilmStory } from "../story/FilmStory";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { open } from "../view/store";
import { Fold } from "./Fold";

/** The empty inspector. */
export function FilmForm({ project, film }: { project: ProjectFields; film: Film }) {
  const t = useWords();
  const rate = rateOf(project.rate);
  const drawn = film.shots.filter((one) => one.take !== null).length;
  const spoken = film.shots.reduce((sum, one) => sum + one.shot.dialogue.length, 0);
  const facts: readonly (readonly [string, string])[] = [
    [t("film.length"), `${lengthOf(film.frames, rate)} · ${t("common.frames", { count: film.frames })}`],
    [t("film.inIt"), t("board.facts", { scenes: film.scenes.length, shots: film.shots.length, length: lengthOf(film.frames, rate) }).split(" · ").slice(0, 2).join(" · ")],
    [t("film.drawn"), t("film.drawnOf", { count: drawn, all: film.shots.length })],
    [t("film.spoken"), t("film.lines", { count: spoken })],
    [t("film.picture"), `${project.width}×${project.height} · ${t("projects.rate", { rate: Math.round((rate.numerator / rate.denominator) * 1000) / 1000 })}`],
  ];
  return (
    <>
      <header><h2>{t("film.settings")}</h2></header>
      <section>
        <TextField label={t("film.title")} value={project.title} onWrite={(title) => set("project", project.id, { title }, t("film.title"))} limit={200} />
        <dl className="film-totals">
          {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="timecode">{value}</dd></div>)}
        </dl>
        <Button onClick={() => open("settings")}>{t("film.open")}</Button>
      </section>
      <FilmStory film={film} project={project} />
      <Fold name="effects" title={t("effects.film")} usual={false}>
        <LayEffects film={film} target={{ is: "film" }} />
      </Fold>
      <p className="note">{t("film.hint")}</p>
    </>
  );
}
