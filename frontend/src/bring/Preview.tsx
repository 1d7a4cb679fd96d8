// The footage as it plays: its proxy with sound, kept together with the strip's playhead, frame by frame.
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from "react";
import { clockAt, frameAt, type Rate, timecode } from "../film/time";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import type { StripPictures } from "./Strip";
import { Still } from "./Still";

export interface PreviewHandle {
  readonly toggle: () => void;
  readonly seek: (frame: number) => void;
  /** Play from one frame to another, then stand at the second. */
  readonly play: (from: number, to: number) => void;
}

interface Props {
  readonly url: string;
  readonly rate: Rate;
  readonly frames: number;
  readonly ratio: number;
  readonly playhead: number;
  /** The strip, whose pictures stand in until the proxy shows its own. */
  readonly pictures: StripPictures | null;
  readonly onFrame: (frame: number) => void;
  /** Played again from the first to the second, as long as it plays. */
  readonly loop?: readonly [number, number];
}

/** `url` "" draws the room that the picture will have. */
export const Preview = forwardRef<PreviewHandle, Props>(function Preview({ url, rate, frames, ratio, playhead, pictures, onFrame, loop }, handle) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const until = useRef<number | null>(null);
  const latest = useRef({ onFrame, loop });
  latest.current = { onFrame, loop };
  const [playing, setPlaying] = useState(false);
  const [drawn, setDrawn] = useState(false); // the proxy shows a picture; before its first it would be black
  const look = (event: React.SyntheticEvent<HTMLVideoElement>): void => {
    const { readyState, seeking } = event.currentTarget;
    if (readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !seeking) setDrawn(true);
  };
  const toggle = (): void => {
    const shown = video.current;
    if (!shown || !url) return;
    until.current = null;
    if (shown.paused) void shown.play().catch(() => undefined); // refused where nothing may play by itself
    else shown.pause();
  };
  const seek = (frame: number): void => {
    if (video.current) video.current.currentTime = clockAt(Math.max(0, Math.min(frames - 1, frame)) + 0.5, rate);
  };
  useImperativeHandle(handle, () => ({
    toggle,
    seek: (frame) => {
      video.current?.pause();
      seek(frame);
    },
    play: (from, to) => {
      seek(from);
      until.current = to;
      void video.current?.play().catch(() => undefined);
    },
  }));
  useEffect(() => {
    if (!playing) return;
    let next = 0;
    const follow = (): void => {
      const shown = video.current;
      if (shown) {
        const frame = Math.min(frames - 1, frameAt(shown.currentTime, rate));
        const [from, to] = latest.current.loop ?? [0, Infinity];
        if (until.current !== null && frame >= until.current) {
          shown.pause();
          seek(until.current);
          until.current = null;
        } else if (frame >= to) seek(from);
        latest.current.onFrame(frame);
      }
      next = requestAnimationFrame(follow);
    };
    next = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(next);
  }, [playing, rate, frames]); // eslint-disable-line -- seek reads the same rate and frames
  return (
    <div className="preview">
      <div className="screen">
        {url ? (
          <video
            ref={video} src={url} preload="auto" playsInline style={{ aspectRatio: String(ratio) }} aria-label={t("footage.preview")}
            onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onClick={toggle} onLoadedMetadata={() => seek(playhead)}
            onEmptied={() => setDrawn(false)} onLoadedData={look} onSeeked={look} onPlaying={look}
          />
        ) : <span className="no-picture" style={{ aspectRatio: String(ratio) }} />}
        {drawn ? null : <Still pictures={pictures} frame={playhead} frames={frames} />}
        {url ? null : <span className="screen-words">{t("footage.proxyComing")}</span>}
      </div>
      <p className="row">
        <IconButton icon={playing ? "pause" : "play"} label={t("footage.play")} shortcut={t("key.space")} disabled={!url} onClick={toggle} />
        <span className="timecode">{timecode(playhead, rate)} / {timecode(frames, rate)}</span>
      </p>
    </div>
  );
});
