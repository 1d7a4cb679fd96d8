// My edits that the server has not answered, kept in the browser: a refresh, a closed tab or a lost network loses none.
import type { Edit } from "./changes";

const PREFIX = "filmwright.unsent.";
const tab = crypto.randomUUID();

/** What `localStorage` is, as far as it is needed here. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Keep exactly these edits of this tab for a project. */
export function keep(shelf: Shelf, project: string, edits: readonly Edit[]): void {
  const name = `${PREFIX}${project}.${tab}`;
  try {
    if (edits.length > 0) shelf.setItem(name, JSON.stringify(edits));
    else shelf.removeItem(name);
  } catch {
    // A full or forbidden shelf: the edits are still in this window and still being sent.
  }
}

/**
 * The edits that tabs now closed left for a project, oldest tab first; they are taken off the shelf, to be kept again by this tab.
 * A tab that is alive may lose them too: it sends them by itself, and an edit sent twice is written once.
 */
export function take(shelf: Shelf, project: string): Edit[] {
  const names = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  const found: Edit[] = [];
  for (const name of names.filter((one) => one.startsWith(`${PREFIX}${project}.`) && !one.endsWith(tab)).sort()) {
    found.push(...read(shelf.getItem(name)));
    shelf.removeItem(name);
  }
  return found;
}

function read(text: string | null): Edit[] {
  try {
    const edits: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(edits) ? edits.filter((one: Partial<Edit>) => typeof one.id === "string" && Array.isArray(one.changes)) : [];
  } catch {
    return []; // not ours, or cut off: nothing that could be sent
  }
}
