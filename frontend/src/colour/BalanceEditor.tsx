// Balancing goes beyond one shot: the whole scene in one step, by the same measure.
import type { EditorProps } from "../effects/editors";
import { Beyond } from "./GradeEditor";
import "./colour.css";

/** For "style.balance". */
export function BalanceEditor({ effect, shot, frame }: EditorProps) {
  return effect.layer === null ? <div className="colour"><Beyond shot={shot.shot.id} scene={shot.shot.scene} effect={effect.id} frame={frame} /></div> : null;
}
