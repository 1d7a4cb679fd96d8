// A shot's picture: its panel, the unfinished preview while it is made, and its moving proxy while it is pointed at.
import { memo, useCallback, useEffect, useRef } from "react";
import type { ShotInFilm } from "../document/select";
import { clockAt } from "../film/time";
import { useMachine } from "../nodes/store";
import { Icon } from "../ui/Icon";
import { useBoard } from "./context";

const seen = new Map<string, string>(); // shot → the last panel that was made, shown until the next one is

/** The picture of a card. */
export const CardPicture = memo(function CardPicture({ one, moving }: { one: ShotInFilm; moving: boolean }) {
  const { panels, proxies, ratio, rate } = useBoard();
  const url = panels.get(one.shot.id)?.url;
  if (url) seen.set(one.shot.id, url);
  const shown = url || seen.get(one.shot.id);
  const preview = useMachine(useCallback((state) => state.previews[one.take?.key ?? ""], [one.take?.key]));
  const proxy = proxies.get(one.shot.id);
  const video = useRef<HTMLVideoElement>(null);
  const movie = moving && proxy?.proxy?.url ? proxy.proxy.url : null;
  const poster = !shown && !movie && proxy?.proxy?.url ? `${proxy.proxy.url}#t=${clockAt(proxy.source_in + proxy.frames / 2, rate).toFixed(3)}` : null;
  useEffect(() => {
    const playing = video.current;
    if (!playing || !movie) return;
    playing.currentTime = clockAt(proxy?.source_in ?? 0, rate);
    playing.play().catch(() => undefined); // refused where nothing may play by itself: the panel stays
  }, [movie, proxy?.source_in, rate]);
  return (
    <span className="picture" style={{ aspectRatio: String(ratio) }}>
      {shown ? <img src={shown} alt="" draggable={false} loading="lazy" decoding="async" /> : <Icon name="film" size={22} />}
      {poster ? <video src={poster} muted preload="metadata" tabIndex={-1} /> : null}
      {preview ? <img className="preview" src={`data:image/jpeg;base64,${preview}`} alt="" /> : null}
      {movie ? <video ref={video} src={movie} muted loop playsInline preload="auto" tabIndex={-1} /> : null}
    </span>
  );
});
