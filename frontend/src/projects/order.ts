// Which film stands first: the one that was opened last here, else worked at last anywhere; and which are looked for. Pure.
import type { Shelf } from "../bring/kept";

const NAME = "filmwright.opened";
const MOST = 200;

export interface Listed {
  readonly id: string;
  readonly title: string;
  readonly changed: string;
}

/** When each film was opened in this browser, in ms. */
export function openings(shelf: Shelf): Readonly<Record<string, number>> {
  try {
    const found: unknown = JSON.parse(shelf.getItem(NAME) ?? "{}");
    if (!found || typeof found !== "object") return {};
    return Object.fromEntries(Object.entries(found).filter(([, at]) => typeof at === "number"));
  } catch {
    return {};
  }
}

/** Remember that a film is opened now. */
export function openedNow(shelf: Shelf, id: string, now = Date.now()): void {
  const all = Object.entries({ ...openings(shelf), [id]: now }).sort(([, one], [, other]) => other - one);
  try {
    shelf.setItem(NAME, JSON.stringify(Object.fromEntries(all.slice(0, MOST))));
  } catch {
    // no room: the order falls back to when each was worked at
  }
}

/** When somebody here or anywhere last had to do with it, in ms. */
export const touched = (film: Listed, opened: Readonly<Record<string, number>>): number =>
  Math.max(opened[film.id] ?? 0, Date.parse(film.changed) || 0);

/** The films whose title has all the words, the last touched first. */
export function ordered<T extends Listed>(films: readonly T[], opened: Readonly<Record<string, number>>, words = ""): T[] {
  const sought = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return films
    .filter((film) => sought.every((word) => film.title.toLocaleLowerCase().includes(word)))
    .sort((one, other) => touched(other, opened) - touched(one, opened));
}

/** How many words and scenes a script seems to have, as one types; Chinese is counted by characters. */
export function counts(text: string): { words: number; scenes: number } {
  const characters = (text.match(/\p{Script=Han}/gu) ?? []).length;
  const others = (text.replace(/\p{Script=Han}/gu, " ").match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? []).length;
  const scenes = (text.match(/^\s*(?:\.(?=\w)|int[./ ]|ext[./ ]|i\/e|内景|外景|内\/外|第.{1,4}场|场景|\d+[.、]\s*(?:内|外))/gim) ?? []).length;
  return { words: characters + others, scenes };
}
