// Size, angle and move of the camera as small pictures: chosen by a click or the arrow keys, said in words above.
import { type ReactNode, useId } from "react";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Icon } from "../ui/Icon";
import { AngleIcon, MoveIcon, SizeIcon } from "./CameraIcons";
import { CAMERA } from "./choices";

type Field = keyof typeof CAMERA;

interface Props {
  readonly field: Field;
  /** "" lets the studio choose; null: several shots that differ. */
  readonly value: string | null;
  /** What the studio chose, when nothing is chosen by hand. */
  readonly auto?: string | undefined;
  readonly onWrite: (value: string) => void;
}

const GROUPS = { size: "size", angle: "angle", movement: "move" } as const;

function picture(field: Field, value: string): ReactNode {
  if (value === "") return <Icon name="auto" size={16} />;
  if (field === "size") return <SizeIcon value={value} />;
  return field === "angle" ? <AngleIcon value={value} /> : <MoveIcon value={value} />;
}

/** One row of pictures. */
export function CameraPicker({ field, value, auto, onWrite }: Props) {
  const t = useWords();
  const name = useId();
  const said = (one: string): string => (one === "" ? t("shot.choose") : t(`${GROUPS[field]}.${one}` as Key));
  const now = value === null ? t("many.differ") : value === "" && auto ? `${t("shot.choose")} · ${said(auto)}` : said(value);
  return (
    <fieldset className={`camera-picker ${field}`}>
      <legend>
        {t(`shot.${field}`)} <b>{now}</b>
      </legend>
      <div>
        {["", ...CAMERA[field]].map((one) => (
          <label key={one} className={one === value ? "on" : value === "" && one === auto ? "auto" : ""} title={said(one)}>
            <input
              type="radio" name={name} checked={one === value} aria-label={said(one)} onChange={() => onWrite(one)}
              onKeyDown={(event) => event.stopPropagation()}
            />
            {picture(field, one)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
