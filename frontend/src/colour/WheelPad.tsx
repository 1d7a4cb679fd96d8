// One colour wheel: a dot in a disc for the colour, a ring around it for all three channels, and the four numbers beneath.
import { useRef } from "react";
import { useWords } from "../i18n";
import type { Params } from "../effects/stack";
import { Figure } from "./Figure";
import { CHANNELS, numberOf, usual } from "./grade";
import { dotFor, held, numbersOf, type Dot, type Wheel } from "./wheel";

interface Props {
  readonly wheel: Wheel;
  readonly values: Params;
  readonly change: (params: Params, moving: boolean) => void;
}

const RING: Readonly<Record<Wheel, { readonly least: number; readonly most: number; readonly step: number; readonly far: number }>> = {
  lift: { least: -0.5, most: 0.5, step: 0.005, far: 0.5 },
  gamma: { least: 0.25, most: 4, step: 0.01, far: 4 },
  gain: { least: 0, most: 4, step: 0.01, far: 4 },
};
const SWEEP = 140; // degrees that the ring turns to either side
const FINE = 0.02; // of the disc, for one press of an arrow key

/** How far the ring is turned, −1…1: lifts evenly, gammas and gains by stops. */
const turned = (wheel: Wheel, value: number): number =>
  Math.min(1, Math.max(-1, wheel === "lift" ? value / RING.lift.far : Math.log2(Math.max(value, 0.01)) / Math.log2(RING[wheel].far)));
const unturned = (wheel: Wheel, turn: number): number => {
  const value = wheel === "lift" ? turn * RING.lift.far : RING[wheel].far ** turn;
  return Number(Math.min(RING[wheel].most, Math.max(RING[wheel].least, value)).toFixed(4));
};

/** The wheel with its numbers. */
export function WheelPad({ wheel, values, change }: Props) {
  const t = useWords();
  const disc = useRef<HTMLDivElement>(null);
  const drag = useRef<{ from: Dot; x: number; y: number } | null>(null);
  const spin = useRef<{ at: number; turn: number } | null>(null);
  const master = numberOf(values, wheel);
  const own = CHANNELS.map((channel) => numberOf(values, `${wheel}_${channel}`));
  const dot = dotFor(wheel, [own[0] ?? 0, own[1] ?? 0, own[2] ?? 0]);
  const turn = turned(wheel, master);
  const { least, most, step } = RING[wheel];
  const name = t(`wheel.${wheel}`);
  const lean = (to: Dot, moving: boolean): void => {
    const numbers = numbersOf(wheel, to);
    change(Object.fromEntries(CHANNELS.map((channel, n) => [`${wheel}_${channel}`, numbers[n] ?? 0])), moving);
  };
  const level = (next: number, moving: boolean): void => change({ [wheel]: unturned(wheel, next) }, moving);
  const reset = (): void => change({ [wheel]: usual(wheel), ...Object.fromEntries(CHANNELS.map((one) => [`${wheel}_${one}`, usual(`${wheel}_${one}`)])) }, false);
  const at = (event: React.PointerEvent): Dot => {
    const box = disc.current?.getBoundingClientRect();
    const from = drag.current;
    if (!box || !from) return dot;
    const fine = event.altKey || event.shiftKey ? 0.2 : 1; // near the middle a hand needs more room
    return held({ x: from.from.x + ((event.clientX - from.x) / (box.width / 2)) * fine, y: from.from.y - ((event.clientY - from.y) / (box.height / 2)) * fine });
  };
  const angle = (event: React.PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return (Math.atan2(event.clientX - box.left - box.width / 2, box.top + box.height / 2 - event.clientY) * 180) / Math.PI;
  };
  const spun = (event: React.PointerEvent): number => {
    const from = spin.current;
    if (!from) return turn;
    let by = angle(event) - from.at;
    by -= Math.round(by / 360) * 360;
    return Math.min(1, Math.max(-1, from.turn + by / SWEEP));
  };
  return (
    <div className="wheel" role="group" aria-label={name}>
      <h4 onDoubleClick={reset} title={t("wheel.resetTip")}>{name}</h4>
      <div
        className="wheel-ring" role="slider" tabIndex={0} aria-label={t("wheel.master", { name })} aria-valuemin={least} aria-valuemax={most} aria-valuenow={master}
        title={t("wheel.masterTip")}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          spin.current = { at: angle(event), turn };
        }}
        onPointerMove={(event) => {
          if (spin.current) level(spun(event), true);
        }}
        onPointerUp={(event) => {
          if (spin.current) level(spun(event), false);
          spin.current = null;
        }}
        onPointerCancel={() => (spin.current = null)}
        onDoubleClick={() => change({ [wheel]: usual(wheel) }, false)}
        onKeyDown={(event) => {
          const way = event.key === "ArrowUp" || event.key === "ArrowRight" ? 1 : event.key === "ArrowDown" || event.key === "ArrowLeft" ? -1 : 0;
          if (way === 0 && event.key !== "Home") return;
          event.preventDefault();
          event.stopPropagation();
          const by = way * step * (event.altKey ? 0.2 : event.shiftKey ? 10 : 1);
          change({ [wheel]: way === 0 ? usual(wheel) : Number(Math.min(most, Math.max(least, master + by)).toFixed(4)) }, false);
        }}
      >
        <svg viewBox="-50 -50 100 100" aria-hidden="true">
          <circle r="46" className="track" />
          <path className="turn" d={arc(turn)} />
          <line className="mark" y1="-50" y2="-42" transform={`rotate(${turn * SWEEP})`} />
        </svg>
        <div
          ref={disc} className="wheel-disc" role="slider" tabIndex={0} aria-label={t("wheel.colour", { name })} aria-valuemin={0} aria-valuemax={100}
          aria-valuenow={Math.round(Math.hypot(dot.x, dot.y) * 100)}
          aria-valuetext={t("wheel.at", { red: (own[0] ?? 0).toFixed(3), green: (own[1] ?? 0).toFixed(3), blue: (own[2] ?? 0).toFixed(3) })} title={t("wheel.colourTip")}
          onPointerDown={(event) => {
            event.stopPropagation();
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { from: dot, x: event.clientX, y: event.clientY };
          }}
          onPointerMove={(event) => {
            event.stopPropagation();
            if (drag.current && (event.clientX !== drag.current.x || event.clientY !== drag.current.y)) lean(at(event), true);
          }}
          onPointerUp={(event) => {
            event.stopPropagation();
            const from = drag.current;
            if (from && (event.clientX !== from.x || event.clientY !== from.y)) lean(at(event), false);
            drag.current = null;
          }}
          onPointerCancel={() => (drag.current = null)}
          onDoubleClick={(event) => {
            event.stopPropagation();
            lean({ x: 0, y: 0 }, false);
          }}
          onKeyDown={(event) => {
            const by = FINE * (event.altKey ? 0.2 : event.shiftKey ? 5 : 1);
            const x = event.key === "ArrowRight" ? by : event.key === "ArrowLeft" ? -by : 0;
            const y = event.key === "ArrowUp" ? by : event.key === "ArrowDown" ? -by : 0;
            if (x === 0 && y === 0 && event.key !== "Home") return;
            event.preventDefault();
            event.stopPropagation();
            lean(event.key === "Home" ? { x: 0, y: 0 } : held({ x: dot.x + x, y: dot.y + y }), false);
          }}
        >
          <i className="dot" style={{ left: `${50 + dot.x * 50}%`, top: `${50 - dot.y * 50}%` }} />
        </div>
      </div>
      <div className="figures">
        <Figure label={t("wheel.all", { name })} tone="all" value={master} least={least} most={most} step={step} usual={usual(wheel)} onChange={(value, moving) => change({ [wheel]: value }, moving)} />
        {CHANNELS.map((channel, n) => (
          <Figure
            key={channel} label={t(`wheel.${channel}`, { name })} tone={channel} value={own[n] ?? 0} least={least} most={most} step={step} usual={usual(`${wheel}_${channel}`)}
            onChange={(value, moving) => change({ [`${wheel}_${channel}`]: value }, moving)}
          />
        ))}
      </div>
    </div>
  );
}

/** The part of the ring from its middle to where it is turned. */
function arc(turn: number): string {
  if (Math.abs(turn) < 0.005) return "";
  const end = ((turn * SWEEP - 90) * Math.PI) / 180;
  return `M 0 -46 A 46 46 0 ${Math.abs(turn) * SWEEP > 180 ? 1 : 0} ${turn > 0 ? 1 : 0} ${46 * Math.cos(end)} ${46 * Math.sin(end)}`;
}
