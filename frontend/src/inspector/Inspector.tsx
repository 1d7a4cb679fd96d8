// What is chosen, at the right: a shot, several, a scene, or the film; every field writes an edit.
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useWords } from "../i18n";
import { useCanvas } from "../canvas/store";
import { LayersPanel } from "../layers/LayersPanel";
import { useView } from "../view/store";
import { FilmForm } from "./FilmForm";
import { ManyForm } from "./ManyForm";
import { SceneForm } from "./SceneForm";
import { ShotForm } from "./ShotForm";
import "./inspector.css";
import "./takes.css";

/** The inspector of the open film. */
export function Inspector({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const selection = useView((state) => state.selection);
  const scene = useView((state) => state.scene);
  const chosen = selection.flatMap((id) => film.byId.get(id) ?? []);
  const chosenScene = film.scenes.find((one) => one.scene.id === scene);
  const [only] = chosen;
  const open = film.byId.get(useCanvas((state) => state.shot) ?? "");
  if (open) return <aside className="inspector layers-panel" aria-label={t("layers.title")}><LayersPanel key={open.shot.id} one={open} film={film} project={project} /></aside>;
  return (
    <aside className="inspector" aria-label={t("inspector.title")}>
      {chosen.length === 1 && only ? <ShotForm key={only.shot.id} one={only} film={film} project={project} /> : null}
      {chosen.length > 1 ? <ManyForm chosen={chosen} film={film} project={project} /> : null}
      {chosen.length === 0 && chosenScene ? <SceneForm key={chosenScene.scene.id} one={chosenScene} film={film} project={project} /> : null}
      {chosen.length === 0 && !chosenScene ? <FilmForm project={project} film={film} /> : null}
    </aside>
  );
}
