// What steadying may cost: the part of the picture that is kept at the most, drawn over it.
import type { EditorProps } from "../effects/editors";
import { useWords } from "../i18n";
import { usePicture } from "./picture";
import "./camera.css";

/** For "camera.stabilise". */
export function SteadyEditor({ values, shot }: EditorProps) {
  const t = useWords();
  const { picture, aspect: own } = usePicture(shot.shot.id);
  const crop = typeof values["crop"] === "number" ? values["crop"] : 0.12;
  const whole = values["edges"] === "fill";
  const inset = whole ? 0 : crop / 2;
  return (
    <div className="camera-editor">
      <div className="camera-stage small" style={{ aspectRatio: String(own) }}>
        {picture ? <img src={picture} alt="" draggable={false} /> : null}
        <svg viewBox={`0 0 100 ${100 / own}`} role="img" aria-label={t("steady.kept", { percent: Math.round((1 - 2 * inset) * 100) })}>
          <path
            className="shade" fillRule="evenodd"
            d={`M0 0H100V${100 / own}H0zM${inset * 100} ${(inset * 100) / own}h${(1 - 2 * inset) * 100}v${((1 - 2 * inset) * 100) / own}h${-(1 - 2 * inset) * 100}z`}
          />
          <rect className="kept" x={inset * 100} y={(inset * 100) / own} width={(1 - 2 * inset) * 100} height={((1 - 2 * inset) * 100) / own} />
        </svg>
      </div>
      <p className="camera-legend">{values["mode"] === "lock" ? t("steady.lock") : whole ? t("steady.fill") : t("steady.crop", { percent: Math.round((1 - 2 * inset) * 100) })}</p>
    </div>
  );
}
