// Drawings that were begun and not used, kept in the browser: a sheet that is closed, or a page that is left, loses no stroke.
import type { Stroke } from "./strokes";

const NAME = "filmwright.drawings";
const STORE = "drafts";
const MOST = 200; // drafts; the oldest go

interface Draft {
  readonly strokes: readonly Stroke[];
  readonly at: number;
}

/** What a draft is kept under. */
export const draftOf = (film: string, shot: string, field: string): string => `${film} ${shot} ${field}`;

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error("not kept"));
  });

async function shelf(how: IDBTransactionMode): Promise<{ drafts: IDBObjectStore; close: () => void }> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE);
  const base = await asked(opening);
  return { drafts: base.transaction(STORE, how).objectStore(STORE), close: () => base.close() };
}

/** The strokes that were kept; none where nothing can be kept. */
export async function keptDraft(name: string): Promise<readonly Stroke[]> {
  try {
    const { drafts, close } = await shelf("readonly");
    const found = (await asked(drafts.get(name))) as Draft | undefined;
    close();
    return found?.strokes ?? [];
  } catch {
    return [];
  }
}

/** Keep these strokes; none forget the draft. False where the browser keeps nothing: it is then lost with the sheet. */
export async function keepDraft(name: string, strokes: readonly Stroke[]): Promise<boolean> {
  try {
    const { drafts, close } = await shelf("readwrite");
    if (strokes.length === 0) await asked(drafts.delete(name));
    else {
      await asked(drafts.put({ strokes, at: Date.now() } satisfies Draft, name));
      if ((await asked(drafts.count())) > MOST) await sweep(drafts);
    }
    close();
    return true;
  } catch {
    return false;
  }
}

async function sweep(drafts: IDBObjectStore): Promise<void> {
  const names = await asked(drafts.getAllKeys());
  const all = (await asked(drafts.getAll())) as Draft[];
  const oldest = names.map((name, place) => ({ name, at: all[place]?.at ?? 0 })).sort((one, other) => one.at - other.at);
  for (const one of oldest.slice(0, oldest.length - MOST)) await asked(drafts.delete(one.name));
}
