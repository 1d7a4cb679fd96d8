// Which uploads were begun and not finished, kept over a reload: the same file dropped again goes on where it stopped. Pure.

export interface FileMark {
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
}

/** What of localStorage is needed. */
export interface Shelf {
  getItem: (name: string) => string | null;
  setItem: (name: string, value: string) => void;
}

const NAME = "filmwright.uploads";
const LIFE = 47 * 3600 * 1000; // ms; the studio keeps an unfinished upload for two days

interface Begun {
  readonly id: string;
  readonly at: number;
}

const markOf = (file: FileMark, media: string): string => `${file.name}|${file.size}|${file.lastModified}|${media}`;

function all(shelf: Shelf, now: number): Record<string, Begun> {
  try {
    const found = JSON.parse(shelf.getItem(NAME) ?? "{}") as Record<string, Begun>;
    return Object.fromEntries(Object.entries(found).filter(([, one]) => typeof one.id === "string" && now - one.at < LIFE));
  } catch {
    return {}; // somebody else's bytes under this name
  }
}

/** The upload that was begun with this file, if it can still be gone on with. */
export function begunUpload(shelf: Shelf, file: FileMark, media: string, now = Date.now()): string | null {
  return all(shelf, now)[markOf(file, media)]?.id ?? null;
}

/** Remember that an upload was begun, or (null) that it is over. */
export function keepUpload(shelf: Shelf, file: FileMark, media: string, id: string | null, now = Date.now()): void {
  const known = all(shelf, now);
  if (id === null) delete known[markOf(file, media)];
  else known[markOf(file, media)] = { id, at: now };
  try {
    shelf.setItem(NAME, JSON.stringify(known));
  } catch {
    // no room to remember in: the upload itself is not disturbed, it only begins anew after a reload
  }
}
