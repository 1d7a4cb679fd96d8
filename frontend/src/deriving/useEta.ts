// How long it will take, judged by what this take took: nothing is said where nothing is known.
import { useLineage } from "../api/queries";
import type { Take } from "../document/kinds";
import type { Model } from "../direction/capability";
import { makingOf, tookText } from "../inspector/making";
import { etaOf } from "./eta";

/** In words; "" where it is not known. */
export function useEta(take: Take, model: Model | undefined, frames: number, had: number): string {
  const lineage = useLineage(take.key);
  if (!lineage.data || !model) return "";
  const ms = etaOf(makingOf(lineage.data).steps, model.id, frames, had);
  return ms === null ? "" : tookText(ms);
}
