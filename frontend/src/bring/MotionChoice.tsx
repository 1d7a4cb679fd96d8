// How footage of another rate comes to the film's: its own pictures, some twice or not at all, or pictures made between them.
import { useWords } from "../i18n";

type Motion = "shown" | "made";

interface Props {
  readonly own: string;
  readonly film: string;
  readonly value: Motion;
  readonly onChange: (motion: Motion) => void;
}

const ratio = (rate: string): number => {
  const [top = 24, bottom = 1] = rate.split("/").map(Number);
  return top / bottom;
};

const said = (rate: string): string => String(Math.round(ratio(rate) * 1000) / 1000);

/** The choice; nothing where both have one rate. */
export function MotionChoice({ own, film, value, onChange }: Props) {
  const t = useWords();
  if (Math.abs(ratio(own) / ratio(film) - 1) < 1e-6) return null;
  return (
    <fieldset className="fit">
      <legend>{t("footage.motionTitle", { own: said(own), film: said(film) })}</legend>
      {(["shown", "made"] as const).map((one) => (
        <label key={one} className="check">
          <input type="radio" name="motion" checked={value === one} onChange={() => onChange(one)} />{t(`footage.motion.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
