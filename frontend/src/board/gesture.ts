// One drag, from the first pixels to its end: mouse and pen at once, a finger after a moment; scrolls at the edges; Escape ends it.

export interface Gesture {
  /** The pointer has left its place: the drag begins. */
  readonly begin: () => void;
  /** At most once a frame, also while the film scrolls beneath a pointer that rests. Coordinates of the window. */
  readonly move: (x: number, y: number) => void;
  /** Over: `done` is false when it was given up. */
  readonly end: (done: boolean) => void;
}

const THRESHOLD = 6; // px before a press becomes a drag
const HOLD = 280; // ms a finger rests before it drags instead of scrolling
const EDGE = 64; // px from the edge within which the film scrolls
const FASTEST = 22; // px a frame

/** How fast to scroll, in px a frame, for a pointer at `y` of a window that reaches from `top` to `bottom`. Pure. */
export function scrollSpeed(y: number, top: number, bottom: number): number {
  const above = top + EDGE - y;
  const below = y - (bottom - EDGE);
  if (above > 0) return -Math.ceil(Math.min(1, above / EDGE) ** 2 * FASTEST);
  if (below > 0) return Math.ceil(Math.min(1, below / EDGE) ** 2 * FASTEST);
  return 0;
}

/** Follows a press on a card or a heading until it is let go; `scroller` is what scrolls. */
export function followDrag(press: PointerEvent, scroller: HTMLElement, gesture: Gesture): void {
  const touch = press.pointerType === "touch";
  let at = { x: press.clientX, y: press.clientY };
  let state: "waiting" | "dragging" | "over" = "waiting";
  let frame = 0;
  const started = (): void => {
    state = "dragging";
    document.documentElement.classList.add("dragging");
    gesture.begin();
    const turn = (): void => {
      if (state !== "dragging") return;
      const { top, bottom } = scroller.getBoundingClientRect();
      const speed = scrollSpeed(at.y, top, bottom);
      if (speed !== 0) scroller.scrollTop += speed;
      gesture.move(at.x, at.y);
      frame = requestAnimationFrame(turn);
    };
    turn();
  };
  const hold = touch ? setTimeout(started, HOLD) : undefined;
  const over = (done: boolean): void => {
    if (state === "over") return;
    const was = state;
    state = "over";
    clearTimeout(hold);
    cancelAnimationFrame(frame);
    document.documentElement.classList.remove("dragging");
    listening.abort();
    if (was === "dragging") {
      if (done) gesture.move(at.x, at.y);
      // The click that follows a drag is none.
      const swallow = (event: Event): void => event.stopPropagation();
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
      gesture.end(done);
    }
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener("pointermove", (event) => {
    if (event.pointerId !== press.pointerId) return;
    at = { x: event.clientX, y: event.clientY };
    if (state !== "waiting" || Math.hypot(at.x - press.clientX, at.y - press.clientY) < THRESHOLD) return;
    if (touch) over(false);
    else started();
  }, { signal });
  window.addEventListener("pointerup", (event) => event.pointerId === press.pointerId && over(true), { signal });
  window.addEventListener("pointercancel", (event) => event.pointerId === press.pointerId && over(false), { signal });
  window.addEventListener("blur", () => over(false), { signal });
  window.addEventListener("touchmove", (event) => {
    if (state === "dragging") event.preventDefault(); // the finger carries a card: the film does not scroll with it
  }, { signal, passive: false });
  window.addEventListener("contextmenu", (event) => {
    if (touch) event.preventDefault();
  }, { signal });
  window.addEventListener("keydown", (event) => {
    if (state !== "dragging") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Escape") over(false);
  }, { signal, capture: true });
}
