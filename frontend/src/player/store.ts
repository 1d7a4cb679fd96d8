// What the player is set to: marks, loop, loudness, subtitles. Of this window; loudness and subtitles are remembered.
import { create } from "zustand";
import type { Film } from "../document/select";
import { shotAt } from "../document/select";
import type { Range } from "./clock";

export type Loop = "off" | "film" | "range" | "shot";

interface PlayerState {
  /** The first frame of the range that is marked, and its last. */
  readonly from: number | null;
  readonly to: number | null;
  readonly loop: Loop;
  /** 0 when it stands still. */
  readonly speed: number;
  /** Playing waits for pictures. */
  readonly waiting: boolean;
  readonly volume: number;
  readonly muted: boolean;
  readonly captions: boolean;
}

const NAME = "filmwright.player";

function kept(): Pick<PlayerState, "volume" | "muted" | "captions"> {
  const usual = { volume: 1, muted: false, captions: true };
  if (typeof localStorage === "undefined") return usual;
  try {
    const { volume, muted, captions } = JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<PlayerState>;
    return {
      volume: typeof volume === "number" && volume >= 0 && volume <= 1 ? volume : usual.volume,
      muted: typeof muted === "boolean" ? muted : usual.muted, captions: typeof captions === "boolean" ? captions : usual.captions,
    };
  } catch {
    return usual;
  }
}

export const usePlayer = create<PlayerState>(() => ({ from: null, to: null, loop: "off", speed: 0, waiting: false, ...kept() }));

/** Set how loud it is and whether there are subtitles; remembered. */
export function settle(set: Partial<Pick<PlayerState, "volume" | "muted" | "captions">>): void {
  usePlayer.setState(set);
  const { volume, muted, captions } = usePlayer.getState();
  localStorage.setItem(NAME, JSON.stringify({ volume, muted, captions }));
}

/** I and O: the frame becomes the first or the last of the range; a mark beyond the other one takes that away. */
export function mark(which: "from" | "to", frame: number): void {
  const { from, to } = usePlayer.getState();
  if (which === "from") usePlayer.setState({ from: frame, to: to !== null && to < frame ? null : to });
  else usePlayer.setState({ to: frame, from: from !== null && from > frame ? null : from });
}

/** No marks. */
export const unmark = (): void => usePlayer.setState(({ loop }) => ({ from: null, to: null, loop: loop === "range" ? "off" : loop }));

/** The marked range, within a film of so many frames; null when nothing is marked. */
export function markedRange({ from, to }: Pick<PlayerState, "from" | "to">, frames: number): Range | null {
  if ((from === null && to === null) || frames === 0) return null;
  const start = Math.min(from ?? 0, frames - 1);
  return { start, end: Math.max(start + 1, Math.min((to ?? frames - 1) + 1, frames)) };
}

/** What is played: the range that is looped, else the whole film. */
export function playedRange(state: Pick<PlayerState, "from" | "to" | "loop">, film: Film, frame: number, frames: number): Range {
  const whole = { start: 0, end: frames };
  if (state.loop === "range") return markedRange(state, frames) ?? whole;
  const here = state.loop === "shot" ? shotAt(film, frame) : null;
  return here ? { start: here.start, end: Math.min(frames, here.start + here.shot.frames) } : whole;
}
