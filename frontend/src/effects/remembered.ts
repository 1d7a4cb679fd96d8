// Short lists that this browser remembers: favourites of the gallery, and what was used last.
import { create } from "zustand";

const PREFIX = "filmwright.effects.";
type Name = "favourites" | "recent";

function kept(name: Name): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string").slice(0, 100) : [];
  } catch {
    return []; // no storage, or somebody else's words in it
  }
}

const useLists = create<Record<Name, readonly string[]>>(() => ({ favourites: kept("favourites"), recent: kept("recent") }));

interface Remembered {
  readonly list: readonly string[];
  readonly keep: (list: readonly string[]) => void;
}

/** A list, and how to keep another in its place. */
export function useRemembered(name: Name): Remembered {
  const list = useLists((state) => state[name]);
  const keep = (next: readonly string[]): void => {
    useLists.setState({ [name]: next });
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(next));
    } catch {
      // full or forbidden: remembered until the window closes
    }
  };
  return { list, keep };
}
