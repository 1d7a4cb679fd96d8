// Which sheet for bringing something to a shot lies open; one at a time, over whatever page of the film.
import { create } from "zustand";

export type Open =
  | { readonly is: "clip"; readonly shot: string; readonly digest: string | null }
  | { readonly is: "drawing"; readonly shot: string; readonly field: "first" | "last" }
  | null;

export const useSheet = create<{ open: Open }>(() => ({ open: null }));

/** Open a sheet, or close it. */
export function open(sheet: Open): void {
  useSheet.setState({ open: sheet });
}
