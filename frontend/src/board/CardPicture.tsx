// A shot's picture: its panel, the unfinished preview while it is made, and its moving proxy while it is pointed at.
import { memo, useCallback, useEffect, useRef, useState } from "react";
import type { Shown } from "../api/queries";
import type { ShotInFilm } from "../document/select";
import { clockAt, type Rate } from "../film/time";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Icon } from "../ui/Icon";
import { useBoard } from "./context";

const LINGER = 180; // ms a pointer rests on a card before it moves: passing over the board starts nothing
const COMING = new Set(["queued", "running"]);
const seen = new Map<string, string>(); // shot → the last panel that was made, shown until the next one is

/** The picture of a card. */
export const CardPicture = memo(function CardPicture({ one, moving }: { one: ShotInFilm; moving: boolean }) {
  const { panels, proxies, rate } = useBoard();
  const t = useWords();
  const panel = panels.get(one.shot.id);
  const url = panel?.url;
  if (url) seen.set(one.shot.id, url);
  const shown = url || seen.get(one.shot.id);
  const preview = useMachine(useCallback((state) => state.previews[one.take?.key ?? ""], [one.take?.key]));
  const proxy = proxies.get(one.shot.id);
  const movie = proxy?.proxy?.url ?? "";
  const poster = !shown && proxy && movie ? `${movie}#t=${clockAt(proxy.source_in + proxy.frames / 2, rate).toFixed(3)}` : null;
  return (
    <span className="picture">
      {shown ? <img src={shown} alt="" draggable={false} decoding="async" /> : <Icon name="film" size={22} />}
      {!shown && !poster && !preview && panel && COMING.has(panel.status) ? <small className="coming">{t("cast.drawing")}</small> : null}
      {poster ? <video src={poster} muted preload="metadata" tabIndex={-1} /> : null}
      {preview ? <img className="preview" src={`data:image/jpeg;base64,${preview}`} alt="" /> : null}
      {moving && proxy && movie ? <Moving url={movie} proxy={proxy} rate={rate} /> : null}
    </span>
  );
});

/** The shot as it moves, over its panel; there is nothing to see of it until it really moves. */
function Moving({ url, proxy, rate }: { url: string; proxy: Shown; rate: Rate }) {
  const video = useRef<HTMLVideoElement>(null);
  const [started, setStarted] = useState(false);
  const [lingers, setLingers] = useState(false);
  const from = clockAt(proxy.source_in, rate);
  const to = clockAt(proxy.source_in + proxy.frames, rate);
  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return undefined;
    const timer = setTimeout(() => setLingers(true), LINGER);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const playing = video.current;
    if (!playing || !lingers) return;
    playing.currentTime = from;
    playing.play().catch(() => undefined); // refused where nothing may play by itself: the panel stays
  }, [lingers, from]);
  if (!lingers) return null;
  return (
    <video
      ref={video} src={url} className={started ? "moving on" : "moving"} muted playsInline preload="auto" tabIndex={-1} aria-hidden
      onPlaying={() => setStarted(true)}
      onEnded={({ currentTarget }) => {
        currentTarget.currentTime = from;
        void currentTarget.play().catch(() => undefined);
      }}
      onTimeUpdate={({ currentTarget }) => {
        if (currentTarget.currentTime >= to - 0.02) currentTarget.currentTime = from; // again from its own first frame, without handles
      }}
    />
  );
}
