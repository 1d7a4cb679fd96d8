// One film open: its document and socket, top bar, the place one is at, inspector, and what lies over it.
import { memo, useEffect, useMemo } from "react";
import { Navigate, useParams } from "react-router";
import { queries, useReel, useTimeline, requestReel } from "../api/queries";
import { attempt } from "../api/act";
import { Board } from "../board/Board";
import { FilmBringing } from "../bring/FilmBringing";
import { CanvasOf } from "../canvas/Canvas";
import { useCanvasShot } from "../canvas/open";
import { useCanvas } from "../canvas/store";
import { BuildSheet } from "../builds/BuildSheet";
import { CutSheet } from "../builds/CutSheet";
import { Cast } from "../cast/Cast";
import { DerivingSheets } from "../deriving/DerivingSheets";
import { type ProjectFields, useDocument } from "../document/store";
import { type Film, filmOf } from "../document/select";
import { openProject, useLink } from "../document/sync";
import { useWords } from "../i18n";
import { Inspector } from "../inspector/Inspector";
import { LineageSheet } from "../inspector/Lineage";
import { LayerSheets } from "../layers/LayerSheets";
import { useMachine } from "../nodes/store";
import { CutPage } from "../player/CutPage";
import { Player } from "../player/Player";
import { StorySheets } from "../story/StorySheets";
import { SettingsSheet } from "../settings/SettingsSheet";
import { KeySheet } from "../ui/KeySheet";
import { open, reset, tell, useView } from "../view/store";
import { fetchNodes, useRefresh } from "./refresh";
import { playedFilm } from "../timeline/film";
import { FilmContext, useOpenFilm } from "./context";
import { TopBar } from "./TopBar";
import { useKeys } from "./keys";
import { Palette } from "./Palette";

const PLACES = ["board", "cut", "cast"] as const;

/** `/p/:id/:place` */
export function FilmScreen() {
  const { id = "", place = "board" } = useParams();
  const t = useWords();
  const project = useDocument((state) => state.project);
  const problem = useDocument((state) => state.problem);
  const records = useDocument((state) => state.records);
  const online = useLink((state) => state.online); // one by one: people point, and the playhead moves, many times a second
  const closed = useLink((state) => state.closed);
  const player = useView((state) => state.player);
  const asked = useCanvasShot();
  const canvas = place === "board" ? asked : null;
  const sheet = useView((state) => state.sheet);
  const film = filmOf(records);

  useEffect(() => {
    reset();
    return openProject(id);
  }, [id]);
  useEffect(() => {
    if (problem) tell(problem, "failed");
  }, [problem]);
  useEffect(() => {
    const shown = useDocument.getState().project;
    document.title = shown?.id === id && shown.title ? `${shown.title} · Filmwright` : "Filmwright";
  }, [id, project?.title]);

  const keys = useMemo(() => film.shots.flatMap((one) => one.takes.map((take) => take.key)), [film]);
  useEffect(() => void attempt(() => fetchNodes(keys)), [keys]);
  useRefresh(id);
  useKeys(id, canvas ? "canvas" : place);

  const ready = project?.id === id;
  const timeline = useTimeline(id, ready && film.shots.length > 0); // an empty board has none
  const reel = useReel(ready && film.shots.length > 0 ? timeline.data?.id : undefined);
  useProxies(timeline.data?.id, reel.data);
  const context = useMemo(() => ({ id, timeline: timeline.data?.id, reel: reel.data ?? null }), [id, timeline.data?.id, reel.data]);

  if (!PLACES.includes(place as (typeof PLACES)[number])) return <Navigate to={`/p/${id}/board`} replace />;
  if (closed) return <Gone words={t(closed === 4401 ? "common.login" : "common.gone")} />;
  return (
    <FilmContext value={context}>
      <div className="studio">
        <TopBar place={place} />
        {online ? null : <p className="offline" role="status">{t("common.offline")}</p>}
        {!ready || !project ? (
          <p className="waiting">{online ? t("common.loading") : ""}</p>
        ) : (
          <Stage film={film} project={project} place={place} player={player} canvas={canvas} />
        )}
        {sheet === "find" ? <Palette film={film} onClose={() => open(null)} /> : null}
        {sheet === "keys" ? <KeySheet onClose={() => open(null)} /> : null}
        {sheet === "builds" ? <BuildSheet project={id} onClose={() => open(null)} /> : null}
        {sheet === "cut" && project ? <CutSheet project={project} onClose={() => open(null)} /> : null}
        {(sheet === "settings" || sheet === "ledger") && project ? <SettingsSheet project={project} film={film} at={sheet} onClose={() => open(null)} /> : null}
        {sheet === "lineage" ? <LineageSheet onClose={() => open(null)} /> : null}
        <LayerSheets film={film} />
        {ready && project ? <StorySheets film={film} project={project} /> : null}
        {project ? <DerivingSheets film={film} project={project} /> : null}
        <FilmBringing film={id} />
      </div>
    </FilmContext>
  );
}

interface StageProps {
  readonly film: Film;
  readonly project: ProjectFields;
  readonly place: string;
  readonly player: boolean;
  /** The shot whose canvas is open in place of the cards. */
  readonly canvas: string | null;
}

/** The place one is at. */
const Stage = memo(function Stage({ film, project, place, player, canvas }: StageProps) {
  const { reel } = useOpenFilm();
  const played = playedFilm(film, reel);
  return (
    <div className="stage">
      <div className="place">
        {canvas ? <CanvasOf shot={canvas} film={film} project={project} /> : place === "board" ? <Board film={film} project={project} /> : null}
        {place === "cut" ? <CutPage film={film} project={project} /> : null}
        {place === "cast" ? <Cast film={film} project={project} /> : null}
        {player && place === "board" && !canvas ? <Player film={played} project={project} docked /> : null}
      </div>
      {place === "cast" ? null : <Inspector film={film} project={project} />}
    </div>
  );
});

const asked = new Set<string>();

/** Ask once for the proxies of takes that are made and have none; not while others are under way, which it would ask for twice. */
function useProxies(timeline: string | undefined, reel: ReturnType<typeof useReel>["data"]): void {
  const nodes = useMachine((state) => state.nodes);
  const records = useDocument((state) => state.records);
  const open = useCanvas((state) => state.shot); // being taken apart: what it comes to is asked for once it is closed, not after every move
  const wanted = useMemo(() => {
    const { byId } = filmOf(records);
    const pictures = reel?.pictures ?? [];
    if (pictures.some((one) => one.proxy?.status === "queued" || one.proxy?.status === "running")) return "";
    const lacking = pictures.filter(
      (one) => one.shot !== open && one.proxy?.status === "missing" && !asked.has(one.proxy.key) && nodes[byId.get(one.shot)?.take?.key ?? ""]?.status === "done",
    );
    return lacking.map((one) => one.proxy?.key).join();
  }, [records, reel, nodes, open]);
  useEffect(() => {
    if (!timeline || !wanted) return;
    const keys = wanted.split(",");
    keys.forEach((key) => asked.add(key));
    const reel = { queryKey: ["reel", timeline] };
    requestReel(timeline).then(() => queries.invalidateQueries(reel), () => keys.forEach((key) => asked.delete(key))); // asked again
  }, [timeline, wanted]);
}

function Gone({ words }: { words: string }) {
  const t = useWords();
  return (
    <main className="waiting">
      <p>{words}</p>
      <a className="button act" href="/">{t("nav.projects")}</a>
    </main>
  );
}
