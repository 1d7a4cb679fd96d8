// A take changed by words: the whole picture or what a layer cuts out; how much may change, and what holds it together.
import { useId, useState } from "react";
import { useDocument } from "../document/store";
import { guidesOf } from "../direction/capability";
import { STRENGTH } from "../direction/numbers";
import { Segments } from "../forms/Control";
import { NumberRow } from "../forms/NumberRow";
import { layersOf } from "../layers/records";
import { useWords } from "../i18n";
import { derive } from "./act";
import { ByModel, useDoing } from "./ByModel";
import { Consequence } from "./Consequence";
import { Frame, type SheetProps } from "./Frame";
import { editParams, type EditWish, freely, heldBy } from "./plan";
import { TakePicture } from "./TakePicture";
import { slateOf } from "./slates";

/** The sheet. */
export function EditSheet({ one, take, project, onClose }: SheetProps) {
  const t = useWords();
  const ids = { words: useId(), negative: useId(), where: useId() };
  const doing = useDoing("video.edit", one, project);
  const layers = useDocument((state) => layersOf(state.records, one.shot.id)).filter((each) => each.kind === "cut" && (each.masks.length > 0 || each.auto !== "" || each.matte !== ""));
  const [layer, setLayer] = useState("");
  const [wish, setWish] = useState<EditWish>(() => ({
    words: "", negative: "", strength: 0.6, structure: "none", structureStrength: 1, seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  }));
  const set = (part: Partial<EditWish>): void => setWish({ ...wish, ...part });
  const takes = doing.model?.takes ?? [];
  const guides = guidesOf(takes);
  const masked = takes.includes("mask");
  const free = freely(takes) || (masked && layer !== "");
  const structure = heldBy(wish.structure, guides, free);
  return (
    <Frame
      title={t("derive.editTitle", { slate: slateOf(one, take) })} act={t("derive.edit")} icon="pen" onClose={onClose}
      lacks={!doing.model ? t("derive.lacksModel") : wish.words.trim() === "" ? t("derive.lacksWords") : structure === "none" && !free ? t("derive.lacksStructure") : null}
      consequence={<Consequence take={take} model={doing.model} project={project} had={one.shot.frames} comes={one.shot.frames} made={one.shot.frames} />}
      onAct={() => derive({
        shot: one.shot.id, take: take.id, operation: "video.edit", layer: masked ? layer : null,
        params: editParams({ ...wish, structure }, doing.model?.id ?? ""),
      })}
    >
      <div className="derive-two">
        <TakePicture one={one} take={take} project={project} />
        <div className="derive-fields">
          <div className="field">
            <label htmlFor={ids.words}>{t("derive.words")}</label>
            <textarea id={ids.words} rows={3} maxLength={4000} value={wish.words} placeholder={t("derive.wordsHint")} onChange={(event) => set({ words: event.target.value })} />
          </div>
          {takes.includes("negative") ? (
            <div className="field">
              <label htmlFor={ids.negative}>{t("param.negative")}</label>
              <input id={ids.negative} type="text" maxLength={2000} value={wish.negative} placeholder={t("shot.negativeHint")} onChange={(event) => set({ negative: event.target.value })} />
            </div>
          ) : null}
          <div className="field">
            <label htmlFor={ids.where}>{t("derive.where")}</label>
            <select id={ids.where} value={masked ? layer : ""} disabled={!masked || layers.length === 0} onChange={(event) => setLayer(event.target.value)}>
              <option value="">{t("derive.whole")}</option>
              {layers.map((each) => <option key={each.id} value={each.id}>{each.name || t("derive.layer")}</option>)}
            </select>
            {masked && layers.length === 0 ? <p className="said">{t("derive.noLayers")}</p> : null}
          </div>
        </div>
      </div>
      {freely(takes) ? <NumberRow field={{ ...STRENGTH, usual: 60 }} label={t("derive.strength")} help={t("derive.strengthHelp")} unit="%" value={Math.round(wish.strength * 100)} onChange={(value) => set({ strength: value / 100 })} /> : null}
      {guides.length > 0 ? (
        <Segments
          label={t("derive.structure")} help={t("derive.structureHelp")} value={structure}
          options={[...(free ? [{ value: "none", label: t("derive.structureNone") }] : []), ...guides.map((kind) => ({ value: kind, label: t(`dir.guide.${kind}`) }))]}
          onChange={(next) => set({ structure: next as EditWish["structure"] })}
        />
      ) : null}
      {structure === "none" ? null : (
        <NumberRow field={STRENGTH} label={t("dir.strength")} help="" unit="%" value={Math.round(wish.structureStrength * 100)} onChange={(value) => set({ structureStrength: value / 100 })} />
      )}
      <ByModel doing={doing} />
    </Frame>
  );
}
