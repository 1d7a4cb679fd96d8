// A number: typed, slid, scrubbed at its label; Alt finer, Shift coarser; a double click or the dot brings back the usual.
import { type ReactNode, useId, useRef, useState } from "react";
import { useWords } from "../i18n";
import { type NumberField, shown, snapped, typed, wrong } from "./schema";
import { useSaid } from "./said";

interface Props {
  readonly field: NumberField;
  readonly label: string;
  readonly hidden?: boolean;
  readonly unit: string;
  readonly help: string;
  readonly value: number;
  /** `moving` while a hand is still on it. */
  readonly onChange: (value: number, moving: boolean) => void;
  readonly beside?: ReactNode;
}

const PER_STEP = 3; // pixels that a label is dragged for one step

const factor = (event: { altKey: boolean; shiftKey: boolean }): number => (event.altKey ? 0.1 : event.shiftKey ? 10 : 1);

/** The row of one number. */
export function NumberRow({ field, label, hidden, unit, help, value, onChange, beside }: Props) {
  const t = useWords();
  const said = useSaid();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const scrub = useRef<{ x: number; from: number; moved: boolean } | null>(null);
  const problem = draft === null ? null : wrong(field, typed(draft));
  const usual = typeof field.usual === "number" ? field.usual : null;
  const put = (next: number, moving: boolean, by = 1): void => onChange(snapped(field, next, field.step * by), moving);
  const reset = (): void => {
    setDraft(null);
    if (usual !== null) onChange(usual, false);
  };
  const nudge = (event: React.KeyboardEvent): void => {
    const way = event.key === "ArrowUp" || event.key === "ArrowRight" ? 1 : event.key === "ArrowDown" || event.key === "ArrowLeft" ? -1 : 0;
    if (way === 0 || (event.currentTarget.getAttribute("type") === "text" && event.key.endsWith("t") && event.key !== "ArrowUp")) return;
    event.preventDefault();
    setDraft(null);
    put(value + way * field.step * factor(event), false, Math.min(1, factor(event)));
  };
  const write = (): void => {
    if (draft === null) return;
    if (problem === null && typed(draft) !== value) onChange(typed(draft), false);
    setDraft(null);
  };
  const far = Number.isFinite(field.most - field.least) ? (value - field.least) / (field.most - field.least) : 0;
  const home = usual !== null && field.slides ? (usual - field.least) / (field.most - field.least) : null;
  return (
    <div className={problem ? "number-row wrong" : "number-row"}>
      <div className="number-head">
        <label
          htmlFor={id} className={hidden ? "visually-hidden" : "drag-label"} title={[help, t("form.scrub")].filter(Boolean).join("\n")}
          onDoubleClick={reset}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            scrub.current = { x: event.clientX, from: value, moved: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const held = scrub.current;
            if (!held) return;
            const by = event.clientX - held.x;
            if (Math.abs(by) < 3 && !held.moved) return;
            held.moved = true;
            held.x = event.clientX;
            held.from += (by / PER_STEP) * field.step * factor(event);
            put(held.from, true, Math.min(1, factor(event)));
          }}
          onPointerUp={() => {
            const held = scrub.current;
            scrub.current = null;
            if (held?.moved) put(held.from, false, 0.1);
          }}
          onPointerCancel={() => {
            if (scrub.current?.moved) onChange(value, false);
            scrub.current = null;
          }}
          onClick={(event) => {
            if (event.detail > 1) event.preventDefault();
          }}
        >
          {label}
        </label>
        {usual !== null && value !== usual ? (
          <button type="button" className="reset" aria-label={t("form.reset", { label, value: shown(field, usual) })} title={t("form.resetTip", { value: shown(field, usual) })} onClick={reset} />
        ) : null}
        <span className="space" />
        <input
          id={id} type="text" inputMode={field.whole ? "numeric" : "decimal"} autoComplete="off" className="timecode"
          value={draft ?? shown(field, value)} aria-invalid={problem !== null} aria-describedby={`${id}-said`}
          onChange={(event) => setDraft(event.target.value)} onFocus={(event) => event.currentTarget.select()} onBlur={write}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") {
              write();
              event.currentTarget.select();
            } else if (event.key === "Escape") {
              setDraft(null);
              event.currentTarget.blur();
            } else nudge(event);
          }}
        />
        {unit ? <span className="unit">{unit}</span> : null}
        {beside}
      </div>
      {field.slides ? (
        <span className="slide" style={{ "--far": `${far * 100}%` } as React.CSSProperties}>
          {home === null ? null : <i style={{ left: `calc(${home * 100}% + ${6 - home * 12}px)` }} />}
          <input
            type="range" min={field.least} max={field.most} step="any" value={value} aria-label={label} aria-valuetext={`${shown(field, value)} ${unit}`.trim()}
            onChange={(event) => put(Number(event.target.value), true)}
            onPointerUp={() => onChange(value, false)} onDoubleClick={reset}
            onKeyDown={(event) => {
              event.stopPropagation();
              nudge(event);
            }}
            onKeyUp={(event) => {
              if (["PageUp", "PageDown", "Home", "End"].includes(event.key)) onChange(value, false);
            }}
          />
        </span>
      ) : null}
      <p id={`${id}-said`} className={problem ? "said wrong" : "visually-hidden"} role={problem ? "alert" : undefined}>
        {problem ? said(problem) : help}
      </p>
    </div>
  );
}
