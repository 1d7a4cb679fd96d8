// What a person does in the library: a new one, one from a picture, pictures onto one, putting away; each is one edit.
import { create } from "zustand";
import { ApiProblem } from "../api/client";
import { readable } from "../bring/pictures";
import { sorted } from "../bring/sniff";
import { uploadFile } from "../bring/uploads";
import { living } from "../document/kinds";
import { ranksAt, inOrder } from "../document/order";
import { useDocument } from "../document/store";
import { archive } from "../document/verbs";
import { change } from "../film/verbs";
import { useLanguage, words } from "../i18n";
import { errorWords } from "../i18n/problems";
import type { Key } from "../i18n/en";
import { learn } from "../library/artifacts";
import { type LibraryKind, nameFromFile } from "../library/entries";
import { MOST_PICTURES } from "../library/merge";
import { type Chosen, chooseEntry, useLibrary } from "../library/state";
import { tell } from "../view/store";

const NEW: Readonly<Record<LibraryKind, Key>> = { character: "cast.newName", location: "cast.newPlaceName", style: "cast.newStyleName" };
const MOST_AT_ONCE = 60;

export interface Coming {
  readonly id: string;
  readonly kind: LibraryKind;
  /** Whom it is a picture of; null: it makes somebody new. */
  readonly onto: string | null;
  readonly file: string;
  /** From 0 to 1. */
  readonly part: number;
}

/** Pictures that are being sent. */
export const useComing = create<{ readonly coming: readonly Coming[] }>(() => ({ coming: [] }));

const say = (key: Key, values?: Readonly<Record<string, string | number>>): string => words(useLanguage.getState().language, key, values);

/** A new character, place or style at the end of its shelf; its form opens with the name to be typed. */
export function addEntry(kind: LibraryKind, name = "", pictures: readonly string[] = [], open = true): string {
  const id = crypto.randomUUID();
  const all = inOrder(living(useDocument.getState().records, kind));
  const [rank = "a0"] = ranksAt(all, all.length);
  const named = name || say(NEW[kind]);
  change(named, [{ kind, id, set: { name: named, rank, ...(pictures.length > 0 ? { pictures: [...pictures] } : {}) } }]);
  if (open) chooseEntry({ kind, id }, true);
  return id;
}

/** Put one away; undo brings it back. */
export function archiveEntry({ kind, id }: Chosen, name: string): void {
  change(name, archive(kind, [id]));
  if (useLibrary.getState().chosen?.id === id) chooseEntry(null);
}

/** Pictures for somebody. */
export function setPictures({ kind, id }: Chosen, pictures: readonly string[]): void {
  change(say("cast.pictures"), [{ kind, id, set: { pictures: [...pictures] } }]);
}

function picturesOf({ kind, id }: Chosen): readonly string[] {
  const pictures = useDocument.getState().records[kind]?.[id]?.["pictures"];
  return Array.isArray(pictures) ? (pictures as string[]) : [];
}

/** Send pictures: each makes somebody new, or all become pictures of `onto`. What cannot be taken is said in words. */
export async function bringPictures(files: readonly File[], kind: LibraryKind, onto: string | null = null): Promise<void> {
  const taken = files.slice(0, MOST_AT_ONCE);
  if (files.length > taken.length) tell(say("cast.tooMany", { most: MOST_AT_ONCE, count: files.length - taken.length }), "failed");
  const film = useDocument.getState().project?.id;
  await Promise.all(taken.map(async (given) => {
    const id = crypto.randomUUID();
    useComing.setState(({ coming }) => ({ coming: [...coming, { id, kind, onto, file: given.name, part: 0 }] }));
    const moved = (part: number): void => useComing.setState(({ coming }) => ({ coming: coming.map((one) => (one.id === id ? { ...one, part } : one)) }));
    try {
      const sort = await sorted(given);
      const file = sort.is !== "picture" ? null : sort.by ? await readable(given) : given;
      if (!file) {
        tell(say("cast.notPicture", { name: given.name }), "failed");
        return;
      }
      const artifact = await uploadFile(file, "image", { onProgress: ({ sent, size }) => moved(sent / Math.max(1, size)) });
      learn([artifact]);
      if (useDocument.getState().project?.id !== film) return; // another film was opened meanwhile: its records are not ours to change
      if (onto) addPicture({ kind, id: onto }, artifact.digest);
      else addEntry(kind, nameFromFile(given.name), [artifact.digest], taken.length === 1);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      tell(`${given.name}: ${errorWords(problem)}`, "failed");
    } finally {
      useComing.setState(({ coming }) => ({ coming: coming.filter((one) => one.id !== id) }));
    }
  }));
}

function addPicture(one: Chosen, digest: string): void {
  const known = picturesOf(one);
  if (known.includes(digest)) return;
  if (known.length >= MOST_PICTURES) tell(say("cast.mostPictures"), "failed");
  else setPictures(one, [...known, digest]);
}
