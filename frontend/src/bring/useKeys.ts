// Keys of a sheet, wherever in it the keyboard is: a click beside its fields must not make them deaf.
import { useEffect, useRef } from "react";

const FIELDS = "input:not([type=range], [type=checkbox], [type=radio], [type=color]), select, textarea";

/** Hears every key while it is drawn, before anything else does; what it takes it stops. */
export function useKeys(heard: (event: KeyboardEvent) => void): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && !event.isComposing) latest.current(event);
    };
    window.addEventListener("keydown", listener, { capture: true });
    return () => window.removeEventListener("keydown", listener, { capture: true });
  }, []);
}

/** Whether somebody types there. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(FIELDS) !== null;
