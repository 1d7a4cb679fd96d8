// A number in little room: typed, stepped by arrows (Alt finer, Shift coarser), dragged across, brought back by a double click.
import { useRef, useState } from "react";

interface Props {
  readonly label: string;
  /** Whose it is: its edge shows it. */
  readonly tone: "all" | "red" | "green" | "blue";
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly usual: number;
  readonly onChange: (value: number, moving: boolean) => void;
}

const PER_STEP = 2; // pixels

/** The field. */
export function Figure({ label, tone, value, least, most, step, usual, onChange }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const scrub = useRef<{ x: number; from: number; moved: boolean } | null>(null);
  const digits = Math.max(2, -Math.floor(Math.log10(step) + 1e-9));
  const within = (next: number): number => Number(Math.min(most, Math.max(least, next)).toFixed(4));
  const factor = (event: { altKey: boolean; shiftKey: boolean }): number => (event.altKey ? 0.1 : event.shiftKey ? 10 : 1);
  const write = (): void => {
    if (draft === null) return;
    const next = Number(draft.trim().replace(",", "."));
    if (draft.trim() !== "" && Number.isFinite(next) && within(next) !== value) onChange(within(next), false);
    setDraft(null);
  };
  return (
    <input
      type="text" inputMode="decimal" autoComplete="off" className={`figure ${tone}${value === usual ? "" : " set"}`} aria-label={label} title={label}
      value={draft ?? value.toFixed(digits)} onChange={(event) => setDraft(event.target.value)} onBlur={write}
      onDoubleClick={() => {
        setDraft(null);
        onChange(usual, false);
      }}
      onPointerDown={(event) => {
        if (document.activeElement !== event.currentTarget) scrub.current = { x: event.clientX, from: value, moved: false };
      }}
      onPointerMove={(event) => {
        const held = scrub.current;
        if (!held || event.buttons !== 1) return;
        const by = event.clientX - held.x;
        if (!held.moved && Math.abs(by) < 4) return;
        if (!held.moved) event.currentTarget.setPointerCapture(event.pointerId);
        held.moved = true;
        held.x = event.clientX;
        held.from += (by / PER_STEP) * step * factor(event);
        onChange(within(held.from), true);
      }}
      onPointerUp={(event) => {
        const held = scrub.current;
        scrub.current = null;
        if (!held?.moved) return;
        event.currentTarget.blur();
        onChange(within(held.from), false);
      }}
      onPointerCancel={() => {
        if (scrub.current?.moved) onChange(within(scrub.current.from), false);
        scrub.current = null;
      }}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => {
        event.stopPropagation();
        const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
        if (way !== 0) {
          event.preventDefault();
          setDraft(null);
          onChange(within(value + way * step * factor(event)), false);
        } else if (event.key === "Enter") {
          write();
          event.currentTarget.select();
        } else if (event.key === "Escape") {
          setDraft(null);
          event.currentTarget.blur();
        }
      }}
    />
  );
}
