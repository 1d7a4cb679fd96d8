// The footage as it plays: its proxy with sound, kept together with the strip's playhead, frame by frame.
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from "react";
import { clockAt, frameAt, type Rate, timecode } from "../film/time";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";

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
  readonly onFrame: (frame: number) => void;
  /** Played again from the first to the second, as long as it plays. */
  readonly loop?: readonly [number, number];
}

/** `url` "" draws the room that the picture will have. */
export const Preview = forwardRef<PreviewHandle, Props>(function Preview({ url, rate, frames, ratio, playhead, onFrame, loop }, handle) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const until = useRef<number | null>(null);
  const latest = useRef({ onFrame, loop });
  latest.current = { onFrame, loop };
  const [playing, setPlaying] = useState(false);
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
    const look = (): void => {
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
      next = requestAnimationFrame(look);
    };
    next = requestAnimationFrame(look);
    return () => cancelAnimationFrame(next);
  }, [playing, rate, frames]); // eslint-disable-line -- seek reads the same rate and frames
  return (
    <div className="preview">
      {url ? (
        <video
          ref={video} src={url} preload="auto" playsInline style={{ aspectRatio: String(ratio) }} aria-label={t("footage.preview")}
          onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onClick={toggle} onLoadedMetadata={() => seek(playhead)}
        />
      ) : <span className="no-picture" style={{ aspectRatio: String(ratio) }}>{t("footage.proxyComing")}</span>}
      <p className="row">
        <IconButton icon={playing ? "pause" : "play"} label={t("footage.play")} shortcut={t("key.space")} disabled={!url} onClick={toggle} />
        <span className="timecode">{timecode(playhead, rate)} / {timecode(frames, rate)}</span>
      </p>
    </div>
  );
});
