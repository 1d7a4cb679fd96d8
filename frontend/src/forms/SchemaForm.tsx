// The form of any operation, drawn from its schema: what cannot be wrong need not be explained, and what is wrong is, at its field.
import { Fragment, type ReactNode } from "react";
import type { Value } from "../document/changes";
import { useLanguage, useWords } from "../i18n";
import { Control } from "./Control";
import { fieldHelp, fieldName } from "./names";
import { type Field, held, type NumberField } from "./schema";
import "./forms.css";

interface Props {
  readonly operation: string;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, Value>>;
  /** `moving` while a slider is under a hand: show it, write it once it rests. */
  readonly onChange: (name: string, value: Value, moving: boolean) => void;
  /** Beside a number, and below it. */
  readonly beside?: (field: NumberField) => ReactNode;
  readonly below?: (field: NumberField) => ReactNode;
}

/** Every field of an operation. */
export function SchemaForm({ operation, fields, values, onChange, beside, below }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const drawn = fields.filter((field) => field.is !== "keys");
  if (drawn.length === 0) return <p className="note">{t("form.nothing")}</p>;
  return (
    <div className="schema-form">
      {drawn.map((field) => (
        <Fragment key={field.name}>
          <Control
            field={field} value={held(field, values)} beside={field.is === "number" ? beside?.(field) : undefined}
            label={fieldName(language, operation, field.name, field.title)} help={fieldHelp(language, operation, field)}
            onChange={(value, moving) => onChange(field.name, value, moving)}
          />
          {field.is === "number" ? below?.(field) : null}
        </Fragment>
      ))}
    </div>
  );
}
