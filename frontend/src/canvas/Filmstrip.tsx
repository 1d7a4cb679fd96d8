// The shot beneath its picture, frame by frame: scrubbed, with a mark for each frame at which something was said of a layer.
import { useEffect, useRef, useState } from "react";
import type { Layer } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { layersOf } from "../layers/records";
import type { useStack } from "../layers/stack";
import { timecodeOf } from "../player/timecode";
import { IconButton } from "../ui/Button";
import { seekKey } from "./actions";
import { colourOf } from "./colours";
import { chooseLayer, seek, step, useCanvas } from "./store";
import { stretchesOf } from "./stretches";
import { useThumbs } from "./thumbs";
import { toggle } from "./transport";
import { useHeldLayer } from "./verbs";

interface Props {
  readonly one: ShotInFilm;
  readonly stack: ReturnType<typeof useStack>;
  readonly url: string | null;
  readonly rate: string;
}

/** The strip, with what plays it at its left. */
export function Filmstrip({ one, stack, url, rate }: Props) {
  const t = useWords();
  const frame = useCanvas((state) => state.frame);
  const frames = useCanvas((state) => state.frames);
  const playing = useCanvas((state) => state.playing);
  const speed = useCanvas((state) => state.speed);
  const held = useHeldLayer();
  const layers = useDocument((state) => layersOf(state.records, one.shot.id));
  const bar = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    if (bar.current) watch.observe(bar.current);
    return () => watch.disconnect();
  }, []);
  const cut = layers.filter((layer) => layer.kind === "cut" && layer.masks.length > 0);
  const rows = cut.toReversed(); // topmost first, as in the panel
  const at = (event: React.PointerEvent): void => {
    const box = bar.current?.getBoundingClientRect();
    if (box && box.width > 0) seek(Math.floor(((event.clientX - box.left) / box.width) * frames));
  };
  const share = (position: number): string => `${(position / Math.max(1, frames)) * 100}%`;
  return (
    <div className="filmstrip">
      <div className="strip-controls">
        <span className="row">
          <IconButton icon="frameBack" label={t("player.back")} shortcut="←" onClick={() => step(-1)} />
          <IconButton className="big" icon={playing ? "pause" : "play"} label={t(playing ? "player.pause" : "player.play")} shortcut={t("key.space")} onClick={toggle} />
          <IconButton icon="frameOn" label={t("player.on")} shortcut="→" onClick={() => step(1)} />
        </span>
        <span className="timecode strip-time">{timecodeOf(frame, rateOf(rate))}{Math.abs(speed) > 1 || speed < 0 ? ` ${speed}×` : ""}</span>
        <span className="timecode strip-count">{t("canvas.frameOf", { frame: frame + 1, frames })}</span>
      </div>
      <div className="strip-track">
        <div
          ref={bar} className="strip-bar" role="slider" tabIndex={0} aria-label={t("canvas.strip", { slate: one.slate })} aria-valuemin={1} aria-valuemax={frames}
          aria-valuenow={frame + 1} aria-valuetext={timecodeOf(frame, rateOf(rate))}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            useCanvas.setState({ playing: false, speed: 0 });
            at(event);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) at(event);
          }}
          onKeyDown={(event) => {
            const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : event.key === "PageUp" ? -10 : event.key === "PageDown" ? 10 : 0;
            if (by === 0 && event.key !== "Home" && event.key !== "End") return;
            event.preventDefault();
            event.stopPropagation();
            if (by === 0) seek(event.key === "Home" ? 0 : Infinity);
            else if (event.shiftKey && Math.abs(by) === 1) seekKey(by > 0 ? 1 : -1);
            else step(by);
          }}
        >
          <Thumbs url={url} rate={rate} frames={frames} width={width} ratio={(stack?.width ?? 16) / (stack?.height ?? 9)} />
        </div>
        <div className="strip-rows">{rows.map((layer) => (
          <Row key={layer.id} layer={layer} colour={colourOf(layers, layer.id)} frames={frames} chosen={layer.id === held?.id} part={stack?.layers.find((each) => each.id === layer.id)} />
        ))}</div>
        <span className="strip-playhead" style={{ left: share(frame), width: `max(2px, ${share(1)})` }} aria-hidden><i /></span>
      </div>
    </div>
  );
}

function Thumbs({ url, rate, frames, width, ratio }: { readonly url: string | null; readonly rate: string; readonly frames: number; readonly width: number; readonly ratio: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useThumbs(canvas, url, rate, frames, width, ratio);
  return <canvas ref={canvas} aria-hidden />;
}

interface RowProps {
  readonly layer: Layer;
  readonly colour: string;
  readonly frames: number;
  readonly chosen: boolean;
  readonly part: NonNullable<ReturnType<typeof useStack>>["layers"][number] | undefined;
}

/** One layer: what of it is made, and a diamond at each frame at which something was said of it. */
function Row({ layer, colour, frames, chosen, part }: RowProps) {
  const t = useWords();
  const share = (position: number): string => `${(position / Math.max(1, frames)) * 100}%`;
  const stretches = stretchesOf(part, frames);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div ref={row} className={chosen ? "strip-row chosen" : "strip-row"} role="group" aria-label={layer.name} onClick={() => chooseLayer(layer.id)}>
      {stretches.map((one) => (
        <span key={one.first} className={`stretch ${one.state}`} style={{ left: share(one.first), width: share(one.last - one.first + 1) }} title={`${layer.name}: ${t(`canvas.stretch.${one.state}`)}`} />
      ))}
      {layer.masks.map((key) => (
        <button
          key={key.frame} type="button" className="diamond" style={{ left: share(key.frame + 0.5), background: colour }} tabIndex={chosen ? 0 : -1}
          aria-label={t("canvas.keyAt", { name: layer.name, frame: key.frame + 1 })} title={t("canvas.keyAt", { name: layer.name, frame: key.frame + 1 })}
          onClick={(event) => {
            event.stopPropagation();
            chooseLayer(layer.id);
            seek(key.frame);
          }}
        />
      ))}
    </div>
  );
}
