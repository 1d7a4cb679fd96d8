// The form of any operation, drawn from its schema: what cannot be wrong need not be explained, and what is wrong is, at its field.
import type { Value } from "../document/changes";
import { useLanguage, useWords } from "../i18n";
import { Control } from "./Control";
import { fieldHelp, fieldName } from "./names";
import { type Field, held } from "./schema";
import "./forms.css";

interface Props {
  readonly operation: string;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, Value>>;
  /** `moving` while a slider is under a hand: show it, write it once it rests. */
  readonly onChange: (name: string, value: Value, moving: boolean) => void;
}

/** Every field of an operation. */
export function SchemaForm({ operation, fields, values, onChange }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const drawn = fields.filter((field) => field.is !== "keys");
  if (drawn.length === 0) return <p className="note">{t("form.nothing")}</p>;
  return (
    <div className="schema-form">
      {drawn.map((field) => (
        <Control
          key={field.name} field={field} value={held(field, values)}
          label={fieldName(language, operation, field.name, field.title)} help={fieldHelp(language, operation, field)}
          onChange={(value, moving) => onChange(field.name, value, moving)}
        />
      ))}
    </div>
  );
}
