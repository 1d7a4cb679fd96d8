// What a source of decoded frames is to the player, whichever way it decodes.
import type { Source } from "./layers";

/** A picture that can be drawn, and the size it should be thought of. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly draw: (context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void;
}

/** How frames are going to be asked for. */
export type Manner = "still" | "forward" | "backward";

/** Decodes what is wanted, nearest first, and tells when something more is there. */
export interface FrameSource {
  /** Bytes of decoded frames that are held, for measuring. */
  readonly bytes: number;
  /** Whether frames are decoded before they are reached. */
  readonly ahead: boolean;
  /** The frame, if it is decoded. */
  readonly get: (one: Source) => Picture | null;
  /** Decode these, in this order; what was wanted before and is not among them is not decoded any more. */
  readonly want: (wanted: readonly Source[], manner: Manner, speed: number) => void;
  /** Fetch the bytes of these, before any of their frames is wanted. */
  readonly warm: (urls: readonly string[]) => void;
  /** Why a proxy cannot be shown, if it cannot. */
  readonly trouble: (url: string) => Trouble | null;
  readonly close: () => void;
}

export type Trouble = "unreachable" | "undecodable";
