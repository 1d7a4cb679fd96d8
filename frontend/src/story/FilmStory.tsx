// In the form of the film: the story that it was made from, and writing the film anew.
import type { Film } from "../document/select";
import { useDocument, type ProjectFields } from "../document/store";
import { useWords } from "../i18n";
import { projectFields } from "../settings/draft";
import { Button } from "../ui/Button";
import { openStory } from "./store";
import "./story.css";

/** The story the film has, as the document holds it. */
export const storyOf = (project: ProjectFields): { readonly words: string; readonly frames: number } => {
  const fields = projectFields(useDocument.getState().records, project);
  return { words: String(fields["story"] ?? ""), frames: Number(fields["length"] ?? 0) };
};

export function FilmStory({ film, project }: { readonly film: Film; readonly project: ProjectFields }) {
  const t = useWords();
  const words = useDocument(() => storyOf(project).words);
  const drafted = film.scenes.some((one) => one.scene.drafted !== null);
  return (
    <section className="film-story">
      <h3>{t("story.title")}</h3>
      {words ? <p className="story-words">{words}</p> : <p className="note">{t("story.hint")}</p>}
      <Button icon="note" aria-keyshortcuts="Shift+Y" title={`${t(drafted ? "story.anew" : "story.write")} (⇧Y)`} onClick={() => openStory({ is: "film" })}>
        {t(drafted ? "story.anew" : "story.write")}
      </Button>
    </section>
  );
}
