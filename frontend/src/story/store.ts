// Which sheet of stories is open, and what is being told: it goes on when its sheet is closed, and in a film that was just begun.
import { create } from "zustand";

export type StorySheet = { readonly is: "film"; /** Words that were written and did not become a board. */ readonly words?: string } | { readonly is: "scene"; readonly scene: string };

export interface Wish {
  readonly words: string;
  /** 0: as long as it needs, or as the words themselves say. */
  readonly frames: number;
  readonly breakdown: "" | "rules" | "endpoint";
}

export interface Telling {
  readonly film: string;
  /** The one scene that is told; null: the film. */
  readonly scene: string | null;
  readonly since: number;
  /** Questions answered of those that a language model is asked; 0 of 0 while nobody says. */
  readonly done: number;
  readonly of: number;
}

interface State {
  readonly sheet: StorySheet | null;
  readonly telling: Telling | null;
  /** Why the last one was not told; empty otherwise. */
  readonly problem: string;
  /** A film that was begun with these words: told once it is open. */
  readonly begun: { readonly film: string; readonly wish: Wish } | null;
}

export const useStory = create<State>(() => ({ sheet: null, telling: null, problem: "", begun: null }));

export const openStory = (sheet: StorySheet | null): void => useStory.setState(sheet ? { sheet } : { sheet, problem: "" });

/** A language model has answered one more question. */
export function told(film: string, done: number, of: number): void {
  const { telling } = useStory.getState();
  if (telling?.film === film && telling.scene === null) useStory.setState({ telling: { ...telling, done, of } });
}
