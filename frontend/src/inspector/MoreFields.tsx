// What is seldom set on a shot: words over the picture, what must not be seen, its seed.
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { set } from "../film/verbs";
import { NumberRow } from "../forms/NumberRow";
import type { NumberField } from "../forms/schema";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";

const SEED: NumberField = {
  is: "number", name: "seed", title: "Seed", help: "", unit: "", usual: undefined, nullable: false, whole: true, least: 0, most: 2 ** 32 - 1, step: 1, slides: false,
};

/** The folded rest. */
export function MoreFields({ one }: { one: ShotInFilm }) {
  const t = useWords();
  const { shot } = one;
  const negative = useDocument((state) => state.records["shot"]?.[shot.id]?.["negative"]);
  const write = (label: string, fields: Parameters<typeof set>[2]): void => set("shot", shot.id, fields, label);
  return (
    <>
      <TextField
        label={t("shot.titles")} value={shot.titles.join("\n")} rows={2} hint={t("shot.titlesHint")}
        onWrite={(text) => write(t("shot.titles"), { titles: text.split("\n").map((each) => each.trim().slice(0, 300)).filter(Boolean).slice(0, 20) })}
      />
      <TextField
        label={t("param.negative")} value={typeof negative === "string" ? negative : ""} rows={2} hint={t("shot.negativeHint")} limit={2000}
        onWrite={(words) => write(t("param.negative"), { negative: words })}
      />
      <NumberRow
        field={SEED} label={t("param.seed")} help={t("shot.seedHelp")} unit="" value={shot.seed}
        onChange={(seed, moving) => {
          if (!moving) write(t("param.seed"), { seed });
        }}
      />
      <Button kind="quiet" icon="seed" onClick={() => write(t("param.seed"), { seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 })}>{t("shot.newSeed")}</Button>
    </>
  );
}
