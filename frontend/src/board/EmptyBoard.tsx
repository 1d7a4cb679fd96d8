// The board of a film without scenes: paste, drop, or begin with one scene.
import { useState } from "react";
import { importInto } from "../api/act";
import { useOpenFilm } from "../film/context";
import { newScene } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";

/** Nothing yet, and three ways to begin. */
export function EmptyBoard() {
  const t = useWords();
  const { id } = useOpenFilm();
  const [text, setText] = useState("");
  const take = (file: File | undefined): void => {
    if (file) void importInto(id, file);
  };
  return (
    <main className="board empty">
      <h1>{t("board.empty")}</h1>
      <textarea
        className="script" rows={14} aria-label={t("projects.write")} placeholder={t("projects.example")} value={text}
        onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.stopPropagation()}
      />
      <p className="row">
        <Button kind="act" disabled={text.trim() === ""} onClick={() => take(new File([text], "script.txt", { type: "text/plain" }))}>
          {t("projects.storyboard")}
        </Button>
        <Button icon="plus" onClick={() => newScene(null)}>{t("board.newScene")}</Button>
      </p>
    </main>
  );
}
