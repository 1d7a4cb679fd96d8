// The bar on which one scrubs: scenes and shots to length, what is made brighter, marks, a look at what is under the pointer.
import { memo, useRef, useState } from "react";
import { type Reel, usePanels } from "../api/queries";
import type { Film } from "../document/select";
import { shotAt } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { useView } from "../view/store";
import { playback } from "./playback";
import { markedRange, usePlayer } from "./store";
import { timecodeOf } from "./timecode";

interface Under {
  readonly frame: number;
  readonly share: number;
}

/** The bar. The pointer is followed with the sound off; the keyboard moves by frames, tens and shots. */
export function Scrub({ film }: { film: Film }) {
  const t = useWords();
  const { reel } = useOpenFilm();
  const rate = useDocument((state) => state.project?.rate ?? "24/1");
  const bar = useRef<HTMLDivElement>(null);
  const resume = useRef(0);
  const [under, setUnder] = useState<Under | null>(null);
  const frame = useView((state) => state.frame);
  const frames = Math.max(1, film.frames);
  const at = (event: React.PointerEvent): Under | null => {
    const box = bar.current?.getBoundingClientRect();
    if (!box || box.width === 0) return null;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return { share, frame: Math.min(frames - 1, Math.floor(share * frames)) };
  };
  const scrub = (event: React.PointerEvent): void => {
    const to = at(event);
    if (to) playback.seek(to.frame);
  };
  const done = (): void => {
    if (resume.current !== 0) void playback.play(resume.current);
    resume.current = 0;
  };
  const here = shotAt(film, frame);
  return (
    <div
      ref={bar} className="scrub" role="slider" tabIndex={0}
        aria-label={t("player.scrub")} aria-valuemin={1} aria-valuemax={frames}
      aria-valuenow={Math.min(frame + 1, frames)} aria-valuetext={`${here?.slate ?? ""} ${timecodeOf(frame, rateOf(rate))}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        resume.current = usePlayer.getState().speed;
        playback.pause();
        scrub(event);
      }}
      onPointerMove={(event) => {
        setUnder(at(event));
        if (event.buttons === 1) scrub(event);
      }}
      onPointerUp={done}
      onPointerCancel={done}
      onPointerLeave={() => setUnder(null)}
      onKeyDown={(event) => {
        const shot = event.key === "PageUp" ? -1 : event.key === "PageDown" ? 1 : 0;
        if (shot === 0) return;
        event.preventDefault();
        event.stopPropagation();
        playback.seek(stepped(film, frame, shot));
      }}
    >
      <Parts film={film} reel={reel} />
      <Range frames={frames} />
      <span className="head" style={{ left: `${((frame + 0.5) / frames) * 100}%` }} />
      {under && film.shots.length > 0 ? <Look film={film} under={under} rate={rate} /> : null}
    </div>
  );
}

/** The beginning of the shot before or after; first to the beginning of the one on screen. */
export function stepped(film: Film, frame: number, by: 1 | -1): number {
  const here = shotAt(film, frame);
  if (!here) return frame;
  if (by < 0 && frame > here.start) return here.start;
  return film.shots[film.shots.indexOf(here) + by]?.start ?? (by < 0 ? 0 : film.frames - 1);
}

const Parts = memo(function Parts({ film, reel }: { film: Film; reel: Reel | null }) {
  const made = new Set((reel?.pictures ?? []).filter((one) => one.proxy?.url).map((one) => one.shot));
  const share = (count: number): string => `${(count / Math.max(1, film.frames)) * 100}%`;
  const close = film.shots.length > 300; // no room for a gap between any two
  const scenes = film.scenes.filter((one) => one.shots.length > 0).map((one) => ({
    id: `${one.scene.id} ${one.shots[0]?.start ?? 0}`, number: one.scene.number, first: one.shots[0]?.start ?? 0, frames: one.frames,
  }));
  return (
    <>
      {scenes.map((one) => (
        <span key={one.id} className="scene-part"
          style={{ left: share(one.first), width: share(one.frames) }}><i>{one.number}</i></span>
      ))}
      {film.shots.map((one) => (
        <span
          key={`${one.shot.id} ${one.start}`} className={`part${made.has(one.shot.id) ? " made" : ""}${close ? " close" : ""}`}
          style={{ left: share(one.start), width: share(one.shot.frames) }}
        />
      ))}
    </>
  );
});

function Range({ frames }: { frames: number }) {
  const from = usePlayer((state) => state.from);
  const to = usePlayer((state) => state.to);
  const range = markedRange({ from, to }, frames);
  if (!range) return null;
  return <span className="marked"
    style={{ left: `${(range.start / frames) * 100}%`, width: `${((range.end - range.start) / frames) * 100}%` }} />;
}

/** What is under the pointer: the shot's panel, its slate, and when. */
function Look({ film, under, rate }: { film: Film; under: Under; rate: string }) {
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const one = shotAt(film, under.frame);
  if (!one) return null;
  const url = panels.data?.get(one.shot.id)?.url;
  return (
    <span className={`look${under.share < 0.08 ? " first" : under.share > 0.92 ? " last" : ""}`}
      style={{ left: `${under.share * 100}%` }} aria-hidden>
      {url ? <img src={url} alt="" draggable={false} /> : null}
      <span className="timecode"><b>{one.slate}</b> {timecodeOf(under.frame, rateOf(rate))}</span>
    </span>
  );
}
