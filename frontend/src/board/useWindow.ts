// The board's window on the film: which stretch is seen, how wide it is, and how something is kept in place or brought into sight.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import { reaches } from "../view/reach";
import { useLook, zoom } from "../view/look";
import { useView } from "../view/store";
import { gapAt, reachOf } from "./layout";
import type { Anchor, Drawn } from "./useDrags";

const BEYOND = 700; // px above and below the window that are drawn, so that scrolling meets nothing empty
const COARSE = 240; // px between two looks at what is near
const MARGIN = 24; // px left free around what is brought into sight

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** What is near the window, in pixels of the film. */
export function useWindow(scroller: RefObject<HTMLElement | null>, film: RefObject<HTMLElement | null>): Stretch {
  const [stretch, setStretch] = useState<Stretch>({ from: 0, to: innerHeight + BEYOND, width: 0 });
  const look = useCallback((): void => {
    const [outer, inner] = [scroller.current, film.current];
    if (!outer || !inner) return;
    const top = outer.scrollTop - inner.offsetTop;
    const from = Math.floor(top / COARSE) * COARSE - BEYOND;
    const to = Math.ceil((top + outer.clientHeight) / COARSE) * COARSE + BEYOND;
    const width = inner.clientWidth;
    setStretch((was) => (was.from === from && was.to === to && was.width === width ? was : { from, to, width }));
  }, [scroller, film]);
  useLayoutEffect(() => {
    const outer = scroller.current;
    if (!outer) return undefined;
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(outer);
    const scrolled = (): void => {
      // A jump shows nothing empty, not even for a frame; rolling on is drawn ahead anyway.
      if (Math.abs(outer.scrollTop - last) > BEYOND) flushSync(look);
      else look();
      last = outer.scrollTop;
    };
    let last = outer.scrollTop;
    outer.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      sizes.disconnect();
      outer.removeEventListener("scroll", scrolled);
    };
  }, [scroller, look]);
  return stretch;
}

interface Places {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly film: RefObject<HTMLElement | null>;
  readonly drawn: RefObject<Drawn>;
  readonly anchor: RefObject<Anchor | null>;
}

/** Keeps the anchor at its height whenever the board is laid out anew; brings what is asked for into sight; pinch and wheel zoom. */
export function useSight({ scroller, film, drawn, anchor }: Places, layout: Drawn): void {
  useLayoutEffect(() => {
    const [kept, outer, inner] = [anchor.current, scroller.current, film.current];
    if (!kept || !outer || !inner) return;
    anchor.current = null;
    const { bands, grid } = layout;
    const band = kept.scene ? bands.bands.find((one) => one.scene?.scene.id === kept.scene) : undefined;
    const firstOf = kept.scene ? bands.bands[0]?.items.find((item) => item.scene.scene.id === kept.scene)?.shot?.shot.id : undefined;
    const shot = kept.shot ?? firstOf;
    const top = band ? band.top + 22 : shot ? reachOf(bands, grid, shot)?.top : undefined;
    if (top !== undefined) outer.scrollTop = top + inner.offsetTop - (kept.y - outer.getBoundingClientRect().top);
  }, [layout, scroller, film, anchor]);

  useEffect(() => reaches(({ shot, scene }, focus) => {
    const [outer, inner] = [scroller.current, film.current];
    if (!outer || !inner) return;
    const find = (): { top: number; bottom: number } | null => {
      const { bands, grid } = drawn.current;
      if (shot) return reachOf(bands, grid, shot);
      const band = bands.bands.find((one) => one.scene?.scene.id === scene);
      if (band) return { top: band.top, bottom: band.top + Math.min(band.height, outer.clientHeight - 2 * MARGIN) };
      const first = bands.bands[0]?.items.find((item) => item.scene.scene.id === scene)?.shot?.shot.id;
      return first ? reachOf(bands, grid, first) : null;
    };
    let tries = 0;
    const go = (): void => {
      const found = find();
      if (!found) {
        if (tries++ < 10) requestAnimationFrame(go); // what was just made is drawn with the next frame
        return;
      }
      const top = found.top + inner.offsetTop - MARGIN;
      const bottom = found.bottom + inner.offsetTop + MARGIN;
      if (outer.scrollTop > top) outer.scrollTop = top;
      else if (outer.scrollTop + outer.clientHeight < bottom) outer.scrollTop = Math.min(top, bottom - outer.clientHeight);
      if (!focus) return;
      const aim = shot ? `card-${shot}` : null;
      requestAnimationFrame(() => {
        const target = aim ? document.getElementById(aim) : document.querySelector<HTMLElement>(`#scene-${scene} .heading, #label-${scene}`);
        target?.focus({ preventScroll: true });
      });
    };
    requestAnimationFrame(go);
  }), [scroller, film, drawn]);

  useEffect(() => {
    const outer = scroller.current;
    if (!outer) return undefined;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); // the page itself does not grow
      holdAt(event.clientX, event.clientY);
      zoom(-Math.max(-1, Math.min(1, event.deltaY / 60)));
    };
    const holdAt = (x: number, y: number): void => {
      const box = film.current?.getBoundingClientRect();
      const { bands, grid } = drawn.current;
      const gap = box ? gapAt(bands, grid, x - box.left, y - box.top) : null;
      const item = gap?.band.items[gap.at];
      const shot = item?.shot?.shot.id;
      const reach = shot ? reachOf(bands, grid, shot) : null;
      anchor.current = shot && reach && box ? { shot, y: box.top + reach.top } : null;
    };
    const touches = new Map<number, readonly [number, number]>();
    let apart = 0;
    const distance = (): number => {
      const [one, other] = [...touches.values()];
      return one && other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0;
    };
    const down = (event: PointerEvent): void => {
      if (event.pointerType !== "touch") return;
      touches.set(event.pointerId, [event.clientX, event.clientY]);
      apart = distance();
    };
    const moved = (event: PointerEvent): void => {
      if (!touches.has(event.pointerId)) return;
      touches.set(event.pointerId, [event.clientX, event.clientY]);
      const now = distance();
      if (apart > 0 && now > 0 && Math.abs(now / apart - 1) > 0.08) {
        holdAt(event.clientX, event.clientY);
        zoom(Math.log(now / apart) / Math.log(1.1));
        apart = now;
      }
    };
    const up = (event: PointerEvent): void => {
      touches.delete(event.pointerId);
      apart = distance();
    };
    const listening = new AbortController();
    const { signal } = listening;
    outer.addEventListener("wheel", wheel, { passive: false, signal });
    outer.addEventListener("pointerdown", down, { signal });
    window.addEventListener("pointermove", moved, { signal });
    window.addEventListener("pointerup", up, { signal });
    window.addEventListener("pointercancel", up, { signal });
    // Another size or another view, chosen elsewhere: what is at the top stays at the top.
    const keepTop = useLook.subscribe(() => {
      const { left, top } = outer.getBoundingClientRect();
      const { selection } = useView.getState();
      const { bands, grid } = drawn.current;
      if (anchor.current) return;
      const chosen = selection[0] ? reachOf(bands, grid, selection[0]) : null;
      const box = film.current?.getBoundingClientRect();
      if (chosen && box && box.top + chosen.bottom > top && box.top + chosen.top < top + outer.clientHeight) {
        anchor.current = { shot: selection[0] ?? "", y: box.top + chosen.top };
      } else if (outer.scrollTop > 60) holdAt(left + 60, top + 30);
    });
    return () => {
      listening.abort();
      keepTop();
    };
  }, [scroller, film, drawn, anchor]);
}
