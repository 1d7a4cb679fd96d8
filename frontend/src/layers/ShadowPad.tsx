// A small pad on which a shadow is thrown: how far across and down by dragging a dot, by arrows as well.
import { useRef } from "react";
import type { Layer } from "../document/kinds";
import { useWords } from "../i18n";
import { draft } from "./store";
import { nudge, write } from "./verbs";

const REACH = 0.2; // of the picture: from the middle of the pad to its edge
const STEP = 0.005;

const held = (value: number): number => Number(Math.max(-1, Math.min(1, value)).toFixed(4));
const shown = (value: number): number => 50 + (Math.max(-REACH, Math.min(REACH, value)) / REACH) * 46;

/** The pad. */
export function ShadowPad({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const pad = useRef<HTMLDivElement>(null);
  const { blend } = layer;
  const to = (across: number, down: number) => ({ blend: { ...blend, shadow_across: held(across), shadow_down: held(down) } });
  const at = (event: React.PointerEvent) => {
    const box = pad.current?.getBoundingClientRect();
    if (!box) return to(0, 0);
    return to(((event.clientX - box.left) / box.width - 0.5) * 2 * REACH, ((event.clientY - box.top) / box.height - 0.5) * 2 * REACH);
  };
  const percent = (value: number): string => (value * 100).toFixed(1);
  return (
    <div
      ref={pad} className="shadow-pad" role="slider" tabIndex={0} aria-label={t("layers.shadowPad")} aria-valuenow={Math.round(blend.shadow_across * 100)}
      aria-valuetext={t("layers.shadowAt", { across: percent(blend.shadow_across), down: percent(blend.shadow_down) })} title={t("layers.shadowPad")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        draft(layer.id, at(event));
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) draft(layer.id, at(event));
      }}
      onPointerUp={(event) => write(layer, at(event), t("layers.shadow"))}
      onDoubleClick={() => write(layer, to(0, 0), t("layers.shadow"))}
      onKeyDown={(event) => {
        const by = event.shiftKey ? STEP * 4 : STEP;
        const across = event.key === "ArrowRight" ? by : event.key === "ArrowLeft" ? -by : 0;
        const down = event.key === "ArrowDown" ? by : event.key === "ArrowUp" ? -by : 0;
        if (across === 0 && down === 0) return;
        event.preventDefault();
        event.stopPropagation();
        nudge(layer, to(blend.shadow_across + across, blend.shadow_down + down), t("layers.shadow"));
      }}
    >
      <i className="thing" />
      <i className="thrown" style={{ left: `${shown(blend.shadow_across)}%`, top: `${shown(blend.shadow_down)}%`, filter: `blur(${blend.shadow_soft * 40}px)`, opacity: 0.25 + blend.shadow * 0.75 }} />
      <i className="dot" style={{ left: `${shown(blend.shadow_across)}%`, top: `${shown(blend.shadow_down)}%` }} />
    </div>
  );
}
