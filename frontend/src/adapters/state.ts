// Whether the shelf of adapters is shown in the library, which of them is chosen, and whose name is to be typed next.
import { create } from "zustand";

interface Adapters {
  readonly shown: boolean;
  readonly chosen: string | null;
  readonly named: string | null;
  /** Files that are being sent: name and how far, from 0 to 1. */
  readonly coming: readonly { readonly id: string; readonly file: string; readonly part: number }[];
}

export const useAdapters = create<Adapters>(() => ({ shown: false, chosen: null, named: null, coming: [] }));

/** Show the shelf; with one, its form. */
export function showAdapters(chosen: string | null = null): void {
  useAdapters.setState({ shown: true, chosen });
}

/** Another shelf is shown. */
export function leaveAdapters(): void {
  if (useAdapters.getState().shown) useAdapters.setState({ shown: false, chosen: null });
}

/** Open one's form, or close it. `fresh`: made just now, so the name is asked for. */
export function chooseAdapter(chosen: string | null, fresh = false): void {
  useAdapters.setState({ shown: true, chosen, named: fresh ? chosen : null });
}
