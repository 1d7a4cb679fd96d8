// Playing inside the canvas: the shot alone, again and again, by one clock, to and fro at the speeds of the player.
import { useEffect } from "react";
import type { Rate } from "../film/time";
import { beginning, faster, placeAt } from "../player/clock";
import { useCanvas } from "./store";

/** J and L: the other way begins anew, pressed again it goes faster. */
export function shuttle(direction: 1 | -1): void {
  const { speed, frame, frames } = useCanvas.getState();
  const next = faster(speed, direction);
  useCanvas.setState({ speed: next, playing: true, frame: speed === 0 ? beginning(frame, next, { start: 0, end: frames }) : frame });
}

export const pause = (): void => useCanvas.setState({ speed: 0, playing: false });

export function toggle(): void {
  if (useCanvas.getState().playing) pause();
  else shuttle(1);
}

/** Moves the playhead while it plays. `ready`: whether a frame can be shown; the clock waits for one that cannot. */
export function usePlaying(rate: Rate, ready: (frame: number) => boolean): void {
  const speed = useCanvas((state) => state.speed);
  useEffect(() => {
    if (speed === 0) return undefined;
    let since = performance.now();
    let from = useCanvas.getState().frame;
    let shown = from;
    let ticking = 0;
    const tick = (now: number): void => {
      const { frames, frame } = useCanvas.getState();
      if (frame !== shown) [from, shown, since] = [frame, frame, now]; // somebody took the playhead elsewhere
      const place = placeAt({ from, speed, range: { start: 0, end: frames }, loop: true }, (now - since) / 1000, rate);
      if (place.frame !== shown) {
        if (ready(place.frame)) {
          shown = place.frame;
          useCanvas.setState({ frame: shown });
        } else [from, since] = [shown, now];
      }
      ticking = requestAnimationFrame(tick);
    };
    ticking = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(ticking);
  }, [speed, rate, ready]);
}
