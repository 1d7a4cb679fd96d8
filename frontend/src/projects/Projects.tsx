// All films, and the ways to begin one: words, a film of one's own, the sample; anything dropped or pasted anywhere on the page.
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { attempt, produce, startEmpty } from "../api/act";
import { client, got } from "../api/client";
import { queries } from "../api/queries";
import { Bringing } from "../bring/Bringing";
import { formed, type Reading } from "../bring/films";
import { bring } from "../bring/take";
import { choose, useLanguage, useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Icon, type IconName } from "../ui/Icon";
import sampleEnglish from "../../../storyboard/samples/the-last-boat.fountain?raw";
import sampleChinese from "../../../storyboard/samples/the-last-boat.zh.fountain?raw";
import { Films } from "./Films";
import { useStory, type Wish } from "../story/store";
import { Writing } from "./Writing";
import "./projects.css";

const SCRIPTS = ".fountain,.txt,.fdx,.md,.docx,text/plain";
const MEDIA = "video/*,image/*,.mkv,.mov,.mxf,.avi";
const LEAST_PASTED = 12; // characters: less was surely not meant as a script

/** The first screen. */
export function Projects() {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const navigate = useNavigate();
  const go = (to: string): void => void navigate(to);
  const [writing, setWriting] = useState<string | null>(null);
  const [reading, setReading] = useState("");
  const scripts = useRef<HTMLInputElement>(null);
  const films = useRef<HTMLInputElement>(null);
  const landing = { film: null, go, untitled: t("projects.untitled") };

  useEffect(() => {
    document.title = "Filmwright";
    const pasted = (event: ClipboardEvent): void => {
      const at = event.target instanceof Element ? event.target : null;
      if (at?.closest("input, textarea, dialog")) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (files.length > 0) void bring(files, { film: null, go: (to) => void navigate(to), untitled: t("projects.untitled") });
      else if (text.trim().length >= LEAST_PASTED) setWriting(text);
    };
    window.addEventListener("paste", pasted);
    return () => window.removeEventListener("paste", pasted);
  }, [navigate, t]);

  const read = async (file: File, name: string, how: Reading, making: boolean): Promise<void> => {
    setReading(name);
    const made = await attempt(() => got(client.POST("/api/screenplays", formed(file, how))));
    setReading("");
    void queries.invalidateQueries({ queryKey: ["projects"] });
    if (!made) return;
    setWriting(null);
    if (making) void produce(made.id);
    go(`/p/${made.id}/board`);
  };
  const sample = (): Promise<void> => {
    const [text, name] = language === "zh" ? [sampleChinese, "the-last-boat.zh.fountain"] : [sampleEnglish, "the-last-boat.fountain"];
    return read(new File([text], name, { type: "text/plain" }), language === "zh" ? "末班船" : "The Last Boat", {}, true);
  };
  /** The film is opened at once; it is told there, where its progress is seen and one undo takes it back. */
  const tellStory = async (wish: Wish, title: string, of: string): Promise<void> => {
    const id = await startEmpty(title, of === "zh" || of === "en" ? of : language);
    if (!id) return;
    useStory.setState({ begun: { film: id, wish } });
    setWriting(null);
    go(`/p/${id}/board`);
  };
  const blank = async (): Promise<void> => {
    const id = await startEmpty(t("projects.untitled"), language);
    if (id) go(`/p/${id}/board`);
  };
  const chosen = (event: React.ChangeEvent<HTMLInputElement>): void => {
    void bring([...(event.target.files ?? [])], landing);
    event.target.value = "";
  };
  const busy = reading !== "";
  return (
    <div className="projects">
      <header className="masthead">
        <span className="brand"><img src="/icon.svg" width={24} height={24} alt="" /> Filmwright</span>
        <Button kind="quiet" onClick={() => choose(language === "zh" ? "en" : "zh")}>{t("nav.language")}</Button>
      </header>
      <main>
        <h1>{t("projects.begin")}</h1>
        <p className="lead">{t("projects.lead")}</p>
        <div className="targets">
          <Target icon="speech" title={t("projects.write")} more={t("projects.writeMore")} disabled={busy} onClick={() => setWriting("")} />
          <Target icon="film" title={t("projects.drop")} more={t("projects.dropMore")} disabled={busy} onClick={() => films.current?.click()} />
          <Target icon="play" title={t("projects.sample")} more={t("projects.sampleMore")} disabled={busy} onClick={() => void sample()} />
        </div>
        <p className="or" role="status">
          {busy ? (
            <span className="reading"><progress aria-label={t("projects.reading")} /> {t("projects.readingNamed", { name: reading })}</span>
          ) : (
            <>
              <Button kind="quiet" icon="download" onClick={() => scripts.current?.click()}>{t("projects.choose")}</Button>
              <Button kind="quiet" icon="plus" onClick={() => void blank()}>{t("projects.blank")}</Button>
            </>
          )}
        </p>
        <input ref={scripts} type="file" hidden multiple accept={SCRIPTS} aria-label={t("projects.choose")} onChange={chosen} />
        <input ref={films} type="file" hidden multiple accept={MEDIA} aria-label={t("projects.drop")} onChange={chosen} />
        <Films />
      </main>
      {writing !== null ? (
        <Writing
          first={writing} busy={busy} onClose={() => setWriting(null)} onStory={(wish, title, of) => void tellStory(wish, title, of)}
          onDone={(file, how) => void read(file, how.title || t("projects.untitled"), how, false)}
        />
      ) : null}
      <Bringing film={null} />
    </div>
  );
}

interface TargetProps {
  readonly icon: IconName;
  readonly title: string;
  readonly more: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Target({ icon, title, more, disabled, onClick }: TargetProps) {
  return (
    <button type="button" className="target" disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={28} />
      <strong>{title}</strong>
      <span>{more}</span>
    </button>
  );
}
