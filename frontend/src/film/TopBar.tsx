// The bar above the film: where one is, the one thing to do next, what is being made, language.
import { useMemo } from "react";
import { Link, NavLink } from "react-router";
import { produce, stop } from "../api/act";
import { useBuilds, useFreshness } from "../api/queries";
import { useCost } from "../deriving/useCost";
import { type ProjectFields, useDocument } from "../document/store";
import { filmOf, type ShotInFilm } from "../document/select";
import { isHousekeeping } from "../builds/labels";
import { joined, wholeOf } from "../builds/line";
import { useEta } from "../board/StateLine";
import { choose, useLanguage, useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Button, IconButton } from "../ui/Button";
import { shownKeys } from "../ui/combos";
import { Icon } from "../ui/Icon";
import { Colleagues } from "./Colleagues";
import { open, useView } from "../view/store";
import { useOpenFilm } from "./context";
import { useProducing } from "./producing";
import * as verbs from "./verbs";

/** Top bar of an open film. */
export function TopBar({ place }: { place: string }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const language = useLanguage((state) => state.language);
  const project = useDocument((state) => state.project);
  const history = useDocument((state) => state.history);
  const player = useView((state) => state.player);
  const undoing = (history.open?.changes.length ? history.open : history.done.at(-1))?.label;
  const redoing = history.undone.at(-1)?.label;
  return (
    <header className="topbar">
      <Link to="/" className="brand" aria-label={t("nav.projects")} title={t("nav.projects")}>
        <img src="/icon.svg" width={22} height={22} alt="" />
      </Link>
      <input
        className="title" aria-label={t("film.title")} key={project?.title} defaultValue={project?.title ?? ""} maxLength={200}
        placeholder={t("projects.untitled")}
        onBlur={(event) => {
          const title = event.target.value.trim();
          if (project && title !== project.title) verbs.set("project", project.id, { title }, t("edit.title"));
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
          event.stopPropagation();
        }}
      />
      <nav aria-label={t("nav.places")}>
        {(["board", "cut", "cast"] as const).map((one) => (
          <NavLink key={one} to={`/p/${id}/${one}`}>{t(`nav.${one}`)}</NavLink>
        ))}
      </nav>
      <IconButton
        icon="undo" label={undoing ? t("undo.next", { what: undoing }) : t("common.undo")} shortcut={shownKeys("Mod+z", t)} disabled={undoing === undefined}
        onClick={verbs.undo}
      />
      <IconButton
        icon="redo" label={redoing ? t("redo.next", { what: redoing }) : t("common.redo")} shortcut={shownKeys("Mod+Shift+Z", t)} disabled={redoing === undefined}
        onClick={verbs.redo}
      />
      <span className="space" />
      <Colleagues />
      <Making />
      {place === "board" ? (
        <IconButton
          icon="film" label={t("nav.player")} aria-pressed={player} onClick={() => useView.setState({ player: !player })}
        />
      ) : null}
      <IconButton icon="settings" label={t("set.title")} shortcut="Ctrl ," onClick={() => open("settings")} />
      <IconButton icon="keys" label={t("key.help")} shortcut="?" onClick={() => open("keys")} />
      <Button kind="quiet" onClick={() => choose(language === "zh" ? "en" : "zh")}>{t("nav.language")}</Button>
    </header>
  );
}

/** Make the film; while it is being made, how far it is; when all is made, export it. */
function Making() {
  const t = useWords();
  const { id } = useOpenFilm();
  const fresh = useFreshness(id);
  const builds = useBuilds(id);
  const live = useMachine((state) => state.builds);
  const eta = useEta();
  const records = useDocument((state) => state.records);
  const project = useDocument((state) => state.project);
  const film = filmOf(records);
  const active = useMemo(() => {
    const all = new Map((builds.data ?? []).map((one) => [one.id, joined(one, live[one.id])]));
    const unlisted = Object.values(live).filter((one) => !all.has(one.id));
    return [...all.values(), ...unlisted].filter((one) => one.status === "active");
  }, [builds.data, live]);
  const unmade = film.shots.filter((one) => (fresh.data?.[one.shot.id]?.state ?? "fresh") !== "fresh");
  const wanting = unmade.length;
  const { made, total, low, high } = wholeOf(active);
  const busy = active.length > 0;
  const producing = useProducing(id);
  const making = producing || active.some((one) => !isHousekeeping(one.label));
  return (
    <>
      <button type="button" className={busy ? "button quiet busy" : "button quiet"} onClick={() => open("builds")}>
        <Icon name="builds" />
        {busy ? (
          <>
            <progress max={Math.max(1, total)} value={made} aria-label={t("builds.title")} />
            <span className="timecode">{t("builds.count", { count: active.length })}{high ? ` · ${eta(low, high)}` : ""}</span>
          </>
        ) : t("builds.title")}
      </button>
      {making ? <Button onClick={() => void stop(id)}>{t("film.stop")}</Button> : null}
      {!making && wanting > 0 && project ? <MakingCost shots={unmade} project={project} /> : null}
      {!making && wanting > 0 ? (
        <Button kind="act" icon="play" onClick={() => void produce(id)}>
          {wanting === film.shots.length ? t("film.make") : t("film.makeSome", { count: wanting })}
        </Button>
      ) : null}
      <Button kind={!making && wanting === 0 && film.shots.length > 0 ? "act" : "plain"} icon="download" disabled={film.shots.length === 0} onClick={() => open("cut")}>
        {t("film.cut")}
      </Button>
    </>
  );
}

/** What making them costs, where a hosted model draws any of them. */
function MakingCost({ shots, project }: { readonly shots: readonly ShotInFilm[]; readonly project: ProjectFields }) {
  const cost = useCost(shots, project, 1, "final");
  return cost ? <span className="note">{cost}</span> : null;
}
