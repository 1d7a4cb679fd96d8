// The sheet on which a script or a story is written or pasted; of a story one says how long it is to be, of a script how it is read.
import { useEffect, useId, useRef, useState } from "react";
import type { Reading } from "../bring/films";
import { Segments } from "../forms/Control";
import { useWords } from "../i18n";
import { storyLike, titled } from "../story/like";
import { StoryOptions } from "../story/StoryOptions";
import type { Wish } from "../story/store";
import { useOutlook } from "../story/useOutlook";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { counts } from "./order";
import "../forms/forms.css";

const DRAFT = "filmwright.draft"; // what was written and not yet made a film, kept over a reload
const TITLED = /^\s*(title|标题|片名)\s*[:：]/im; // a script that says its own name keeps it
export const RATE = "24/1"; // of a film that is begun with words

interface Props {
  /** What was pasted; "" goes on with the last draft. */
  readonly first: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onDone: (file: File, how: Reading) => void;
  readonly onStory: (wish: Wish, title: string, language: string) => void;
}

/** Ctrl Enter makes the storyboard. */
export function Writing({ first, busy, onClose, onDone, onStory }: Props) {
  const t = useWords();
  const [text, setText] = useState(() => first || (localStorage.getItem(DRAFT) ?? ""));
  const [said, say] = useState<boolean | null>(null); // whether it is a story, as the person says
  const [wish, setWish] = useState<Omit<Wish, "words">>({ frames: 0, breakdown: "" });
  const [name, setName] = useState("");
  const [language, setLanguage] = useState("");
  const [breakdown, setBreakdown] = useState("rules");
  const nameId = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { words, scenes } = counts(text);
  const story = said ?? storyLike(text);
  const named = titled(text);
  const outlook = useOutlook(named.words, wish.frames, RATE, undefined, story);
  const empty = text.trim() === "" || (story && outlook !== null && outlook.sentences === 0);
  useEffect(() => {
    area.current?.setSelectionRange(text.length, text.length);
  }, []); // eslint-disable-line -- the caret stands behind what is there, once
  const write = (value: string): void => {
    setText(value);
    if (value.length < 1_000_000) localStorage.setItem(DRAFT, value);
  };
  const done = (): void => {
    if (empty || busy) return;
    localStorage.removeItem(DRAFT);
    if (story) return onStory({ ...wish, words: named.words }, name.trim() || named.title || t("projects.untitled"), outlook?.language ?? "");
    const title = TITLED.test(text) ? "" : t("projects.untitled");
    onDone(new File([text], "script.txt", { type: "text/plain" }), { title, language, breakdown });
  };
  return (
    <Dialog title={t("projects.write")} onClose={onClose} wide>
      <div
        className="writing"
        onKeyDownCapture={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) done();
        }}
      >
        <textarea
          ref={area} className={story ? "script as-story" : "script"} autoFocus rows={story ? 10 : 18} value={text} aria-label={t("projects.write")} placeholder={t("projects.example")}
          onChange={(event) => write(event.target.value)}
        />
        {text.trim() === "" ? null : (
          <Segments
            label={t("story.is")} value={story ? "story" : "script"} onChange={(next) => say(next === "story")}
            options={[{ value: "story", label: t("story.isStory") }, { value: "script", label: t("story.isScript") }]}
          />
        )}
        {story ? (
          <StoryOptions wish={wish} onWish={setWish} outlook={outlook} rate={RATE}>
            <div className="field story-name">
              <label htmlFor={nameId}>{t("film.title")}</label>
              <input id={nameId} type="text" autoComplete="off" maxLength={200} value={name} placeholder={named.title || t("projects.untitled")} onChange={(event) => setName(event.target.value)} />
            </div>
          </StoryOptions>
        ) : (
          <details className="how">
            <summary>{t("projects.how")}</summary>
            <div className="row wrap">
              <SelectField
                label={t("projects.language")} value={language} onWrite={setLanguage}
                options={[{ value: "", label: t("projects.byWords") }, { value: "en", label: "English" }, { value: "zh", label: "中文" }]}
              />
              <SelectField
                label={t("projects.breakdown")} value={breakdown} onWrite={setBreakdown}
                options={(["rules", "local", "endpoint"] as const).map((value) => ({ value, label: t(`projects.${value}`) }))}
              />
            </div>
          </details>
        )}
        <footer>
          <span className="note counted">{busy ? <progress aria-label={t("projects.reading")} /> : empty || story ? "" : t("projects.counted", { words, scenes })}</span>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button kind="act" disabled={empty || busy} onClick={done}>{busy ? t("projects.reading") : t("projects.storyboard")}</Button>
        </footer>
      </div>
    </Dialog>
  );
}
