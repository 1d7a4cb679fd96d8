// The tools at the left of the canvas: one in the hand at a time; arrows go through them, as through any bar of tools.
import { useRef } from "react";
import { useWords } from "../i18n";
import { shownKeys } from "../ui/combos";
import { takeUp, useCanvas } from "./store";
import { groups, tools } from "./tools";

/** An icon of the canvas, drawn as the studio's others are. */
export function Glyph({ path, size = 18 }: { readonly path: string; readonly size?: number }) {
  return (
    <svg
      width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.3} strokeLinecap="round" strokeLinejoin="round"
      aria-hidden focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

/** The bar. */
export function Toolbar() {
  const t = useWords();
  const bar = useRef<HTMLDivElement>(null);
  const tool = useCanvas((state) => state.tool);
  const step = (by: number): void => {
    const next = tools[(tools.findIndex((one) => one.id === tool) + by + tools.length) % tools.length];
    if (!next) return;
    takeUp(next.id);
    bar.current?.querySelector<HTMLElement>(`[data-tool="${next.id}"]`)?.focus();
  };
  return (
    <div
      ref={bar} className="canvas-tools" role="toolbar" aria-orientation="vertical" aria-label={t("canvas.tools")}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        event.stopPropagation();
        step(event.key === "ArrowDown" ? 1 : -1);
      }}
    >
      {groups.map((group, place) => (
        <div key={String(place)} className="canvas-group" role="presentation">
          {group.map((one) => (
            <button
              key={one.id} type="button" className="canvas-tool" data-tool={one.id} aria-pressed={tool === one.id} tabIndex={tool === one.id ? 0 : -1}
              aria-label={t(one.words)} aria-keyshortcuts={one.key} title={`${t(one.words)} (${shownKeys(one.key, t)})\n${t(one.hint)}`}
              onClick={() => takeUp(one.id)}
            >
              <Glyph path={one.icon} />
              <kbd aria-hidden>{shownKeys(one.key, t)}</kbd>
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
