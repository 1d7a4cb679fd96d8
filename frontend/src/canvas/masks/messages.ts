// What the canvas and its worker say to each other.
import type { Prompts } from "../maskKeys";

export type Ask =
  | { readonly is: "open"; readonly decoder: string }
  | { readonly is: "look"; readonly key: string; readonly url: string }
  | { readonly is: "outline"; readonly id: number; readonly picture: ImageBitmap }
  | { readonly is: "mask"; readonly id: number; readonly key: string; readonly said: Prompts; readonly width: number; readonly height: number; readonly whole: readonly [number, number] };

export type Answer =
  | { readonly is: "opened"; readonly ms: number }
  | { readonly is: "looked"; readonly key: string }
  | { readonly is: "masked"; readonly id: number; readonly picture: ImageBitmap; readonly outline: Float32Array; readonly nothing: boolean; readonly sure: number; readonly ms: number }
  | { readonly is: "outlined"; readonly id: number; readonly outline: Float32Array }
  | { readonly is: "wrong"; readonly what: "open" | "look" | "mask"; readonly key: string; readonly id: number; readonly words: string };
