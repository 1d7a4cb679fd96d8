// Tables of colours that were brought in, fetched once and read, for the preview and its thumbnails.
import { create } from "zustand";
import { changeOf, cubeOf } from "./cube";
import type { Change } from "./grade";

const useRead = create<{ readonly known: Readonly<Record<string, Change | "none">> }>(() => ({ known: {} }));
const under = new Set<string>();

/** Fetch a table's file and read it; told to whoever looks once it is. */
export async function fetchTable(digest: string, url: string): Promise<void> {
  if (under.has(digest) || digest in useRead.getState().known) return;
  under.add(digest);
  try {
    const answer = await fetch(url);
    if (!answer.ok) return;
    const cube = cubeOf(await answer.text());
    useRead.setState(({ known }) => ({ known: { ...known, [digest]: cube ? changeOf(cube) : "none" } }));
  } catch {
    // not reachable: asked again when it is looked at again; the studio's own trial shows it meanwhile
  } finally {
    under.delete(digest);
  }
}

/** What is read by now. */
export function useTables(): (digest: string) => Change | null {
  const known = useRead((state) => state.known);
  return (digest) => {
    const found = known[digest];
    return found === undefined || found === "none" ? null : found;
  };
}
