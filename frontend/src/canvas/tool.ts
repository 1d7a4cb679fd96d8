// What a tool of the canvas is: its name, icon and key, what it looks at, what it lays over the picture, and its settings.
import type { ReactNode } from "react";
import type { Key } from "../i18n/en";
import type { ToolId } from "./store";
import type { ViewBox } from "./view";

export interface CanvasTool {
  readonly id: ToolId;
  /** The path of its icon, 16 by 16, drawn as one stroke. */
  readonly icon: string;
  /** The key that takes it up, as `named` in film/keys.ts says it. */
  readonly key: string;
  readonly words: Key;
  /** One line beneath the picture: how it is used. */
  readonly hint: Key;
  /** The take alone, as masks are made on it, or the shot as it is put together. */
  readonly sees: "take" | "stack";
  /** Covers the whole view while the tool is in the hand, and gets its pointer; the wheel, the middle button and Space + drag stay the canvas's. */
  readonly Overlay: (props: { readonly view: ViewBox }) => ReactNode;
  /** Its settings, in the row above the picture. */
  readonly Options?: () => ReactNode;
}
