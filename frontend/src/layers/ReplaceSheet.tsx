// What stands in place of a layer: words or a picture, put where it was and moving as it did; the layer itself goes out of the picture.
import { useState } from "react";
import { coveredAt } from "./LivePicture";
import { useCanvas } from "../canvas/store";
import type { Layer } from "../document/kinds";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { HOLDS } from "./LayerProperties";
import { regionOf } from "./region";
import { ThingPicture } from "./ThingPicture";
import { insert, nameOf } from "./verbs";

/** The sheet. */
export function ReplaceSheet({ layer, onClose }: { readonly layer: Layer; readonly onClose: () => void }) {
  const t = useWords();
  const frame = useCanvas((state) => state.frame);
  const [words, setWords] = useState("");
  const [picture, setPicture] = useState("");
  const [hold, setHold] = useState<(typeof HOLDS)[number]>("point");
  const ready = picture !== "" || words.trim() !== "";
  const apply = (): void => {
    if (!ready) return;
    const { region, frame: at } = regionOf(layer, frame, coveredAt(layer.id, frame)?.box ?? null);
    const thing = { picture, words: picture ? "" : words.trim(), seed: Math.floor(Math.random() * 2 ** 31), frame: at, region, hold, instead: layer.id };
    insert(layer.shot, thing, words.trim() || nameOf(layer));
    onClose();
  };
  return (
    <Dialog title={t("replace.title", { name: nameOf(layer) })} onClose={onClose}>
      <p className="note">{t("replace.note")}</p>
      <div className="field">
        <label htmlFor="replace-words">{t("layers.thingWords")}</label>
        <textarea
          id="replace-words" rows={2} maxLength={4000} value={words} placeholder={t("layers.thingHint")} disabled={picture !== ""}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) apply();
          }}
        />
      </div>
      <ThingPicture digest={picture} onGive={setPicture} />
      {picture ? <button type="button" className="link" onClick={() => setPicture("")}>{t("replace.noPicture")}</button> : null}
      <SelectField label={t("layers.hold")} value={hold} options={HOLDS.map((value) => ({ value, label: t(`layers.hold.${value}`) }))} onWrite={(value) => setHold(HOLDS.find((one) => one === value) ?? "still")} />
      <footer>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button kind="act" disabled={!ready} onClick={apply}>{t("replace.apply")}</Button>
      </footer>
    </Dialog>
  );
}
