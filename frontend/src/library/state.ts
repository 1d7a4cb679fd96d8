// What the library shows: which shelf, who is chosen, what is searched for, and what a person is about to change.
import { create } from "zustand";
import type { Change } from "../document/changes";
import { leaveAdapters } from "../adapters/state";
import type { LibraryKind } from "./entries";

export interface Chosen {
  readonly kind: LibraryKind;
  readonly id: string;
}

interface Library {
  readonly shelf: LibraryKind;
  readonly chosen: Chosen | null;
  readonly query: string;
  /** Whose name is to be typed next: it was made just now. */
  readonly named: string | null;
  /** Changes that are only pointed at: what they would make stale is shown. */
  readonly pondered: readonly Change[] | null;
  /** Who is about to be merged: what was dragged, and onto whom (null: still to be said). */
  readonly merging: { readonly gone: Chosen; readonly kept: string | null } | null;
}

export const useLibrary = create<Library>(() => ({ shelf: "character", chosen: null, query: "", named: null, pondered: null, merging: null }));

/** Show one shelf; nothing is chosen then. */
export function showShelf(shelf: LibraryKind): void {
  useLibrary.setState({ shelf, chosen: null, query: "", pondered: null });
}

/** Open somebody's form, or close it. `fresh`: made just now, so the name is asked for. */
export function chooseEntry(chosen: Chosen | null, fresh = false): void {
  if (chosen) leaveAdapters();
  useLibrary.setState((state) => ({ chosen, shelf: chosen?.kind ?? state.shelf, named: fresh ? (chosen?.id ?? null) : null, pondered: null }));
}

/** These changes are pointed at (null: no longer). */
export function ponder(changes: readonly Change[] | null): void {
  useLibrary.setState({ pondered: changes });
}

/** Ask about merging, or stop asking. */
export function askMerge(merging: Library["merging"]): void {
  useLibrary.setState({ merging });
}
