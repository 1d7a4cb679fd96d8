// All films, and three ways to begin one: paste or drop a script, start from the sample, start empty.
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { archiveProject, importScreenplay, produce, startEmpty } from "../api/act";
import { type Project, usePanels, useProjects } from "../api/queries";
import { choose, useLanguage, useWords } from "../i18n";
import { rateOf } from "../film/time";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { tell } from "../view/store";
import sampleEnglish from "../../../storyboard/samples/the-last-boat.fountain?raw";
import sampleChinese from "../../../storyboard/samples/the-last-boat.zh.fountain?raw";
import "./projects.css";

const PICTURED = 24; // films whose picture is looked up
const TITLED = /^\s*(title|标题|片名)\s*[:：]/im; // a script that says its own name keeps it

/** The first screen. */
export function Projects() {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const go = useNavigate();
  const projects = useProjects();
  const [writing, setWriting] = useState(false);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  const take = async (file: File | undefined, making: boolean, title = ""): Promise<void> => {
    if (!file) return;
    setBusy(true);
    const id = await importScreenplay(file, title);
    setBusy(false);
    if (!id) return;
    if (making) void produce(id);
    await go(`/p/${id}/board`);
  };
  const sample = (): Promise<void> => {
    const [text, name] = language === "zh" ? [sampleChinese, "the-last-boat.zh.fountain"] : [sampleEnglish, "the-last-boat.fountain"];
    return take(new File([text], name, { type: "text/plain" }), true);
  };
  const blank = async (): Promise<void> => {
    const id = await startEmpty(t("projects.untitled"), language);
    if (id) await go(`/p/${id}/board`);
  };
  const dropping = {
    onDragOver: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(false);
      void take(event.dataTransfer.files[0], false);
    },
  };

  return (
    <div className={over ? "projects over" : "projects"} {...dropping}>
      <header className="masthead">
        <span className="brand"><img src="/icon.svg" width={24} height={24} alt="" /> Filmwright</span>
        <Button kind="quiet" onClick={() => choose(language === "zh" ? "en" : "zh")}>{t("nav.language")}</Button>
      </header>
      <main>
        <h1>{t("projects.begin")}</h1>
        <p className="lead">{t("projects.lead")}</p>
        <div className="targets">
          <button type="button" className="target first" disabled={busy} onClick={() => setWriting(true)}>
            <Icon name="speech" size={28} />
            <strong>{t("projects.write")}</strong>
            <span>{t("projects.writeMore")}</span>
          </button>
          <button type="button" className="target" disabled={busy} onClick={() => picker.current?.click()}>
            <Icon name="download" size={28} />
            <strong>{over ? t("projects.dropNow") : t("projects.drop")}</strong>
            <span>{t("projects.dropMore")}</span>
          </button>
          <button type="button" className="target" disabled={busy} onClick={() => void sample()}>
            <Icon name="film" size={28} />
            <strong>{t("projects.sample")}</strong>
            <span>{t("projects.sampleMore")}</span>
          </button>
        </div>
        <p className="or">
          {busy ? t("projects.reading") : <Button kind="quiet" icon="plus" onClick={() => void blank()}>{t("projects.blank")}</Button>}
        </p>
        <input
          ref={picker} type="file" hidden accept=".fountain,.txt,.fdx,.pdf,.md,.docx,.html,text/plain"
          onChange={(event) => {
            void take(event.target.files?.[0], false);
            event.target.value = "";
          }}
        />
        <ProjectList projects={projects.data} failed={projects.isError} />
      </main>
      {writing ? <Writing onClose={() => setWriting(false)} onDone={(file, title) => void take(file, false, title)} /> : null}
    </div>
  );
}

function ProjectList({ projects, failed }: { projects: readonly Project[] | undefined; failed: boolean }) {
  const t = useWords();
  if (failed) return <p className="waiting">{t("common.offline")}</p>;
  if (!projects) return <p className="waiting">{t("common.loading")}</p>;
  if (projects.length === 0) return null;
  return (
    <>
      <h2>{t("projects.yours")}</h2>
      <ul className="films">
        {projects.map((one, index) => <li key={one.id}><ProjectCard project={one} pictured={index < PICTURED} /></li>)}
      </ul>
    </>
  );
}

function ProjectCard({ project, pictured }: { project: Project; pictured: boolean }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const panels = usePanels(project.id, pictured);
  const poster = [...(panels.data?.values() ?? [])].find((one) => one.url)?.url;
  const { numerator, denominator } = rateOf(project.rate);
  const rate = String(Math.round((numerator / denominator) * 1000) / 1000);
  const made = new Date(project.created).toLocaleDateString(language === "zh" ? "zh-CN" : "en", { dateStyle: "medium" });
  const putAway = async (): Promise<void> => {
    if (await archiveProject(project.id, project.revision)) tell(t("projects.archived", { title: project.title || t("projects.untitled") }));
  };
  return (
    <>
    <Link to={`/p/${project.id}/board`} className="film">
      <span className="poster">{poster ? <img src={poster} alt="" loading="lazy" /> : <Icon name="film" size={28} />}</span>
      <strong>{project.title || t("projects.untitled")}</strong>
      <span className="facts">
        {panels.data ? `${t("projects.shots", { count: panels.data.size })} · ` : ""}{project.width}×{project.height} · {t("projects.rate", { rate })} · {made}
      </span>
      {project.producing ? <span className="making">{t("projects.making")}</span> : null}
    </Link>
    <IconButton icon="archive" className="away" label={t("projects.archive")} onClick={() => void putAway()} />
    </>
  );
}

function Writing({ onClose, onDone }: { onClose: () => void; onDone: (file: File, title: string) => void }) {
  const t = useWords();
  const [text, setText] = useState("");
  return (
    <Dialog title={t("projects.write")} onClose={onClose} wide>
      <textarea
        className="script" autoFocus rows={18} value={text} aria-label={t("projects.write")} placeholder={t("projects.example")}
        onChange={(event) => setText(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button kind="act" disabled={text.trim() === ""} onClick={() => onDone(new File([text], "script.txt", { type: "text/plain" }), TITLED.test(text) ? "" : t("projects.untitled"))}>
          {t("projects.storyboard")}
        </Button>
      </footer>
    </Dialog>
  );
}
