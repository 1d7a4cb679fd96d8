// The keyboard of the studio: which press means which action, here and now.
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { useView } from "../view/store";
import { type Action, actionsAt } from "./actions";

/** What of a press tells keys apart. */
export type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "metaKey" | "ctrlKey">;

/** A press as actions name it: `Mod+Shift+Z`, `Alt+ArrowLeft`, `n`, `?`. Pure. */
export function named(press: Press): string {
  const key = press.key === " " ? "Space" : press.key;
  const mod = press.metaKey || press.ctrlKey ? "Mod+" : "";
  const alt = press.altKey ? "Alt+" : "";
  const letter = /^[a-z]$/i.test(key); // caps lock changes nothing
  const plain = letter ? (press.shiftKey ? key.toUpperCase() : key.toLowerCase()) : key;
  return `${mod}${alt}${press.shiftKey && (letter || key.length > 1 || mod) ? "Shift+" : ""}${plain}`;
}

/** The action that a press means at a place; with Shift what it would mean without, where nothing else is meant. Pure. */
export function meant(press: Press, place: string): Action | undefined {
  const here = actionsAt(place);
  const name = named(press);
  return here.find((one) => one.keys.includes(name))
    ?? (press.shiftKey && press.key.length > 1 ? here.find((one) => one.keys.includes(name.replace("Shift+", ""))) : undefined);
}

const TYPING = "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";

/** Listens while a film is open; never while somebody types or a sheet is open. */
export function useKeys(project: string, place: string): void {
  const navigate = useNavigate();
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || event.isComposing || useView.getState().sheet || target?.closest("dialog, [role=menu]") || document.querySelector("dialog:modal")) return;
      const finding = named(event) === "Mod+k"; // also while somebody types
      if (!finding && target?.closest(TYPING)) return;
      const control = target?.closest("button, a, [role=slider], input") ?? null;
      if (control && !control.closest(".card") && (event.key === " " || event.key === "Enter")) return;
      if (control?.matches("[role=slider], input") && /^(Arrow|Home|End|Page)/.test(event.key)) return;
      const found = meant(event, place);
      if (!found || (found.can && !found.can())) return;
      event.preventDefault();
      found.run({ key: event.key, shift: event.shiftKey }, (to) => void navigate(`/p/${project}/${to}`));
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [project, place, navigate]);
}
