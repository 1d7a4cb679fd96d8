// What a shot is that nobody described but that holds a clip or pictures: said on its card and in the search. Pure.
import type { Shot } from "../document/kinds";
import { clockAt, clockText, lengthOf, type Rate } from "../film/time";
import type { useWords } from "../i18n";

type Held = Pick<Shot, "footage" | "first" | "last" | "frames">;

/** "" for a shot that holds nothing. `name`: what its file is called, where that is known. */
export function heldWords(shot: Held, rate: Rate, t: ReturnType<typeof useWords>, name = ""): string {
  const { footage, first, last, frames } = shot;
  if (footage) {
    const from = clockText(Math.floor(clockAt(footage.start, rate)));
    return t("held.clip", { name: name || t("held.yours"), length: lengthOf(frames, rate), from });
  }
  if (first && last) return t("held.both");
  if (first) return name ? t("held.named", { name }) : t("held.first");
  return last ? t("held.last") : "";
}
