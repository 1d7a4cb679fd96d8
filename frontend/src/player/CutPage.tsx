// The cut: a large player, and the film laid out in time beneath it: pictures by shot, voices where they sound.
import { useRef } from "react";
import { usePanels } from "../api/queries";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { clockAt, clockText, frameAt, rateOf } from "../film/time";
import { useWords } from "../i18n";
import { select, useView } from "../view/store";
import { playback } from "./playback";
import { Player } from "./Player";
import { voiceFrames } from "./reel";

/** `/p/:id/cut` */
export function CutPage({ film, project }: { film: Film; project: ProjectFields }) {
  return (
    <main className="cutting">
      <Player film={film} project={project} />
      <Lanes film={film} project={project} />
    </main>
  );
}

function Lanes({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const { id, reel } = useOpenFilm();
  const panels = usePanels(id);
  const selection = useView((state) => state.selection);
  const lanes = useRef<HTMLDivElement>(null);
  const rate = rateOf(project.rate);
  const frames = Math.max(1, film.frames);
  const at = (position: number): string => `${(position / frames) * 100}%`;
  const long = clockAt(frames, rate);
  const every = [1, 2, 5, 10, 15, 30, 60, 120, 300].find((one) => long / one <= 14) ?? 600;
  const marks = Array.from({ length: Math.floor(long / every) + 1 }, (_, index) => index * every);
  const to = (event: React.PointerEvent): void => {
    const box = lanes.current?.getBoundingClientRect();
    if (box) playback.seek(Math.floor(((event.clientX - box.left) / box.width) * frames));
  };
  return (
    <div className="lanes" role="group" aria-label={t("cut.lanes")}>
      <div ref={lanes} className="time">
        <div
          className="ruler timecode"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            to(event);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1) to(event);
          }}
        >
          {marks.map((one) => <span key={one} style={{ left: at(frameAt(one, rate)) }}>{clockText(one)}</span>)}
        </div>
        <div className="lane pictures">
          {film.shots.map((one) => (
            <button
              key={one.shot.id} type="button" className={selection.includes(one.shot.id) ? "clip chosen" : "clip"}
              style={{ left: at(one.start), width: at(one.shot.frames) }} aria-label={`${t("shot.shot")} ${one.slate}`}
              onClick={() => {
                select(one.shot.id);
                playback.seek(one.start);
              }}
            >
              {panels.data?.get(one.shot.id)?.url ? <img src={panels.data.get(one.shot.id)?.url} alt="" draggable={false} /> : null}
              <span className="chip slate">{one.slate}</span>
            </button>
          ))}
        </div>
        <div className="lane voices">
          {(reel?.voices ?? []).map((one) => (
            <span
              key={`${one.start} ${one.words}`} className="voice" title={`${one.speaker}: ${one.words}`}
              style={{ left: at(one.start), width: at(voiceFrames(one, rate.numerator, rate.denominator)) }}
            >
              <b>{one.speaker}</b> {one.words}
            </span>
          ))}
        </div>
        <Head frames={frames} />
      </div>
    </div>
  );
}

function Head({ frames }: { frames: number }) {
  const frame = useView((state) => state.frame);
  return <span className="head" style={{ left: `${(frame / frames) * 100}%` }} />;
}
