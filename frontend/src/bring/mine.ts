// The footage that was brought into a film, remembered in this browser: also what no shot uses yet can be gone on with. Pure.
import type { Records } from "../document/changes";
import type { Shelf } from "./kept";

const MOST = 60;
const named = (film: string): string => `filmwright.footage.${film}`;

function kept(shelf: Shelf, film: string): string[] {
  try {
    const found: unknown = JSON.parse(shelf.getItem(named(film)) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is string => /^[0-9a-f]{64}$/.test(String(one))) : [];
  } catch {
    return [];
  }
}

/** Remember that this footage belongs to the film. */
export function keepFootage(shelf: Shelf, film: string, digest: string): void {
  const next = [digest, ...kept(shelf, film).filter((one) => one !== digest)].slice(0, MOST);
  try {
    shelf.setItem(named(film), JSON.stringify(next));
  } catch {
    // no room: the shots that use it still name it
  }
}

/** Digests of all footage of the film: what its shots use, and what was brought in here; the newest first. */
export function footageOf(shelf: Shelf, film: string, records: Records): string[] {
  const used = Object.values(records["shot"] ?? {}).flatMap((shot) => {
    const footage = shot["footage"];
    return footage && typeof footage === "object" && !Array.isArray(footage) ? String(footage["artifact"]) : [];
  });
  return [...new Set([...kept(shelf, film), ...used])];
}
