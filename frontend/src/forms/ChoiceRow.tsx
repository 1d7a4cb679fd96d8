// One of several: beside each other while they fit, a menu beyond.
import { useId } from "react";
import type { Value } from "../document/changes";
import { useLanguage } from "../i18n";
import { Segments } from "./Control";
import { choiceName } from "./names";
import type { ChoiceField } from "./schema";

interface Props {
  readonly field: ChoiceField;
  readonly label: string;
  readonly hidden: boolean;
  readonly help: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

const FITS = 30; // half-width characters of all choices together
const width = (words: string): number => [...words].reduce((sum, one) => sum + (one > "\u2e80" ? 2 : 1), 0);

/** A choice. */
export function ChoiceRow({ field, label, hidden, help, value, onChange }: Props) {
  const id = useId();
  const language = useLanguage((state) => state.language);
  const options = [
    ...(field.nullable ? [{ value: null, label: choiceName(language, field.name, "") }] : []),
    ...field.options.map((one) => ({ value: one, label: choiceName(language, field.name, one) })),
  ];
  if (options.length <= 4 && options.reduce((sum, one) => sum + width(one.label) + 2, 0) <= FITS) {
    return <Segments label={label} hidden={hidden} help={help} options={options} value={value} onChange={onChange} />;
  }
  return (
    <div className="field" title={help}>
      <label htmlFor={id} className={hidden ? "visually-hidden" : ""}>{label}</label>
      <select id={id} value={String(value)} onChange={(event) => onChange(options.find((one) => String(one.value) === event.target.value)?.value ?? null)}>
        {options.map((one) => <option key={String(one.value)} value={String(one.value)}>{one.label}</option>)}
      </select>
    </div>
  );
}
