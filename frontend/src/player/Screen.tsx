// What is seen: the canvas, the words that are spoken, and what is to be said of a shot that is not as it should be.
import { useEffect, useRef } from "react";
import { useBuilds, useFreshness } from "../api/queries";
import { shoot } from "../api/act";
import { cardState } from "../board/cardState";
import { StateAct, StateLine } from "../board/StateLine";
import type { Film } from "../document/select";
import { shotAt } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { inLine, useProducing } from "../film/producing";
import { rateOf } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { useView } from "../view/store";
import { playback } from "./playback";
import { captionAt, pictureAt, voiceFrames } from "./reel";
import { usePlayer } from "./store";

const LINES = 540; // as high as proxies are

/** Pixels of the canvas: the project's shape, as large as its proxies. */
export function canvasSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LINES / height);
  return { width: Math.max(16, Math.round((width * scale) / 2) * 2), height: Math.max(16, Math.round((height * scale) / 2) * 2) };
}

/** The picture. */
export function Screen({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = canvasSize(project.width, project.height);
  useEffect(() => (canvas.current ? playback.attach(canvas.current) : undefined), [width, height]);
  return (
    <div className="screen" style={{ aspectRatio: `${project.width} / ${project.height}` }}>
      <canvas
        ref={canvas} key={`${width} ${height}`} width={width} height={height} role="img" aria-label={t("player.picture")}
        onClick={() => playback.toggle()}
      />
      {film.shots.length === 0 ? <p className="nothing">{t("player.nothing")}</p> : (
        <>
          <Said film={film} />
          <Caption project={project} />
          <Waiting />
        </>
      )}
    </div>
  );
}

/** Playing waits for pictures: said only when it lasts. */
function Waiting() {
  const t = useWords();
  const waiting = usePlayer((state) => state.waiting);
  return waiting ? <p className="waiting-pictures" role="status">{t("player.waiting")}</p> : null;
}

function Caption({ project }: { project: ProjectFields }) {
  const { reel } = useOpenFilm();
  const captions = usePlayer((state) => state.captions);
  const rate = rateOf(project.rate);
  const voice = useView((state) => (reel && captions ? captionAt(reel.voices, state.frame, (one) => voiceFrames(one, rate.numerator, rate.denominator)) : null));
  return voice ? <p className="caption" aria-live="off"><span>{voice.words}</span></p> : null;
}

/** One line about the shot on screen: not made, being made, changed since, failed, or what of it cannot be shown. */
function Said({ film }: { film: Film }) {
  const t = useWords();
  const { id, reel } = useOpenFilm();
  const fresh = useFreshness(id);
  const producing = useProducing(id);
  const language = useLanguage((state) => state.language);
  const listed = useBuilds(id);
  const nodes = useMachine((state) => state.nodes);
  const builds = useMachine((state) => state.builds);
  const index = useView((state) => (reel ? pictureAt(reel.pictures, state.frame) : -1));
  const shot = useView((state) => shotAt(film, state.frame)?.shot.id ?? "");
  const playing = useView((state) => state.playing);
  const one = film.byId.get(reel?.pictures[index]?.shot ?? shot);
  if (!one) return null;
  const shown = reel?.pictures[index];
  const take = one.take;
  const asked = take ? listed.data?.find((each) => each.root === take.key) : undefined;
  const build = asked ? builds[asked.id] ?? asked : undefined;
  const state = inLine(cardState(one, nodes[take?.key ?? ""], build, fresh.data?.[one.shot.id]), producing, one.shot.locked);
  const made = shown?.proxy?.url;
  const trouble = playing ? null : playback.trouble();
  if (trouble) return <p className="said failed">{t(trouble === "undecodable" ? "player.undecodable" : "player.unreachable")}</p>;
  if (state.is === "fresh" && made) return null;
  const again = (): void => void shoot([one.shot.id]);
  return (
    <p className={`said ${state.is}`}>
      <b>{one.slate}</b>{" "}
      {state.is === "fresh" ? t("player.preparing")
        : state.is === "stale" ? <><span title={state.causes.map((each) => each.words[language] ?? each.words["en"] ?? "").join("\n")}>{t("state.stale")}</span> <StateAct state={state} onShoot={again} /></>
        : <StateLine state={state} onShoot={again} />}
    </p>
  );
}
