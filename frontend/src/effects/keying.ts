// What the form of an effect needs to know to set keys: its values, the frame that is looked at, and how to write.
import { createContext } from "react";
import type { Params } from "./stack";

export interface Keying {
  /** As kept, with what is under a hand. */
  readonly values: Params;
  /** The frame of the clip that is looked at. */
  readonly frame: number;
  readonly frames: number;
  /** Puts the playhead on a frame of the clip. */
  readonly seek: (frame: number) => void;
  /** `moving` while a hand is still on it. */
  readonly write: (params: Params, moving: boolean) => void;
  /** Opens what follows something in the picture and sets keys from it; null where there is no picture to point in. */
  readonly follow: ((parameter: string) => void) | null;
}

/** Null where nothing can have keys: a form that is no effect's. */
export const KeyingContext = createContext<Keying | null>(null);
