// A round brush that adds to the mask or takes away from it, exactly as it is drawn.
import { useEffect, useRef, useState } from "react";
import { useWords } from "../../i18n";
import { withStroke } from "../maskKeys";
import { say } from "../say";
import { useCanvas } from "../store";
import { toPicture, toScreen, type ViewBox } from "../view";

/** Takes strokes. */
export function BrushOverlay({ view }: { readonly view: ViewBox }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ring = useRef<HTMLSpanElement>(null);
  const stroke = useRef<{ path: [number, number][]; adds: boolean; anew: boolean } | null>(null);
  const { width, adds } = useCanvas((state) => state.brush);
  const [alt, setAlt] = useState(false);
  const wide = width * view.width;
  const draw = (): void => {
    const context = canvas.current?.getContext("2d");
    if (!context || !canvas.current) return;
    context.clearRect(0, 0, canvas.current.width, canvas.current.height);
    const now = stroke.current;
    if (!now) return;
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = Math.max(1, wide);
    context.strokeStyle = now.adds ? "#f2b84b" : "#ff6b6b";
    context.beginPath();
    now.path.forEach((at, place) => {
      const [x, y] = toScreen(view, at[0], at[1]);
      if (place === 0) context.moveTo(x, y);
      context.lineTo(x, y);
    });
    context.stroke();
  };
  const point = (event: React.PointerEvent): void => {
    if (ring.current) ring.current.style.transform = `translate(${String(event.clientX - view.originX)}px, ${String(event.clientY - view.originY)}px)`;
    if (alt !== event.altKey) setAlt(event.altKey);
  };
  const done = (event: React.PointerEvent): void => {
    const now = stroke.current;
    stroke.current = null;
    draw();
    if (!now || event.type === "pointercancel") return;
    const last = now.path[now.path.length - 1] ?? [0.5, 0.5];
    say(last, (before) => withStroke(before, { path: now.path, width, belongs: now.adds }), now.anew ? { anew: true } : {});
  };
  useEffect(draw); // zoomed or moved while one draws
  const takes = adds === alt;
  return (
    <div
      className="canvas-overlay brushing"
      onPointerDown={(event) => {
        if (event.button !== 0 && event.button !== 2) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const takesNow = event.button === 2 || adds === event.altKey;
        stroke.current = { path: [toPicture(view, event.clientX, event.clientY)], adds: !takesNow, anew: event.shiftKey };
        draw();
      }}
      onPointerMove={(event) => {
        point(event);
        const now = stroke.current;
        if (!now) return;
        const all = event.nativeEvent.getCoalescedEvents?.() ?? [];
        for (const one of all.length > 0 ? all : [event.nativeEvent]) now.path.push(toPicture(view, one.clientX, one.clientY));
        draw();
      }}
      onPointerUp={done} onPointerCancel={done} onContextMenu={(event) => event.preventDefault()}
      onPointerEnter={() => ring.current?.classList.add("on")} onPointerLeave={() => ring.current?.classList.remove("on")}
    >
      <canvas ref={canvas} className="stroke" width={Math.max(1, Math.round(view.boxWidth))} height={Math.max(1, Math.round(view.boxHeight))} aria-hidden />
      <span ref={ring} className={takes ? "brush-ring takes" : "brush-ring"} aria-hidden>
        <i style={{ width: wide, height: wide }} />
      </span>
    </div>
  );
}

/** How wide the brush is, and whether it adds. */
export function BrushOptions() {
  const t = useWords();
  const { width, adds } = useCanvas((state) => state.brush);
  const set = (brush: Partial<{ width: number; adds: boolean }>): void => useCanvas.setState((state) => ({ brush: { ...state.brush, ...brush } }));
  return (
    <>
      <span className="switch" role="radiogroup" aria-label={t("canvas.key.turn")}>
        {([true, false] as const).map((one) => (
          <button key={String(one)} type="button" role="radio" aria-checked={adds === one} title={`${t("canvas.key.turn")} (X)`} onClick={() => set({ adds: one })}>
            {t(one ? "canvas.brush.adds" : "canvas.brush.takes")}
          </button>
        ))}
      </span>
      <label className="brush-width">
        <span>{t("canvas.brush.width")}</span>
        <input
          type="range" min={-62} max={-9} step={1} value={Math.round(Math.log(width) * 10)} title={`${t("canvas.brush.width")} ([ ])`}
          aria-valuetext={`${(width * 100).toFixed(1)} %`} onChange={(event) => set({ width: Math.exp(Number(event.target.value) / 10) })}
        />
        <output className="timecode">{(width * 100).toFixed(1)} %</output>
      </label>
    </>
  );
}
