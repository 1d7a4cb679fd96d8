// The grade as a colourist sets it: wheels and curves, and what goes beyond this shot: the light of the scene, a table for others.
import { useState } from "react";
import { attempt } from "../api/act";
import type { EditorProps } from "../effects/editors";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { Fold } from "../inspector/Fold";
import { Button } from "../ui/Button";
import { tell } from "../view/store";
import { balanceScene, tableAddress } from "./api";
import { CurvesEditor } from "./CurvesEditor";
import { usual } from "./grade";
import { WheelPad } from "./WheelPad";
import "./colour.css";

const WHEELS = ["lift", "gamma", "gain"] as const;
/** For "style.grade". */
export function GradeEditor({ effect, values, change, shot, frame }: EditorProps) {
  const t = useWords();
  const turned = WHEELS.filter((one) => [one, `${one}_red`, `${one}_green`, `${one}_blue`].some((name) => values[name] !== undefined && values[name] !== usual(name)));
  return (
    <div className="colour">
      <Fold name="grade.wheels" title={t("colour.wheels")} usual summary={turned.map((one) => t(`wheel.${one}`)).join(" · ")}>
        <div className="wheels">
          {WHEELS.map((one) => <WheelPad key={one} wheel={one} values={values} change={change} />)}
        </div>
      </Fold>
      <Fold name="grade.curves" title={t("colour.curves")} usual>
        <CurvesEditor values={values} change={change} />
      </Fold>
      {effect.layer === null ? <Beyond shot={shot.shot.id} scene={shot.shot.scene} effect={effect.id} frame={frame} /> : null}
    </div>
  );
}

interface BeyondProps {
  readonly shot: string;
  readonly scene: string;
  readonly effect: string;
  readonly frame: number;
}

/** The scene's light, and the grade as a table. */
export function Beyond({ shot, scene, effect, frame }: BeyondProps) {
  const t = useWords();
  const { id } = useOpenFilm();
  const [busy, setBusy] = useState(false);
  const balance = async (): Promise<void> => {
    setBusy(true);
    const done = await attempt(() => balanceScene(id, scene, t("colour.balanceScene")));
    setBusy(false);
    if (!done) return;
    const left = done.left.length > 0 ? ` ${t("colour.balanceLeft", { count: done.left.length })}` : "";
    tell(t(done.edit ? "colour.balanced" : "colour.balancedAlready", { slate: done.slate }) + left);
  };
  return (
    <div className="row wrap">
      <Button kind="quiet" disabled={busy} title={t("colour.balanceTip")} onClick={() => void balance()}>{t(busy ? "colour.balancing" : "colour.balanceScene")}</Button>
      <a className="button quiet" href={tableAddress(shot, { effect, frame })} download title={t("colour.saveTableTip")}>{t("colour.saveTable")}</a>
    </div>
  );
}
