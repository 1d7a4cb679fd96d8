// Which checkpoint does it: those of the capability, what is not fetched and what may not be sold said beside the name.
import { useId } from "react";
import { useCheckpoints } from "../api/machine";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import type { CheckpointField } from "./schema";

interface Props {
  readonly field: CheckpointField;
  readonly label: string;
  readonly hidden: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A checkpoint picker by capability. */
export function CheckpointRow({ field, label, hidden, value, onChange }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const id = useId();
  const all = useCheckpoints();
  const able = (all.data ?? []).filter((one) => one.capability === field.capability);
  const chosen = able.find((one) => one.id === value);
  return (
    <div className="field">
      <label htmlFor={id} className={hidden ? "visually-hidden" : ""}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {field.without ? <option value="">{t("form.without")}</option> : null}
        {able.some((one) => one.id === value) || value === "" ? null : <option value={value}>{value}</option>}
        {able.map((one) => (
          <option key={one.id} value={one.id} disabled={!one.installed && one.id !== value}>
            {checkpointTitle(one, language)}{one.installed ? "" : ` · ${t("form.notInstalled")}`}
          </option>
        ))}
      </select>
      {chosen ? <p className="said">{chosen.licence}{chosen.commercial ? "" : ` · ${t("form.notCommercial")}`}</p> : null}
    </div>
  );
}
