// Steps, guidance, seed, and what must never be seen: as the model counts them, unless somebody says otherwise.
import { useState } from "react";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { change } from "../film/verbs";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { TextField } from "../ui/Field";
import type { Model } from "./capability";
import { alike, directionOf } from "./direction";
import { GUIDANCE, SEED, STEPS } from "./numbers";
import { direct } from "./write";

/** The rows that this model has. */
export function Numbers({ model, shots }: { readonly model: Model; readonly shots: readonly ShotInFilm[] }) {
  const t = useWords();
  const [draft, setDraft] = useState<{ readonly steps?: number; readonly guidance?: number }>({});
  const all = shots.map((one) => directionOf(one.shot.direction));
  const ids = shots.map((one) => one.shot.id);
  const negatives = useDocument((state) => alike(ids.map((id) => state.records["shot"]?.[id]?.["negative"] ?? "")));
  const has = (name: string): boolean => model.takes.includes(name);
  const usual = { steps: model.steps?.[1] ?? 30, guidance: model.guidance ?? 5 };
  const steps = alike(all.map((one) => one.steps));
  const guidance = alike(all.map((one) => one.guidance));
  const seed = alike(shots.map((one) => one.shot.seed));
  const seeds = (values: readonly number[]): void => change(t("param.seed"), ids.map((id, at) => ({ kind: "shot", id, set: { seed: values[at] ?? 0 } })));
  return (
    <>
      {has("steps") ? (
        <NumberRow
          field={STEPS(usual.steps)} label={t("dir.steps")} help={t("dir.stepsHelp")} unit={steps === undefined ? t("dir.differ") : ""} value={draft.steps ?? (steps || usual.steps)}
          onChange={(value, moving) => {
            setDraft(moving ? { steps: value } : {});
            if (!moving) direct(t("dir.steps"), shots, { steps: value === usual.steps ? 0 : value });
          }}
        />
      ) : null}
      {has("guidance") ? (
        <NumberRow
          field={GUIDANCE(usual.guidance)} label={t("dir.guidance")} help={t("dir.guidanceHelp")} unit={guidance === undefined ? t("dir.differ") : ""}
          value={draft.guidance ?? guidance ?? usual.guidance}
          onChange={(value, moving) => {
            setDraft(moving ? { guidance: value } : {});
            if (!moving) direct(t("dir.guidance"), shots, { guidance: value === usual.guidance ? null : value });
          }}
        />
      ) : null}
      {has("negative") ? (
        <TextField
          label={t("param.negative")} value={typeof negatives === "string" ? negatives : ""} rows={2} hint={negatives === undefined ? t("dir.differ") : t("shot.negativeHint")} limit={2000}
          onWrite={(words) => change(t("param.negative"), ids.map((id) => ({ kind: "shot", id, set: { negative: words } })))}
        />
      ) : null}
      {has("seed") ? (
        <div className="seed-row">
          <NumberRow
            field={SEED} label={t("param.seed")} help={t("shot.seedHelp")} unit={seed === undefined ? t("dir.differ") : ""} value={seed ?? shots[0]?.shot.seed ?? 0}
            onChange={(value, moving) => {
              if (!moving) seeds(ids.map(() => value));
            }}
          />
          <IconButton icon="seed" label={t("shot.newSeed")} onClick={() => seeds([...crypto.getRandomValues(new Uint32Array(ids.length))])} />
        </div>
      ) : null}
    </>
  );
}
