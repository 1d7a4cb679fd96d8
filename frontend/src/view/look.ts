// How somebody likes to see the board: in scenes or as one flow, and how large. Remembered by the browser, never sent.
import { create } from "zustand";
import { type Mode, SIZES } from "../board/layout";

const NAME = "filmwright.look";

interface Look {
  readonly mode: Mode;
  /** About how wide a card is, in px. */
  readonly size: number;
}

const clamped = (size: number): number => Math.round(Math.min(SIZES.most, Math.max(SIZES.least, size)));

/** What was kept, as far as it can be read. */
export function readLook(text: string | null): Look {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Look>;
    return { mode: kept.mode === "grid" ? "grid" : "scenes", size: Number.isFinite(kept.size) ? clamped(kept.size as number) : SIZES.usual };
  } catch {
    return { mode: "scenes", size: SIZES.usual };
  }
}

export const useLook = create<Look>(() => readLook(typeof localStorage === "undefined" ? null : localStorage.getItem(NAME)));

function keep(look: Partial<Look>): void {
  useLook.setState(look);
  try {
    localStorage.setItem(NAME, JSON.stringify(useLook.getState()));
  } catch {
    // A full or forbidden shelf: this window still shows it as chosen.
  }
}

export const showAs = (mode: Mode): void => keep({ mode });
export const resize = (size: number): void => keep({ size: clamped(size) });

/** Larger or smaller by some steps; one step is a tenth. */
export const zoom = (steps: number): void => resize(useLook.getState().size * 1.1 ** steps);
