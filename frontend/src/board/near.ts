// Only what is near the window is drawn: a film may have a thousand shots.
import { type RefObject, useEffect, useRef, useState } from "react";

const MARGIN = "900px 0px"; // above and below the window, so that scrolling meets nothing empty

/** Whether the element is near the window, and how high it was when it last was. */
export function useNear<T extends HTMLElement>(first: boolean): { ref: RefObject<T | null>; near: boolean; height: RefObject<number> } {
  const ref = useRef<T>(null);
  const height = useRef(0);
  const [near, setNear] = useState(first);
  useEffect(() => {
    const shown = ref.current;
    if (!shown) return undefined;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        if (!entry.isIntersecting && shown.firstElementChild) height.current = shown.offsetHeight;
        setNear(entry.isIntersecting);
      },
      { root: shown.closest(".board"), rootMargin: MARGIN },
    );
    watch.observe(shown);
    return () => watch.disconnect();
  }, []);
  return { ref, near, height };
}
