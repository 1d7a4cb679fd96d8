// One field of a schema as the control that suits it.
import { type ReactNode, useId } from "react";
import type { Value } from "../document/changes";
import { useLanguage, useWords } from "../i18n";
import { ChoiceRow } from "./ChoiceRow";
import { CheckpointRow } from "./CheckpointRow";
import { ListRows } from "./ListRows";
import { unitName } from "./names";
import { NumberRow } from "./NumberRow";
import { plainest, type Field } from "./schema";
import { ColourRow, WordsRow } from "./WordsRow";

export interface ControlProps {
  readonly field: Field;
  readonly label: string;
  readonly hidden?: boolean;
  readonly help: string;
  readonly value: Value;
  readonly onChange: (value: Value, moving: boolean) => void;
  /** Beside a number. */
  readonly beside?: ReactNode;
}

/** A control with its label, its help and, where "nothing" is allowed, a way to say nothing. */
export function Control(props: ControlProps) {
  const { field, value, label, onChange } = props;
  const t = useWords();
  if (!field.nullable || field.is === "boolean" || field.is === "choice") return <Plain {...props} />;
  return (
    <div className="maybe">
      <label className="check">
        <input
          type="checkbox" checked={value !== null}
          onChange={(event) => onChange(event.target.checked ? plainest({ ...field, nullable: false, usual: undefined }) : null, false)}
        />
        {label}
        {value === null ? <span className="note">{t("form.auto")}</span> : null}
      </label>
      {value === null ? null : <Plain {...props} hidden />}
    </div>
  );
}

function Plain({ field, label, hidden = false, help, value, onChange, beside }: ControlProps) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const id = useId();
  switch (field.is) {
    case "number":
      return (
        <NumberRow
          field={field} label={label} hidden={hidden} help={help} unit={unitName(language, field.unit)} value={typeof value === "number" ? value : 0}
          onChange={onChange} beside={beside}
        />
      );
    case "choice":
      return <ChoiceRow field={field} label={label} hidden={hidden} help={help} value={value} onChange={(next) => onChange(next, false)} />;
    case "boolean":
      if (field.nullable) {
        const options = [{ value: null, label: t("form.auto") }, { value: true, label: t("form.yes") }, { value: false, label: t("form.no") }];
        return <Segments label={label} hidden={hidden} help={help} options={options} value={value} onChange={(next) => onChange(next, false)} />;
      }
      return (
        <label className="check" title={help}>
          <input id={id} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked, false)} />
          {label}
        </label>
      );
    case "colour":
      return <ColourRow label={label} hidden={hidden} help={help} usual={field.usual} value={typeof value === "string" ? value : "#000000"} onChange={onChange} />;
    case "text":
      return <WordsRow field={field} label={label} hidden={hidden} help={help} value={typeof value === "string" ? value : ""} onChange={(next) => onChange(next, false)} />;
    case "checkpoint":
      return <CheckpointRow field={field} label={label} hidden={hidden} value={typeof value === "string" ? value : ""} onChange={(next) => onChange(next, false)} />;
    case "list":
      return <ListRows field={field} label={label} help={help} value={Array.isArray(value) ? value : []} onChange={onChange} />;
    case "tuple": {
      const parts = Array.isArray(value) ? value : [];
      return (
        <fieldset className="tuple">
          <legend className={hidden ? "visually-hidden" : ""}>{label}</legend>
          {field.parts.map((part, place) => (
            <Control
              key={part.name} field={part} hidden label={`${label} ${place + 1}`} help={help} value={parts[place] ?? plainest(part)}
              onChange={(next, moving) => onChange(field.parts.map((each, at) => (at === place ? next : (parts[at] ?? plainest(each)))), moving)}
            />
          ))}
        </fieldset>
      );
    }
    case "keys":
      return null;
    case "unknown":
      return <p className="note">{t("form.unknown", { label })} <code>{JSON.stringify(value)}</code></p>;
  }
}

interface SegmentsProps {
  readonly label: string;
  readonly hidden?: boolean;
  readonly help?: string;
  readonly options: readonly { readonly value: string | number | boolean | null; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: string | number | boolean | null) => void;
}

/** A few choices beside each other. */
export function Segments({ label, hidden, help, options, value, onChange }: SegmentsProps) {
  const name = useId();
  return (
    <fieldset className="segments" title={help}>
      <legend className={hidden ? "visually-hidden" : ""}>{label}</legend>
      <div>
        {options.map((one) => (
          <label key={String(one.value)} className={one.value === value ? "on" : ""}>
            <input type="radio" name={name} checked={one.value === value} onChange={() => onChange(one.value)} onKeyDown={(event) => event.stopPropagation()} />
            {one.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
