// A layer used over another shot: which, and from which frame on; one edit, and the other shot can be opened at once.
import { useState } from "react";
import { useNavigate } from "react-router";
import { canvasOf } from "../canvas/open";
import { mean } from "../canvas/store";
import type { Layer } from "../document/kinds";
import type { Film } from "../document/select";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { NumberField } from "../ui/Field";
import { tell } from "../view/store";
import { ShotPicker } from "./ShotPicker";
import "./places.css";
import { lend, nameOf } from "./verbs";

/** The sheet. */
export function LendSheet({ layer, film, onClose }: { readonly layer: Layer; readonly film: Film; readonly onClose: () => void }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const navigate = useNavigate();
  const [shot, setShot] = useState<string | null>(null);
  const [offset, setOffset] = useState(0);
  const slate = film.byId.get(shot ?? "")?.slate ?? "";
  const apply = (opens: boolean): void => {
    if (!shot) return;
    const lent = lend(layer, shot, offset);
    onClose();
    if (opens) {
      mean(shot, lent);
      void navigate(`/p/${id}/${canvasOf(shot)}`);
    } else tell(t("lend.done", { name: nameOf(layer), slate }));
  };
  return (
    <Dialog title={t("lend.title", { name: nameOf(layer) })} onClose={onClose} wide>
      <p className="note">{t("lend.note")}</p>
      {film.shots.length < 2 ? <p>{t("lend.alone")}</p> : <ShotPicker film={film} chosen={shot ? [shot] : []} several={false} without={layer.shot} onChoose={setShot} />}
      <footer>
        <NumberField label={t("layers.offset")} value={offset} least={-99_999} most={99_999} unit={t("layers.framesUnit")} onWrite={(value) => setOffset(Math.round(value))} />
        <span className="space" />
        <Button disabled={!shot} onClick={() => apply(false)}>{t("lend.use")}</Button>
        <Button kind="act" disabled={!shot} onClick={() => apply(true)}>{slate ? t("lend.open", { slate }) : t("lend.openAny")}</Button>
      </footer>
    </Dialog>
  );
}
