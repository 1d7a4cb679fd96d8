// Curves of all tones and of each channel: points added, dragged and taken away, by a hand or by keys.
import { useRef, useState } from "react";
import type { Params } from "../effects/stack";
import type { Value } from "../document/changes";
import { useWords } from "../i18n";
import { added, drawn, kept, moved, type Points, pointsOf, removed, through } from "./curves";
import { Figure } from "./Figure";

const CURVES = ["curve", "curve_red", "curve_green", "curve_blue"] as const;
type Curve = (typeof CURVES)[number];
const TONES = { curve: "all", curve_red: "red", curve_green: "green", curve_blue: "blue" } as const;
const WIDE = 300; // units of the drawing
const HIGH = 200;
const NEAR = 9; // units of the drawing within which a point is taken up
const AWAY = 0.12; // how far beyond the edge a point is dropped
const STEP = 0.01;

interface Props {
  readonly values: Params;
  readonly change: (params: Params, moving: boolean) => void;
}

const path = (points: Points): string => {
  const curve = through(points);
  return Array.from({ length: 101 }, (_, n) => `${n === 0 ? "M" : "L"}${n * (WIDE / 100)} ${(HIGH * (1 - curve(n / 100))).toFixed(2)}`).join("");
};

/** The curves, one at a time; the others lie behind it. */
export function CurvesEditor({ values, change }: Props) {
  const t = useWords();
  const [which, setWhich] = useState<Curve>("curve");
  const [chosen, setChosen] = useState<number | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const drag = useRef<{ points: Points; at: number; gone: boolean } | null>(null);
  const points = drawn(pointsOf(values[which]));
  const mark = chosen !== null && chosen < points.length ? chosen : null;
  const write = (next: Points, moving: boolean): void => change({ [which]: kept(next) as unknown as Value }, moving);
  const place = (event: React.PointerEvent): readonly [number, number] => {
    const box = drawing.current?.getBoundingClientRect();
    return box ? [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height] : [0, 0];
  };
  const drop = (at: number): void => {
    if (points.length <= 2) return;
    write(removed(points, at), false);
    setChosen(null);
  };
  const press = (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    const [x, y] = place(event);
    const near = points.findIndex(([px, py]) => Math.hypot((px - x) * WIDE, (py - y) * HIGH) < NEAR);
    const found = near >= 0 ? { points, at: near } : added(points, x, y);
    if (!found) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { ...found, gone: false };
    setChosen(found.at);
    if (near < 0) write(found.points, true);
  };
  const follow = (event: React.PointerEvent, moving: boolean): void => {
    const held = drag.current;
    if (!held) return;
    const [x, y] = place(event);
    const inner = held.at > 0 && held.at < held.points.length - 1;
    held.gone = inner && (y < -AWAY || y > 1 + AWAY || x < -AWAY || x > 1 + AWAY);
    write(held.gone ? removed(held.points, held.at) : moved(held.points, held.at, x, y), moving);
    if (!moving && held.gone) setChosen(null);
  };
  const [x = 0, y = 0] = points[mark ?? -1] ?? [];
  return (
    <div className="curves">
      <div className="segments-row" role="tablist" aria-label={t("curves.which")}>
        {CURVES.map((one) => (
          <button
            key={one} type="button" role="tab" aria-selected={one === which} className={`tab ${TONES[one]}${pointsOf(values[one]).length > 1 ? " set" : ""}`}
            onClick={() => {
              setWhich(one);
              setChosen(null);
            }}
          >
            {t(`curves.${TONES[one]}`)}
          </button>
        ))}
      </div>
      <svg
        ref={drawing} className={`curve-field ${TONES[which]}`} viewBox={`0 0 ${WIDE} ${HIGH}`} role="group" aria-label={t("curves.field", { name: t(`curves.${TONES[which]}`) })}
        onPointerDown={press} onPointerMove={(event) => follow(event, true)}
        onPointerUp={(event) => {
          follow(event, false);
          drag.current = null;
        }}
        onPointerCancel={() => (drag.current = null)}
        onDoubleClick={(event) => {
          const box = drawing.current?.getBoundingClientRect();
          if (!box) return;
          const at = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height] as const;
          const near = points.findIndex(([px, py]) => Math.hypot((px - at[0]) * WIDE, (py - at[1]) * HIGH) < NEAR);
          if (near > 0 && near < points.length - 1) drop(near);
        }}
      >
        {[0.25, 0.5, 0.75].map((one) => <path key={one} className="grid" d={`M${one * WIDE} 0V${HIGH}M0 ${one * HIGH}H${WIDE}`} />)}
        <path className="grid" d={`M0 ${HIGH}L${WIDE} 0`} />
        {CURVES.filter((one) => one !== which && pointsOf(values[one]).length > 1).map((one) => <path key={one} className={`behind ${TONES[one]}`} d={path(drawn(pointsOf(values[one])))} />)}
        <path className="line" d={path(points)} />
        {points.map(([px, py], at) => (
          <circle
            key={at} className={at === mark ? "point chosen" : "point"} cx={px * WIDE} cy={HIGH * (1 - py)} r={5} tabIndex={0} role="slider"
            aria-label={t("curves.point", { at: at + 1, of: points.length })} aria-valuemin={0} aria-valuemax={1} aria-valuenow={py} aria-valuetext={t("curves.at", { in: px.toFixed(2), out: py.toFixed(2) })}
            onFocus={() => setChosen(at)}
            onKeyDown={(event) => {
              const by = STEP * (event.altKey ? 0.2 : event.shiftKey ? 5 : 1);
              const across = event.key === "ArrowRight" ? by : event.key === "ArrowLeft" ? -by : 0;
              const up = event.key === "ArrowUp" ? by : event.key === "ArrowDown" ? -by : 0;
              if (event.key === "Delete" || event.key === "Backspace") drop(at);
              else if (event.key === "Insert" || event.key === "+" || event.key === "=") {
                const next = points[at + 1] ?? points[at - 1];
                const middle = next ? (px + next[0]) / 2 : 0.5;
                const found = added(points, middle, through(points)(middle));
                if (found) {
                  write(found.points, false);
                  setChosen(found.at);
                }
              } else if (across !== 0 || up !== 0) write(moved(points, at, px + across, py + up), false);
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        ))}
      </svg>
      <div className="curve-foot">
        {mark === null ? <span className="note">{t("curves.hint")}</span> : (
          <>
            <label>{t("curves.in")}<Figure label={t("curves.in")} tone={TONES[which]} value={x} least={0} most={1} step={STEP} usual={x} onChange={(value, moving) => write(moved(points, mark, value, y), moving)} /></label>
            <label>{t("curves.out")}<Figure label={t("curves.out")} tone={TONES[which]} value={y} least={0} most={1} step={STEP} usual={x} onChange={(value, moving) => write(moved(points, mark, x, value), moving)} /></label>
            <span className="space" />
            <button type="button" className="link" disabled={points.length <= 2} onClick={() => drop(mark)}>{t("curves.remove")}</button>
          </>
        )}
        {pointsOf(values[which]).length > 1 && mark === null ? <button type="button" className="link" onClick={() => write([], false)}>{t("curves.straight")}</button> : null}
      </div>
    </div>
  );
}
