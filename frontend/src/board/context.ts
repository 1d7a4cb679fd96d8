// What every card on the board reads: stills, freshness, proxies, builds and faces, looked up once for all; and what a press does.
import { createContext, type PointerEvent, useContext } from "react";
import type { Build, Shown, Staleness, Still } from "../api/queries";
import type { Rate } from "../film/time";

export interface BoardFacts {
  readonly panels: ReadonlyMap<string, Still>;
  readonly fresh: Readonly<Record<string, Staleness>>;
  readonly proxies: ReadonlyMap<string, Shown>;
  /** By the key of what they make. */
  readonly builds: ReadonlyMap<string, Build>;
  /** Addresses of portraits, by character. */
  readonly faces: ReadonlyMap<string, string>;
  readonly rate: Rate;
  readonly ratio: number;
  /** Whether the whole film is being made. */
  readonly producing: boolean;
}

export const BoardContext = createContext<BoardFacts>({
  panels: new Map(), fresh: {}, proxies: new Map(), builds: new Map(), faces: new Map(), rate: { numerator: 24, denominator: 1 }, ratio: 16 / 9, producing: false,
});

/** The facts of the board around this card. */
export const useBoard = (): BoardFacts => useContext(BoardContext);

/** What begins at a card or a heading; these never change while the board is open. */
export interface BoardHands {
  readonly pressShot: (event: PointerEvent, shot: string) => void;
  readonly pressScene: (event: PointerEvent, scene: string) => void;
  /** The menu of what may be done to the chosen shots, at a point of the window. */
  readonly menu: (x: number, y: number) => void;
  /** The canvas of a shot. */
  readonly open: (shot: string) => void;
}

const nothing = (): void => undefined;
export const HandsContext = createContext<BoardHands>({ pressShot: nothing, pressScene: nothing, menu: nothing, open: nothing });
export const useHands = (): BoardHands => useContext(HandsContext);
