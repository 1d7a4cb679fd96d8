// The board of a film without scenes: paste, drop, tell a story of a length, or begin with one scene.
import { useState } from "react";
import { importInto } from "../api/act";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { newScene } from "../film/verbs";
import { useWords } from "../i18n";
import { writeStory } from "../story/act";
import { storyLike, titled } from "../story/like";
import { Progress } from "../story/Progress";
import { StoryOptions } from "../story/StoryOptions";
import { useStory, type Wish } from "../story/store";
import { useOutlook } from "../story/useOutlook";
import { Button } from "../ui/Button";

/** Nothing yet, and the ways to begin. */
export function EmptyBoard() {
  const t = useWords();
  const { id } = useOpenFilm();
  const rate = useDocument((state) => state.project?.rate ?? "24/1");
  const [text, setText] = useState("");
  const [wish, setWish] = useState<Omit<Wish, "words">>({ frames: 0, breakdown: "" });
  const telling = useStory((state) => state.telling);
  const story = storyLike(text);
  const { words } = titled(text);
  const outlook = useOutlook(words, wish.frames, rate, undefined, story);
  const take = (): void => {
    if (story) void writeStory(id, { ...wish, words });
    else void importInto(id, new File([text], "script.txt", { type: "text/plain" }));
  };
  if (telling?.film === id) {
    return (
      <main className="board empty">
        <h1>{t("story.telling")}</h1>
        <div className="story-telling-here" role="status"><Progress telling={telling} /></div>
      </main>
    );
  }
  return (
    <main className="board empty">
      <h1>{t("board.empty")}</h1>
      <textarea
        className="script" rows={story ? 8 : 14} aria-label={t("projects.write")} placeholder={t("projects.example")} value={text}
        onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.stopPropagation()}
      />
      {story ? <StoryOptions wish={wish} onWish={setWish} outlook={outlook} rate={rate} /> : null}
      <p className="row">
        <Button kind="act" disabled={text.trim() === ""} onClick={take}>{t("projects.storyboard")}</Button>
        <Button icon="plus" onClick={() => newScene(null)}>{t("board.newScene")}</Button>
      </p>
    </main>
  );
}
