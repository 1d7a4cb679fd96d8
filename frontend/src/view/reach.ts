// Brings something into sight, wherever it is drawn: the board says how while it is open; nobody else needs to know.

type Reach = (what: { readonly shot?: string; readonly scene?: string }, focus: boolean) => void;

let reach: Reach | null = null;

/** The board is open and brings its cards into sight; the function returned says that it is closed. */
export function reaches(how: Reach): () => void {
  reach = how;
  return () => {
    if (reach === how) reach = null;
  };
}

/** Scroll to a shot or a scene and give it the keyboard; nothing where no board is open. */
export function bringIntoSight(what: { readonly shot?: string; readonly scene?: string }, focus = true): void {
  reach?.(what, focus);
}
