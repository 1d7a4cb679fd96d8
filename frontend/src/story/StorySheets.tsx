// The sheets of stories over an open film; and a film that was just begun with a story is told it once it is open.
import { useEffect } from "react";
import { createPortal } from "react-dom";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { DraftSheet } from "./DraftSheet";
import { Progress } from "./Progress";
import { StorySheet } from "./StorySheet";
import { openStory, useStory } from "./store";
import { writeStory } from "./act";

const close = (): void => openStory(null);

/** None, most of the time. */
export function StorySheets({ film, project }: { readonly film: Film; readonly project: ProjectFields }) {
  const { sheet, telling, begun } = useStory();
  useEffect(() => close, [project.id]);
  useEffect(() => {
    if (begun?.film !== project.id) return;
    useStory.setState({ begun: null });
    // What did not become a board is not lost: it stands in the sheet, with why.
    void writeStory(begun.film, begun.wish).then((done) => done || openStory({ is: "film", words: begun.wish.words }));
  }, [begun, project.id]);
  const scene = sheet?.is === "scene" ? film.scenes.find((one) => one.scene.id === sheet.scene) : undefined;
  return createPortal(
    <>
      {sheet?.is === "film" ? <StorySheet film={film} project={project} first={sheet.words} onClose={close} /> : null}
      {scene ? <DraftSheet key={scene.scene.id} one={scene} film={film} project={project} onClose={close} /> : null}
      {telling?.film === project.id && !sheet && film.scenes.length > 0 ? <div className="story-telling" role="status"><Progress telling={telling} /></div> : null}
    </>,
    document.body,
  );
}
