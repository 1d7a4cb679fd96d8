// A camera move as a small stage: named moves as moving pictures, the first and the last frame drawn on the picture, the way from above.
import { useContext, useRef, useState } from "react";
import type { EditorProps } from "../effects/editors";
import { KeyingContext } from "../effects/keying";
import { choiceName } from "../forms/names";
import { useLanguage, useWords } from "../i18n";
import { Above } from "./Above";
import { drawn, drawnKeys, framed, inPicture, looksAt, MOVES, named, type Point, poseAt, REST, scaleOf, seen } from "./pose";
import { usePicture } from "./picture";
import "./camera.css";

type End = "begin" | "end";
const STEP = 0.005;
const COLUMNS = 4;

/** For "camera.move". */
export function MoveEditor({ values: now, change, shot, frame }: EditorProps) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const keying = useContext(KeyingContext);
  const values = keying?.values ?? now;
  const frames = shot.shot.frames;
  const last = frames - 1;
  const { picture, aspect } = usePicture(shot.shot.id);
  const move = String(values["move"] ?? "static");
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<{ readonly what: End | "look" | "begin-size" | "end-size"; readonly from: Point } | null>(null);
  const look = looksAt(values, frame);
  const scale = scaleOf(values, frames, aspect);
  const at = (one: number): readonly Point[] => seen(poseAt(values, one, frames), looksAt(values, one), aspect, scale);
  const ends = { begin: at(0), end: at(last) };
  const way = Array.from({ length: 25 }, (_, n) => framed(at((n / 24) * last)).middle);
  const rests = JSON.stringify(ends.begin) === JSON.stringify(ends.end);

  const choose = (name: string, focus = false): void => {
    if (name !== move) change({ move: name }, false);
    if (focus) list.current?.querySelector<HTMLElement>(`[data-move="${name}"]`)?.focus();
  };
  const under = (event: React.PointerEvent): Point => {
    const { left, top, width, height } = (box.current as HTMLDivElement).getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  const draw = (which: End, middle: Point, wide: number, moving: boolean): void => {
    const other = framed(which === "begin" ? ends.end : ends.begin);
    const [own, kept] = [inPicture(middle, wide), inPicture(other.middle, other.wide)];
    const [mine, theirs] = [drawn(own.middle, own.wide, aspect), drawn(kept.middle, kept.wide, aspect)];
    const params = drawnKeys(which === "begin" ? mine : theirs, which === "begin" ? theirs : mine, last, values);
    (keying?.write ?? change)(params, moving);
  };
  const drag = (event: React.PointerEvent, moving: boolean): void => {
    if (!held) return;
    const [x, y] = under(event);
    if (held.what === "look") return change({ across: clipped(x), down: clipped(y) }, moving);
    const which: End = held.what.startsWith("begin") ? "begin" : "end";
    const { middle, wide } = framed(ends[which]);
    if (held.what.endsWith("size")) return draw(which, middle, 2 * Math.abs(x - middle[0]), moving);
    draw(which, [middle[0] + x - held.from[0], middle[1] + y - held.from[1]], wide, moving);
    setHeld({ what: held.what, from: [x, y] });
  };
  const nudge = (which: End, event: React.KeyboardEvent): void => {
    const far = event.shiftKey ? 4 * STEP : STEP;
    const { middle, wide } = framed(ends[which]);
    const by: Readonly<Record<string, readonly [number, number, number]>> = {
      ArrowRight: [far, 0, 0], ArrowLeft: [-far, 0, 0], ArrowDown: [0, far, 0], ArrowUp: [0, -far, 0], "+": [0, 0, -far * 2], "=": [0, 0, -far * 2], "-": [0, 0, far * 2],
    };
    const step = by[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    draw(which, [middle[0] + step[0], middle[1] + step[1]], wide + step[2], false);
  };
  const points = (corners: readonly Point[]): string => corners.map(([x, y]) => `${x * 100},${(y * 100) / aspect}`).join(" ");
  const frameOf = (which: End) => {
    const corners = ends[which];
    const { middle, wide } = framed(corners);
    const name = t(which === "begin" ? "camera.first" : "camera.last");
    const corner = corners[2] ?? [1, 1];
    return (
      <g
        key={which} className={`stage-frame ${which}`} role="slider" tabIndex={0} aria-label={name} aria-valuenow={Math.round(middle[0] * 100)}
        aria-valuetext={t("camera.at", { across: (middle[0] * 100).toFixed(0), down: (middle[1] * 100).toFixed(0), wide: (wide * 100).toFixed(0) })}
        onKeyDown={(event) => nudge(which, event)}
      >
        <polygon className="body" points={points(corners)} onPointerDown={(event) => setHeld({ what: which, from: under(event) })}>
          <title>{t("camera.frameTip", { name })}</title>
        </polygon>
        <circle className="grip" cx={corner[0] * 100} cy={(corner[1] * 100) / aspect} r={2.2} onPointerDown={(event) => setHeld({ what: `${which}-size`, from: under(event) })} />
      </g>
    );
  };
  return (
    <div className="camera-editor">
      <div
        ref={list} className="camera-moves" role="radiogroup" aria-label={t("camera.moves")}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key] ?? 0;
          const next = MOVES[MOVES.findIndex((one) => one === move) + by];
          if (by === 0) return;
          event.preventDefault();
          event.stopPropagation();
          if (next !== undefined) choose(next, true);
        }}
      >
        {MOVES.map((name) => (
          <button
            key={name} type="button" role="radio" aria-checked={name === move} tabIndex={name === move ? 0 : -1} data-move={name}
            className={name === move ? "camera-move on" : "camera-move"} onClick={() => choose(name)}
          >
            <Moving name={name} picture={picture} aspect={aspect} />
            <span>{choiceName(language, "move", name)}</span>
          </button>
        ))}
      </div>
      <div
        ref={box} className={held ? "camera-stage held" : "camera-stage"} style={{ aspectRatio: String(aspect) }}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => drag(event, true)}
        onPointerUp={(event) => {
          drag(event, false);
          setHeld(null);
        }}
        onPointerCancel={() => setHeld(null)}
      >
        {picture ? <img src={picture} alt="" draggable={false} /> : null}
        <svg viewBox={`0 0 100 ${100 / aspect}`} aria-label={t("camera.stage")}>
          {rests ? null : <polyline className="way" points={points(way)} />}
          {(["end", "begin"] as const).map(frameOf)}
          <g
            className="look" role="slider" tabIndex={0} aria-label={t("camera.look")} aria-valuenow={Math.round(look[0] * 100)}
            aria-valuetext={t("camera.lookAt", { across: (look[0] * 100).toFixed(0), down: (look[1] * 100).toFixed(0) })}
            transform={`translate(${look[0] * 100} ${(look[1] * 100) / aspect})`}
            onPointerDown={(event) => setHeld({ what: "look", from: under(event) })}
            onKeyDown={(event) => {
              const far = event.shiftKey ? 4 * STEP : STEP;
              const step = { ArrowRight: [far, 0], ArrowLeft: [-far, 0], ArrowDown: [0, far], ArrowUp: [0, -far] }[event.key];
              if (!step) return;
              event.preventDefault();
              event.stopPropagation();
              change({ across: clipped(look[0] + (step[0] ?? 0)), down: clipped(look[1] + (step[1] ?? 0)) }, false);
            }}
          >
            <title>{t("camera.look")}</title>
            <circle r={4} className="hit" />
            <circle r={1.6} />
            <path d="M-3.600 0h2M1.600 0h2M0-3.600v2M0 1.600v2" />
          </g>
        </svg>
      </div>
      <p className="camera-legend">
        <i className="first" /> {t("camera.first")} <i className="last" /> {t("camera.last")} <span>{t("camera.hint")}</span>
      </p>
      <Above values={values} frame={frame} frames={frames} aspect={aspect} />
    </div>
  );
}

const clipped = (value: number): number => Number(Math.min(1, Math.max(0, value)).toFixed(4));

/** A small picture that moves as the camera would see it while it is pointed at, focused or chosen. */
function Moving({ name, picture, aspect }: { readonly name: string; readonly picture: string; readonly aspect: number }) {
  const style = (share: number): string => {
    const corners = seen(named(name, share, 1.6), [0.5, 0.5], aspect);
    const { middle, wide } = framed(corners);
    const [a, b] = corners;
    const angle = a && b ? Math.atan2((b[1] - a[1]) / aspect, b[0] - a[0]) : 0;
    const scale = 1.22 / wide;
    return `scale(${scale.toFixed(3)}) rotate(${(-angle).toFixed(4)}rad) translate(${((0.5 - middle[0]) * 100).toFixed(2)}%, ${((0.5 - middle[1]) * 100).toFixed(2)}%)`;
  };
  const still = JSON.stringify(named(name, 0)) === JSON.stringify(REST) && JSON.stringify(named(name, 1)) === JSON.stringify(REST);
  return (
    <span className={name === "handheld" ? "camera-thumb hand" : still ? "camera-thumb" : "camera-thumb moves"} style={{ aspectRatio: String(aspect) }}>
      {picture ? <img src={picture} alt="" draggable={false} style={{ "--from": style(0), "--to": style(1) } as React.CSSProperties} /> : null}
    </span>
  );
}
