// The story of the film: its few words, how long it is to be, what it comes to, what stays, and the one button that writes it.
import { useId, useState } from "react";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { writeStory } from "./act";
import { storyOf } from "./FilmStory";
import { LONGEST } from "./like";
import type { Kept } from "./Pacing";
import { Progress } from "./Progress";
import { Stays } from "./Stays";
import { StoryOptions } from "./StoryOptions";
import { useStory, type Wish } from "./store";
import { useOutlook, useStaying } from "./useOutlook";

interface Props {
  readonly film: Film;
  readonly project: ProjectFields;
  /** Words that did not become a board; otherwise the film's own. */
  readonly first: string | undefined;
  readonly onClose: () => void;
}

/** Ctrl Enter writes it. Closed while a language model works, it goes on. */
export function StorySheet({ film, project, first, onClose }: Props) {
  const t = useWords();
  const id = useId();
  const [words, setWords] = useState(() => first ?? storyOf(project).words);
  const [wish, setWish] = useState<Omit<Wish, "words">>(() => ({ frames: storyOf(project).frames, breakdown: "" }));
  const { telling, problem } = useStory();
  const staying = useStaying(project.id, null);
  const outlook = useOutlook(words, wish.frames, project.rate, staying?.held, staying !== null);
  const busy = telling !== null;
  const lacks = words.trim() === "" || (outlook !== null && outlook.sentences === 0);
  const anew = film.scenes.some((one) => one.scene.drafted !== null);
  const kept = film.scenes.flatMap(({ scene, shots, frames }): Kept[] => {
    const told = scene.drafted?.["told"];
    if (!staying?.stays.some((one) => one.id === scene.id) || !Array.isArray(told)) return [];
    return [{ id: scene.id, arc: scene.arc, name: scene.heading, frames, shots: shots.map((one) => one.shot.frames), told: String(told[0] ?? "") }];
  });
  const stay = film.scenes.filter(({ scene }) => staying?.stays.some((one) => one.id === scene.id)).map((one) => one.frames);
  const run = async (): Promise<void> => {
    if (lacks || busy) return;
    if (await writeStory(project.id, { words, ...wish })) onClose();
  };
  return (
    <Dialog title={t(anew ? "story.anew" : "story.write")} onClose={onClose} wide>
      <div
        className="story-sheet"
        onKeyDownCapture={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void run();
        }}
      >
        <label htmlFor={id} className="visually-hidden">{t("story.words")}</label>
        <textarea id={id} className="script story-text" rows={9} maxLength={LONGEST} value={words} placeholder={t("story.example")} onChange={(event) => setWords(event.target.value)} />
        <StoryOptions wish={wish} onWish={setWish} outlook={outlook} rate={project.rate} words={words} kept={kept} staying={stay} />
        {film.scenes.length > 0 ? <Stays staying={staying} film={film} scene={false} /> : null}
        <footer className="story-foot">
          {telling ? <Progress telling={telling} /> : <span className={problem ? "story-problem" : "note"} role="status">{problem || t("story.oneUndo")}</span>}
          <span className="space" />
          <Button onClick={onClose}>{t(busy ? "story.goOn" : "common.cancel")}</Button>
          <Button kind="act" disabled={lacks || busy} onClick={() => void run()}>{t(anew ? "story.anewAct" : "story.writeAct")}</Button>
        </footer>
      </div>
    </Dialog>
  );
}
