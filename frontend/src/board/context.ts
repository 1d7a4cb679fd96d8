// What every card on the board reads: stills, freshness, proxies and builds, looked up once for all.
import { createContext, useContext } from "react";
import type { Build, Shown, Staleness, Still } from "../api/queries";
import type { Rate } from "../film/time";

/** Where dragged cards would land: before a shot (null: at the end) of a scene; `index` counts the shots that stay. */
export interface Drop {
  readonly scene: string;
  readonly index: number;
  readonly before: string | null;
}

export interface BoardFacts {
  readonly panels: ReadonlyMap<string, Still>;
  readonly fresh: Readonly<Record<string, Staleness>>;
  readonly proxies: ReadonlyMap<string, Shown>;
  /** By the key of what they make. */
  readonly builds: ReadonlyMap<string, Build>;
  readonly rate: Rate;
  readonly ratio: number;
}

export const BoardContext = createContext<BoardFacts>({
  panels: new Map(), fresh: {}, proxies: new Map(), builds: new Map(), rate: { numerator: 24, denominator: 1 }, ratio: 16 / 9,
});

/** The facts of the board around this card. */
export const useBoard = (): BoardFacts => useContext(BoardContext);
