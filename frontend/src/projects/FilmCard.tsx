// A film among the films: its first picture, its name, how long it is and when it was last opened; renamed and put away from here.
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { type Project, queries, usePanels } from "../api/queries";
import { lengthOf, rateOf } from "../film/time";
import { type Language, type Translate, useLanguage, useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { tell } from "../view/store";
import { openedNow } from "./order";

const LOOK_EVERY = 3000; // ms
const LOOKS = 20;

interface Props {
  readonly film: Project;
  /** ms, 0 when it was never opened here. */
  readonly opened: number;
  readonly pictured: boolean;
  readonly away?: boolean;
}

async function change(film: Project, label: string, set: Readonly<Record<string, string | boolean>>): Promise<boolean> {
  const changes = [{ kind: "project", id: film.id, set: set as never }];
  const body = { id: crypto.randomUUID(), base: film.revision, label, changes };
  const done = await attempt(() => got(client.POST("/api/projects/{id}/edits", { params: { path: { id: film.id } }, body })));
  await queries.invalidateQueries({ queryKey: ["projects"] });
  return done !== null;
}

/** F2 renames, Delete puts away. */
export function FilmCard({ film, opened, pictured, away = false }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [naming, setNaming] = useState(false);
  const { ref, near } = useSeen();
  const panels = usePanels(film.id, pictured && near);
  const stills = [...(panels.data?.values() ?? [])];
  const poster = stills.find((one) => one.url)?.url;
  useFirstPicture(film.id, pictured && near && !away && !poster ? stills[0]?.id : undefined);
  const title = film.title || t("projects.untitled");
  const rate = rateOf(film.rate);
  const facts = film.shots === 0 ? t("projects.empty") : `${t("projects.shots", { count: film.shots })} · ${lengthOf(film.frames, rate)}`;
  const when = opened > 0 ? t("projects.opened", { when: said(opened, t, language) }) : t("projects.begun", { when: said(Date.parse(film.created), t, language) });
  const putAway = async (): Promise<void> => {
    if (await change(film, "Put away", { archived: true })) tell(t("projects.archived", { title }));
  };
  const bringBack = async (): Promise<void> => {
    if (await change(film, "Bring back", { archived: false })) tell(t("projects.isBack", { title }));
  };
  const rename = (value: string): void => {
    setNaming(false);
    const name = value.trim().slice(0, 200);
    if (name && name !== film.title) void change(film, "Title", { title: name });
  };
  const inside = (
    <>
      <span className="poster">{poster ? <img src={poster} alt="" loading="lazy" draggable={false} /> : <Icon name="film" size={28} />}</span>
      {naming ? null : <strong>{title}</strong>}
    </>
  );
  return (
    <li ref={ref} aria-label={title}>
      {away || naming ? <span className="film">{inside}</span> : (
        <Link
          to={`/p/${film.id}/board`} className="film" draggable={false} onClick={() => openedNow(localStorage, film.id)}
          onKeyDown={(event) => {
            if (event.key === "F2") setNaming(true);
            else if (event.key === "Delete") void putAway();
            else return;
            event.preventDefault();
          }}
        >
          {inside}
        </Link>
      )}
      {naming ? (
        <input
          className="naming" autoFocus defaultValue={film.title} maxLength={200} aria-label={t("film.title")}
          onFocus={(event) => event.target.select()} onBlur={(event) => rename(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
            if (event.key === "Escape") setNaming(false);
          }}
        />
      ) : null}
      <span className="facts">{facts}{film.producing ? <span className="making"> · {t("projects.making")}</span> : null}<br />{when}</span>
      <span className="tools">
        {away ? (
          <IconButton icon="undo" label={`${t("projects.back")}: ${title}`} onClick={() => void bringBack()} />
        ) : (
          <>
            <IconButton icon="pen" label={`${t("projects.rename")}: ${title}`} shortcut="F2" onClick={() => setNaming(true)} />
            <IconButton icon="archive" label={`${t("projects.archive")}: ${title}`} shortcut="Del" onClick={() => void putAway()} />
          </>
        )}
      </span>
    </li>
  );
}

const asked = new Set<string>();

/** A film none of whose pictures is made asks for its first, once a visit, and looks for it until it is there. */
function useFirstPicture(film: string, shot: string | undefined): void {
  useEffect(() => {
    if (!shot) return;
    if (!asked.has(shot)) {
      asked.add(shot);
      client.POST("/api/shots/{id}/panel", { params: { path: { id: shot } } }).catch(() => asked.delete(shot)); // asked again with the next visit
    }
    let looks = 0;
    const timer = setInterval(() => {
      if (++looks > LOOKS) clearInterval(timer);
      else void queries.invalidateQueries({ queryKey: ["panels", film] });
    }, LOOK_EVERY);
    return () => clearInterval(timer);
  }, [film, shot]);
}

/** A day as people say it. */
function said(at: number, t: Translate, language: Language): string {
  const day = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((day(Date.now()) - day(at)) / 86_400_000);
  if (days === 0) return t("projects.today");
  if (days === 1) return t("projects.yesterday");
  return new Date(at).toLocaleDateString(language === "zh" ? "zh-CN" : "en", { dateStyle: "medium" });
}

function useSeen() {
  const ref = useRef<HTMLLIElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const card = ref.current;
    if (!card || near) return;
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) setNear(true);
    }, { rootMargin: "200px" });
    watch.observe(card);
    return () => watch.disconnect();
  }, [near]);
  return { ref, near };
}
