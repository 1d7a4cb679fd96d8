// A menu at a point of the window: arrows move, Enter does, Escape and a click elsewhere close it; the keyboard goes back where it was.
import { useEffect, useLayoutEffect, useRef, useState } from "react";

export interface ContextItem {
  readonly label: string;
  /** The keys that do the same. */
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

interface Props {
  readonly title: string;
  readonly at: { readonly x: number; readonly y: number };
  /** Null draws a line. */
  readonly items: readonly (ContextItem | null)[];
  readonly onClose: () => void;
}

/** Open as long as it is drawn. */
export function ContextMenu({ title, at, items, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: at.x, top: at.y });
  useLayoutEffect(() => {
    const box = menu.current?.getBoundingClientRect();
    if (box) setPlace({ left: Math.max(8, Math.min(at.x, innerWidth - box.width - 8)), top: Math.max(8, Math.min(at.y, innerHeight - box.height - 8)) });
  }, [at.x, at.y]);
  useEffect(() => {
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    menu.current?.querySelector<HTMLElement>("[role=menuitem]:not(:disabled)")?.focus({ preventScroll: true });
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose();
    };
    window.addEventListener("pointerdown", away, { capture: true });
    window.addEventListener("blur", onClose);
    return () => {
      window.removeEventListener("pointerdown", away, { capture: true });
      window.removeEventListener("blur", onClose);
      if (before?.isConnected && (document.activeElement === document.body || document.activeElement === null)) before.focus({ preventScroll: true });
    };
  }, [onClose]);
  const step = (by: number): void => {
    const all = [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)") ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    all[(now + by + all.length) % all.length]?.focus();
  };
  return (
    <div
      ref={menu} className="context-menu" role="menu" aria-label={title} style={place} onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Tab") onClose();
        else if (event.key === "ArrowDown") step(1);
        else if (event.key === "ArrowUp") step(-1);
        else if (event.key !== "Enter" && event.key !== " ") return;
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== " ") event.preventDefault();
      }}
    >
      {items.map((item, index) =>
        item ? (
          <button
            key={item.label} type="button" role="menuitem" tabIndex={-1} disabled={item.disabled}
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            <span>{item.label}</span>{item.keys ? <kbd>{item.keys}</kbd> : null}
          </button>
        ) : <hr key={`line-${String(index)}`} />,
      )}
    </div>
  );
}
