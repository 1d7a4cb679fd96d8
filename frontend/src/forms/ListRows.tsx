// A list: choices as pills, everything else a row each, with what may be added and taken away.
import type { Value } from "../document/changes";
import { useLanguage, useWords } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import { Control } from "./Control";
import { choiceName } from "./names";
import { type ListField, plainest } from "./schema";

interface Props {
  readonly field: ListField;
  readonly label: string;
  readonly help: string;
  readonly value: readonly Value[];
  readonly onChange: (value: Value[], moving: boolean) => void;
}

/** The rows of a list. */
export function ListRows({ field, label, help, value, onChange }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { of } = field;
  if (of.is === "choice") {
    return (
      <fieldset className="tuple" title={help}>
        <legend>{label}</legend>
        {of.options.map((one) => {
          const on = value.includes(one);
          const full = on ? value.length <= field.fewest : value.length >= field.most;
          return (
            <button
              key={one} type="button" className={on ? "pill on" : "pill"} aria-pressed={on} disabled={full}
              onClick={() => onChange(on ? value.filter((each) => each !== one) : of.options.filter((each) => each === one || value.includes(each)), false)}
            >
              {choiceName(language, field.name, one)}
            </button>
          );
        })}
      </fieldset>
    );
  }
  return (
    <fieldset className="list-rows" title={help}>
      <legend>{label}</legend>
      {value.map((one, place) => (
        <div key={place} className="list-row">
          <Control
            field={of} hidden label={`${label} ${place + 1}`} help={help} value={one}
            onChange={(next, moving) => onChange(value.map((each, at) => (at === place ? next : each)), moving)}
          />
          <IconButton
            icon="close" label={t("form.remove", { label: `${label} ${place + 1}` })} disabled={value.length <= field.fewest}
            onClick={() => onChange(value.filter((_, at) => at !== place), false)}
          />
        </div>
      ))}
      <Button kind="quiet" icon="plus" disabled={value.length >= field.most} onClick={() => onChange([...value, plainest(of)], false)}>{t("form.add")}</Button>
    </fieldset>
  );
}
