// What is heard of a shot whose model makes sound too: its sound under the voices, its own alone, or the voices alone.
import type { ShotInFilm } from "../document/select";
import { Segments } from "../forms/Control";
import { useWords } from "../i18n";
import { alike, directionOf, type Direction } from "./direction";
import { direct } from "./write";

const HOW = ["under", "own", "voices"] as const satisfies readonly Direction["sound"][];

/** Alone, the model is told the lines as well. */
export function Heard({ shots }: { readonly shots: readonly ShotInFilm[] }) {
  const t = useWords();
  return (
    <Segments
      label={t("dir.heard")} help={t("dir.heardHelp")} value={alike(shots.map((one) => directionOf(one.shot.direction).sound)) ?? null}
      options={HOW.map((value) => ({ value, label: t(`dir.heard.${value}`) }))}
      onChange={(next) => direct(t("dir.heard"), shots, { sound: HOW.find((one) => one === next) ?? "under" })}
    />
  );
}
