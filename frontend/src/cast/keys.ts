// The keyboard of the library: new, put away, search, from card to card; it goes before the keys of the whole film.
import { type RefObject, useEffect } from "react";
import { chooseAdapter, useAdapters } from "../adapters/state";
import { adaptersOf } from "../adapters/using";
import { addAdapter, archiveAdapter } from "../adapters/verbs";
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import type { Key } from "../i18n/en";
import { entriesOf } from "../library/entries";
import { chooseEntry, useLibrary } from "../library/state";
import { useView } from "../view/store";
import { addEntry, archiveEntry } from "./make";

const TYPING = "input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=color]), textarea, select, [contenteditable=true], dialog, [role=menu]";
const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
// What means a shot elsewhere and nothing here.
const SHOTS = new Set(["d", "r", "R", "[", "]", "p", "g", "s", "m", "c", "a", "N"]);

/** What the `?` sheet says of them. */
export const libraryKeys: readonly { readonly keys: readonly string[]; readonly words: Key }[] = [
  { keys: ["n"], words: "key.entryNew" },
  { keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], words: "key.entryStep" },
  { keys: ["/"], words: "key.entryFind" },
  { keys: ["Backspace", "Delete"], words: "key.entryAway" },
  { keys: ["Escape"], words: "key.entryClose" },
];

/** Listens while the library is shown; never while somebody types or a sheet is open. */
export function useCastKeys(film: Film, search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || event.isComposing || useView.getState().sheet || target?.closest(TYPING)) return;
      if (document.querySelector("dialog[open]")) return;
      if (act(event, target, film, search)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [film, search]);
}

function act(event: KeyboardEvent, target: Element | null, film: Film, search: RefObject<HTMLInputElement | null>): boolean {
  if (useAdapters.getState().shown) return onAdapters(event, target, search);
  const { shelf, chosen } = useLibrary.getState();
  const mod = event.metaKey || event.ctrlKey;
  if (mod) return event.key === "a";
  if (event.altKey) return false;
  if (event.key === "n") addEntry(shelf);
  else if (event.key === "/") search.current?.focus();
  else if (event.key === "Escape" && chosen) {
    chooseEntry(null);
    document.getElementById(`entry-${chosen.id}`)?.focus();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    const entry = entriesOf(film, shelf).find((one) => one.id === chosen?.id);
    if (entry) archiveEntry(entry, entry.name);
  } else if (ARROWS.has(event.key) && !target?.matches("input")) step(event.key, target);
  else return SHOTS.has(event.key);
  return true;
}

/** The same keys on the shelf of adapters. */
function onAdapters(event: KeyboardEvent, target: Element | null, search: RefObject<HTMLInputElement | null>): boolean {
  if (event.metaKey || event.ctrlKey) return event.key === "a";
  if (event.altKey) return false;
  const { chosen } = useAdapters.getState();
  const one = adaptersOf(useDocument.getState().records).find((each) => each.id === chosen);
  if (event.key === "n") addAdapter();
  else if (event.key === "/") search.current?.focus();
  else if (event.key === "Escape" && chosen) {
    chooseAdapter(null);
    document.getElementById(`entry-${chosen}`)?.focus();
  } else if ((event.key === "Delete" || event.key === "Backspace") && one) archiveAdapter(one);
  else if (ARROWS.has(event.key) && !target?.matches("input")) step(event.key, target);
  else return SHOTS.has(event.key);
  return true;
}

/** The focus goes to the neighbouring card, as they stand on the screen. */
function step(key: string, from: Element | null): void {
  const cards = [...document.querySelectorAll<HTMLElement>(".lib-shelf button.lib-entry")];
  const at = cards.findIndex((one) => one === from);
  const columns = cards.filter((one) => one.offsetTop === cards[0]?.offsetTop).length || 1;
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key] ?? 0;
  (at < 0 ? cards[0] : cards[Math.min(cards.length - 1, Math.max(0, at + by))])?.focus();
}
