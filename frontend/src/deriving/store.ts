// Which sheet of deriving is open, over which take.
import { create } from "zustand";
import type { Derivation } from "./plan";

export type DerivingSheet =
  | { readonly is: Derivation; readonly shot: string; /** Null: the one that is shown. */ readonly take: string | null }
  | { readonly is: "bridge"; readonly before: string; readonly after: string };

export const useDeriving = create<{ readonly sheet: DerivingSheet | null }>(() => ({ sheet: null }));

export const openDeriving = (sheet: DerivingSheet | null): void => useDeriving.setState({ sheet });
