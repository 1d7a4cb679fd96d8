// A number of a layer: shown at once while a hand moves it, written as one edit once it rests.
import type { Layer } from "../document/kinds";
import type { NumberField } from "../forms/schema";
import { NumberRow } from "../forms/NumberRow";
import { draft, type LayerDraft } from "./store";
import { nudge } from "./verbs";

interface Props {
  readonly layer: Layer;
  readonly field: NumberField;
  readonly label: string;
  readonly help?: string;
  readonly unit?: string;
  readonly value: number;
  readonly to: (value: number) => LayerDraft;
}

/** The row of one number. */
export function Num({ layer, field, label, help = "", unit = "", value, to }: Props) {
  return (
    <NumberRow
      field={field} label={label} help={help} unit={unit} value={value}
      onChange={(next, moving) => (moving ? draft(layer.id, to(next)) : nudge(layer, to(next), label))}
    />
  );
}
