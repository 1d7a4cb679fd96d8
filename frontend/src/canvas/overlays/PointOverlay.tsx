// Clicks and boxes on the picture: a click takes what is under it, with Alt or the right button it takes away, a drag draws a box.
import { useEffect, useRef, useState } from "react";
import { useWords } from "../../i18n";
import { clearHover, preview } from "../hovering";
import { type Box, type Prompts, saidAt, withBox, withoutPoint, withPoint } from "../maskKeys";
import { say as sayOf } from "../../film/verbs";
import { type How, say } from "../say";
import { useCanvas } from "../store";
import { held, inside, toPicture, toScreen, type ViewBox } from "../view";
import { useHeldLayer } from "../verbs";

const DRAG = 5; // px before a press becomes a box
const NEAR = 8; // px within which a press is meant for a point that is there

type Mode = "click" | "box" | "remove";

interface Draft {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

const boxOf = ({ from, to }: Draft): Box => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];

/** Whether this begins another layer: Shift does with clicks; taking things out always does, but with Shift or Alt. */
function howOf(mode: Mode, event: { readonly shiftKey: boolean; readonly altKey: boolean; readonly button?: number }): How & { readonly takes: boolean } {
  const takes = event.altKey || event.button === 2;
  if (mode === "remove") return takes || event.shiftKey ? { takes } : { takes, anew: true, hidden: true, words: sayOf("canvas.removedName") };
  return { takes, ...(event.shiftKey && !takes ? { anew: true } : {}) };
}

/** Takes the pointer while one of these tools is in hand. */
export function PointOverlay({ view, mode }: { readonly view: ViewBox; readonly mode: Mode }) {
  const t = useWords();
  const press = useRef<{ readonly x: number; readonly y: number; readonly id: number; readonly how: ReturnType<typeof howOf> } | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [takes, setTakes] = useState(false);
  const frame = useCanvas((state) => state.frame);
  const layer = useHeldLayer();
  const said = layer ? saidAt(layer.masks, frame) : null;
  useAlt(setTakes);
  useEffect(() => clearHover, [frame, mode]);
  const hover = (event: React.PointerEvent): void => {
    const at = toPicture(view, event.clientX, event.clientY);
    if (mode === "box" || !inside(at) || event.pointerType === "touch") return clearHover();
    const how = howOf(mode, event);
    preview((before) => (how.takes && !before ? null : withPoint(before, at[0], at[1], !how.takes)), how.anew ?? false);
  };
  const moved = (event: React.PointerEvent): void => {
    const at = press.current;
    if (!at) return hover(event);
    if (!draft && (at.how.takes || Math.hypot(event.clientX - at.x, event.clientY - at.y) < DRAG)) return;
    clearHover();
    setDraft({ from: held(toPicture(view, at.x, at.y)), to: held(toPicture(view, event.clientX, event.clientY)) });
  };
  const done = (event: React.PointerEvent): void => {
    const at = press.current;
    press.current = null;
    setDraft(null);
    if (!at || event.type === "pointercancel") return;
    const place = toPicture(view, at.x, at.y);
    if (draft) {
      const box = boxOf(draft);
      if ((box[2] - box[0]) * view.width > DRAG && (box[3] - box[1]) * view.height > DRAG) say(held(toPicture(view, event.clientX, event.clientY)), (before) => withBox(before, box), at.how);
      return;
    }
    if (mode === "box" || !inside(place)) return;
    clearHover();
    const near = at.how.takes || at.how.anew ? -1 : nearest(said, view, at.x, at.y);
    if (near >= 0) say(place, (before) => withoutPoint(before, near), {});
    else say(place, (before) => withPoint(before, place[0], place[1], !at.how.takes), at.how);
  };
  const [left, top, right, bottom] = draft ? boxOf(draft) : (said?.box ?? [0, 0, 0, 0]);
  const [x, y] = toScreen(view, left, top);
  const [x2, y2] = toScreen(view, right, bottom);
  return (
    <div
      className={`canvas-overlay canvas-pointing ${takes ? "takes" : "adds"}`}
      onPointerDown={(event) => {
        if (event.button !== 0 && event.button !== 2) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press.current = { x: event.clientX, y: event.clientY, id: event.pointerId, how: howOf(mode, event) };
      }}
      onPointerMove={moved} onPointerUp={done} onPointerCancel={done} onPointerLeave={clearHover} onContextMenu={(event) => event.preventDefault()}
    >
      {draft || said?.box ? <span className={draft ? "drawn-box draft" : "drawn-box"} style={{ left: x, top: y, width: x2 - x, height: y2 - y }} /> : null}
      {(said?.points ?? []).map(([across, down, belongs], place) => {
        const [left, top] = toScreen(view, across, down);
        return (
          <span
            key={`${String(place)} ${String(across)}`} className={belongs ? "said-point adds" : "said-point takes"} style={{ transform: `translate(${left}px, ${top}px)` }}
            title={t("canvas.point.drop")}
          />
        );
      })}
    </div>
  );
}

/** The point that is under the pointer, or −1. */
function nearest(said: Prompts | null, view: ViewBox, clientX: number, clientY: number): number {
  let [found, best] = [-1, NEAR];
  said?.points.forEach(([across, down], place) => {
    const [x, y] = toScreen(view, across, down);
    const away = Math.hypot(clientX - view.originX - x, clientY - view.originY - y);
    if (away < best) [found, best] = [place, away];
  });
  return found;
}

/** Tells whether Alt is held: the pointer says that it takes away. */
function useAlt(tell: (held: boolean) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === "Alt") {
        tell(event.type === "keydown");
        event.preventDefault(); // otherwise the menu of the browser is next
      }
    };
    const away = (): void => tell(false);
    window.addEventListener("keydown", pressed);
    window.addEventListener("keyup", pressed);
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.removeEventListener("keyup", pressed);
      window.removeEventListener("blur", away);
    };
  }, [tell]);
}
