// The open film's id, its timeline and its reel, for everything drawn inside it.
import { createContext, useContext } from "react";
import type { Reel } from "../api/queries";

export interface OpenFilm {
  readonly id: string;
  readonly timeline: string | undefined;
  readonly reel: Reel | null;
}

export const FilmContext = createContext<OpenFilm>({ id: "", timeline: undefined, reel: null });

/** The film around this component. */
export const useOpenFilm = (): OpenFilm => useContext(FilmContext);
