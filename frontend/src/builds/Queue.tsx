// The line of what was asked for: dragged by its grips or moved by the keyboard; only what is in sight is drawn.
import { useEffect, useRef, useState } from "react";
import type { Build } from "../api/queries";
import { useWords } from "../i18n";
import { place as askPlace } from "./asks";
import { ActiveRow } from "./BuildRow";
import { labelWords } from "./labels";
import { beforeAt, reordered, rowsIn } from "./line";

const ROW = 48; // pixels
const MOST = 9; // rows before it scrolls
const EDGE = 36; // pixels from an edge at which dragging scrolls

interface Drag {
  readonly id: string;
  readonly to: number;
}

/** Builds in the order in which they are made. */
export function Queue({ line }: { line: readonly Build[] }) {
  const t = useWords();
  const [moved, setMoved] = useState<{ id: string; before: string | null } | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [top, setTop] = useState(0);
  const [said, setSaid] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const focus = useRef<string | null>(null);
  const shown = moved ? reordered(line, moved.id, moved.before) : line;
  const high = Math.min(MOST, shown.length) * ROW;
  const { first, last } = rowsIn(top, high, ROW, shown.length);

  // The server's answer takes over from what was put here.
  useEffect(() => setMoved(null), [line]);
  useEffect(() => {
    if (focus.current) box.current?.querySelector<HTMLElement>(`[data-id="${focus.current}"] .build-grip`)?.focus();
    focus.current = null;
  });

  const put = (id: string, to: number): void => {
    const before = beforeAt(shown, id, to);
    const now = reordered(shown, id, before);
    const at = now.findIndex((one) => one.id === id);
    if (at === shown.findIndex((one) => one.id === id)) return;
    setMoved({ id, before });
    const one = now[at];
    if (one) setSaid(t("builds.moved", { what: labelWords(t, one.label), place: at + 1, count: now.length }));
    void askPlace(id, before).then((done) => {
      if (!done) setMoved(null);
    });
  };

  const grip = (id: string) => (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const held = event.currentTarget as HTMLElement;
    held.focus();
    held.setPointerCapture(event.pointerId);
    let to = shown.findIndex((one) => one.id === id);
    let y = event.clientY;
    const look = (): void => {
      const inside = box.current?.getBoundingClientRect();
      if (!inside || !box.current) return;
      if (y < inside.top + EDGE) box.current.scrollTop -= 12;
      else if (y > inside.bottom - EDGE) box.current.scrollTop += 12;
      to = Math.max(0, Math.min(shown.length, Math.round((y - inside.top + box.current.scrollTop) / ROW)));
      setDrag({ id, to });
    };
    const scroll = setInterval(look, 30);
    const move = (moving: PointerEvent): void => {
      y = moving.clientY;
      look();
    };
    const end = (how: "drop" | "leave"): void => {
      clearInterval(scroll);
      held.removeEventListener("pointermove", move);
      held.removeEventListener("pointerup", drop);
      held.removeEventListener("pointercancel", leave);
      window.removeEventListener("keydown", escape, true);
      setDrag(null);
      if (how === "drop") put(id, to);
    };
    const drop = (): void => end("drop");
    const leave = (): void => end("leave");
    const escape = (pressed: KeyboardEvent): void => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      pressed.stopPropagation();
      leave();
    };
    held.addEventListener("pointermove", move);
    held.addEventListener("pointerup", drop);
    held.addEventListener("pointercancel", leave);
    window.addEventListener("keydown", escape, true);
  };

  const keys = (id: string, at: number) => (event: React.KeyboardEvent): void => {
    const to = { ArrowUp: at - 1, ArrowDown: at + 2, Home: 0, End: shown.length }[event.key];
    if (to === undefined || to < 0 || to > shown.length) return;
    event.preventDefault();
    focus.current = id;
    put(id, to);
  };

  return (
    <section className="builds-part">
      <h3>{t("builds.order", { count: shown.length })}</h3>
      <div ref={box} className="builds-line" role="list" aria-label={t("builds.order", { count: shown.length })}
        style={{ height: high }} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <div style={{ height: shown.length * ROW, position: "relative" }}>
          {shown.slice(first, last).map((one, index) => (
            <div key={one.id} data-id={one.id} className="builds-row" style={{ top: (first + index) * ROW, height: ROW }}>
              <ActiveRow
                one={one} place={first + index} count={shown.length} lifted={drag?.id === one.id} onGrip={grip(one.id)} onMove={keys(one.id, first + index)}
                onFirst={() => put(one.id, 0)}
              />
            </div>
          ))}
          {drag ? <span className="builds-drop" style={{ top: drag.to * ROW - 1 }} /> : null}
        </div>
      </div>
      <p className="visually-hidden" role="status">{said}</p>
    </section>
  );
}
