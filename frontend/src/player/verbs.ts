// What buttons and keys of the player have in common.
import { playback } from "./playback";
import { type Loop, unmark, usePlayer } from "./store";

const LOOPS: readonly Loop[] = ["off", "film", "range", "shot"];

/** Off, film, range (when one is marked), shot, and off again. */
export function nextLoop(): void {
  const state = usePlayer.getState();
  const can = LOOPS.filter((one) => one !== "range" || state.from !== null || state.to !== null);
  usePlayer.setState({ loop: can[(can.indexOf(state.loop) + 1) % can.length] ?? "off" });
  playback.again();
}

/** Take the marks away; a loop of the range ends with them. */
export function clearMarks(): void {
  unmark();
  playback.again();
}

/** The whole screen, and back. */
export function full(element: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element?.requestFullscreen();
}
