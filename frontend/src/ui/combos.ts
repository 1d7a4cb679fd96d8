// Keys as they are printed on a keyboard: `Mod+Shift+Z` is ⌘⇧Z on a Mac and Ctrl ⇧ Z elsewhere. Pure but for knowing the machine.
import type { Translate } from "../i18n";

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const shown: Readonly<Record<string, string>> = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Backspace: "⌫", Delete: "Del", Mod: mac ? "⌘" : "Ctrl",
  Escape: "Esc", Shift: "⇧", Alt: mac ? "⌥" : "Alt", "-": "−",
};

/** The parts of a combination, each as on its key. */
export function comboOf(keys: string, t: Translate): string[] {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return parts.map((part) => (part === "Space" ? t("key.space") : (shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))));
}

/** The same in one line. */
export const shownKeys = (keys: string, t: Translate): string => (keys === "" ? "" : comboOf(keys, t).join(" "));
