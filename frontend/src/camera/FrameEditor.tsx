// A window of another shape on the picture: dragged to where it is to lie, or put under keys; its way drawn over the picture.
import { useContext, useRef, useState } from "react";
import type { EditorProps } from "../effects/editors";
import { KeyingContext } from "../effects/keying";
import { keysOf, valueAt } from "../forms/keys";
import { useWords } from "../i18n";
import { boxOf, middleOf } from "./frame";
import { usePicture } from "./picture";
import "./camera.css";

const STEP = 0.005;

/** For "frame.reframe". */
export function FrameEditor({ values: now, change, shot, frame }: EditorProps) {
  const t = useWords();
  const keying = useContext(KeyingContext);
  const values = keying?.values ?? now;
  const { picture, aspect: own } = usePicture(shot.shot.id);
  const box = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<readonly [number, number] | null>(null);
  const at = (name: string, rest: number, when = frame): number => {
    const keys = keysOf(values, name);
    const plain = values[name];
    return keys.length > 0 ? valueAt(keys, when) : typeof plain === "number" ? plain : rest;
  };
  const aspect = String(values["aspect"] ?? "9:16");
  const by = String(values["follow"] ?? "subject");
  const keyed = keysOf(values, "across").length > 0 || keysOf(values, "down").length > 0;
  const mine = by === "hand" || keyed;
  const [left, top, wide, high] = boxOf(aspect, own, at("closer", 1), at("across", 0.5), at("down", 0.5));
  const put = (x: number, y: number, moving: boolean): void => {
    const place = middleOf(x, y, wide, high);
    change(mine ? place : { ...place, follow: "hand" }, moving);
  };
  const drag = (event: React.PointerEvent, moving: boolean): void => {
    if (!from) return;
    const area = (box.current as HTMLDivElement).getBoundingClientRect();
    const [x, y] = [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
    put(Math.min(1 - wide, Math.max(0, x - from[0])), Math.min(1 - high, Math.max(0, y - from[1])), moving);
  };
  const frames = shot.shot.frames;
  const way = keyed ? Array.from({ length: 33 }, (_, n) => {
    const when = (n / 32) * (frames - 1);
    const [x, y, w, h] = boxOf(aspect, own, at("closer", 1, when), at("across", 0.5, when), at("down", 0.5, when));
    return `${(x + w / 2) * 100},${((y + h / 2) * 100) / own}`;
  }) : [];
  if (by === "whole") return <p className="note">{t("frame.whole")}</p>;
  return (
    <div className="camera-editor">
      <div ref={box} className="camera-stage" style={{ aspectRatio: String(own) }}>
        {picture ? <img src={picture} alt="" draggable={false} /> : null}
        <svg viewBox={`0 0 100 ${100 / own}`} aria-hidden="true">
          <path className="shade" fillRule="evenodd" d={`M0 0H100V${100 / own}H0zM${left * 100} ${(top * 100) / own}h${wide * 100}v${(high * 100) / own}h${-wide * 100}z`} />
          {way.length > 0 ? <polyline className="way" points={way.join(" ")} /> : null}
        </svg>
        <div
          className={mine ? "window" : "window soft"} role="slider" tabIndex={0} aria-label={t("frame.window")} aria-valuenow={Math.round((left + wide / 2) * 100)}
          aria-valuetext={t("camera.at", { across: ((left + wide / 2) * 100).toFixed(0), down: ((top + high / 2) * 100).toFixed(0), wide: (wide * 100).toFixed(0) })}
          title={t("frame.windowTip")} style={{ left: `${left * 100}%`, top: `${top * 100}%`, width: `${wide * 100}%`, height: `${high * 100}%` }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const area = (box.current as HTMLDivElement).getBoundingClientRect();
            setFrom([(event.clientX - area.left) / area.width - left, (event.clientY - area.top) / area.height - top]);
          }}
          onPointerMove={(event) => drag(event, true)}
          onPointerUp={(event) => {
            drag(event, false);
            setFrom(null);
          }}
          onPointerCancel={() => setFrom(null)}
          onKeyDown={(event) => {
            const far = event.shiftKey ? 4 * STEP : STEP;
            const step = { ArrowRight: [far, 0], ArrowLeft: [-far, 0], ArrowDown: [0, far], ArrowUp: [0, -far] }[event.key];
            if (!step) return;
            event.preventDefault();
            event.stopPropagation();
            put(Math.min(1 - wide, Math.max(0, left + (step[0] ?? 0))), Math.min(1 - high, Math.max(0, top + (step[1] ?? 0))), false);
          }}
        />
      </div>
      <p className="camera-legend">{t(mine ? "frame.byHand" : "frame.bySubject")}</p>
    </div>
  );
}
