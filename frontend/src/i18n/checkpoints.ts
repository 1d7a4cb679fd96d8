// What a model is called in the language of the interface.
import type { Language } from "./index";
import { checkpoints } from "./zh/checkpoints";

/** The title of a checkpoint: "previs@1" is known by "previs", whatever its version. */
export function checkpointTitle(one: { readonly id: string; readonly title: string }, language: Language): string {
  const known = language === "zh" ? checkpoints[one.id.split("@")[0] ?? ""] : undefined;
  return known ?? one.title;
}
