// The player: picture, counter, transport, a bar to scrub on with the shots marked.
import { memo, useEffect, useRef, useState } from "react";
import type { Reel } from "../api/queries";
import type { Film } from "../document/select";
import { shotAt } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf, timecode } from "../film/time";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { select, useView } from "../view/store";
import { playback } from "./playback";
import { captionAt, voiceFrames } from "./reel";
import "./player.css";

interface Props {
  readonly film: Film;
  readonly project: ProjectFields;
  readonly docked?: boolean;
}

/** Plays the whole film from proxies, without any export. */
export function Player({ film, project, docked }: Props) {
  const t = useWords();
  const { reel } = useOpenFilm();
  const one = useRef<HTMLVideoElement>(null);
  const other = useRef<HTMLVideoElement>(null);
  const still = useRef<HTMLImageElement>(null);
  const frameBox = useRef<HTMLDivElement>(null);
  const playing = useView((state) => state.playing);
  const frame = useView((state) => state.frame);
  const [captions, setCaptions] = useState(true);
  const [muted, setMuted] = useState(false);
  const rate = rateOf(project.rate);
  const frames = film.frames; // the board; the reel follows it within moments

  useEffect(() => {
    if (one.current && other.current && still.current) {
      return playback.attach({ videos: [one.current, other.current], still: still.current });
    }
    return undefined;
  }, []);
  useEffect(() => playback.load(reel), [reel]);
  useEffect(() => playback.sound.loudness(muted ? 0 : 1), [muted]);

  const caption = reel && captions ? captionAt(reel.voices, frame, (voice) => voiceFrames(voice, rate.numerator, rate.denominator)) : null;
  const here = shotAt(film, frame);
  const nothing = film.shots.length === 0;
  return (
    <section className={docked ? "player docked" : "player"} aria-label={t("player.title")}>
      <div ref={frameBox} className="screen" style={{ aspectRatio: `${project.width} / ${project.height}` }}>
        <video ref={one} muted playsInline preload="auto" tabIndex={-1} />
        <video ref={other} muted playsInline preload="auto" tabIndex={-1} />
        <img ref={still} alt="" hidden />
        {caption ? <p className="caption" aria-live="off"><span>{caption.words}</span></p> : null}
        {nothing ? <p className="nothing">{t("player.nothing")}</p> : null}
      </div>
      <div className="transport">
        <div className="row">
          <IconButton icon="start" label={t("player.start")} shortcut="Home" onClick={() => playback.seek(0)} />
          <IconButton
            className="big" icon={playing ? "pause" : "play"} label={t(playing ? "player.pause" : "player.play")} shortcut={t("key.space")}
            disabled={!reel || frames === 0} onClick={() => playback.toggle()}
          />
          <output className="counter timecode" aria-label={t("player.timecode")}>{timecode(frame, rate)}</output>
          <span className="of timecode">/ {timecode(frames, rate)}</span>
          <span className="frames timecode">{frames > 0 ? t("player.frame", { frame: Math.min(frame + 1, frames), frames }) : ""}</span>
          <span className="space" />
          <button type="button" className="button quiet now" disabled={!here} onClick={() => here && select(here.shot.id)}>{here ? here.slate : ""}</button>
          <IconButton icon="caption" label={t("player.captions")} aria-pressed={captions} onClick={() => setCaptions(!captions)} />
          <IconButton icon={muted ? "muted" : "sound"} label={t("player.sound")} aria-pressed={!muted} onClick={() => setMuted(!muted)} />
          <IconButton icon="full" label={t("player.full")} onClick={() => void frameBox.current?.requestFullscreen()} />
        </div>
        <Scrub film={film} frame={frame} />
      </div>
    </section>
  );
}

const Parts = memo(function Parts({ film, reel }: { film: Film; reel: Reel | null }) {
  const made = new Set((reel?.pictures ?? []).filter((one) => one.proxy?.url).map((one) => one.shot));
  const share = (count: number): string => `${(count / Math.max(1, film.frames)) * 100}%`;
  return film.shots.map((one) => (
    <span
      key={one.shot.id} className={made.has(one.shot.id) ? "part made" : "part"}
      style={{ left: share(one.start), width: share(one.shot.frames) }}
    />
  ));
});

/** The bar on which one scrubs: a stretch for each shot, brighter where a take is made. */
function Scrub({ film, frame }: { film: Film; frame: number }) {
  const t = useWords();
  const { reel } = useOpenFilm();
  const bar = useRef<HTMLDivElement>(null);
  const frames = Math.max(1, film.frames);
  const to = (event: React.PointerEvent): void => {
    const box = bar.current?.getBoundingClientRect();
    if (box) playback.seek(Math.floor(((event.clientX - box.left) / box.width) * frames));
  };
  return (
    <div
      ref={bar} className="scrub" role="slider" tabIndex={0} aria-label={t("player.scrub")} aria-valuemin={0} aria-valuemax={frames - 1}
      aria-valuenow={frame}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        to(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) to(event);
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        event.preventDefault();
        event.stopPropagation();
        playback.step((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1));
      }}
    >
      <Parts film={film} reel={reel} />
      <span className="head" style={{ left: `${(frame / frames) * 100}%` }} />
    </div>
  );
}
