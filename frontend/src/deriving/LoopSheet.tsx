// A take whose end leads back into its beginning: its last frames are made anew so that it can go round.
import { useId, useState } from "react";
import { lengthOf, rateOf } from "../film/time";
import { FRAMES } from "../direction/numbers";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { derive } from "./act";
import { ByModel, useDoing } from "./ByModel";
import { Consequence } from "./Consequence";
import { Frame, type SheetProps } from "./Frame";
import { slateOf } from "./slates";
import { TakePicture } from "./TakePicture";

/** The sheet. */
export function LoopSheet({ one, take, project, onClose }: SheetProps) {
  const t = useWords();
  const id = useId();
  const doing = useDoing("video.loop", one, project);
  const had = one.shot.frames;
  const rate = rateOf(project.rate);
  const most = Math.max(2, had - 2);
  const [frames, setFrames] = useState(Math.min(most, 24));
  const [words, setWords] = useState("");
  return (
    <Frame
      title={t("derive.loopTitle", { slate: slateOf(one, take) })} act={t("derive.loop")} icon="loop" onClose={onClose}
      lacks={doing.model ? (had < 5 ? t("derive.tooShort") : null) : t("derive.lacksModel")}
      consequence={<Consequence take={take} model={doing.model} project={project} had={had} comes={had} made={frames} />}
      onAct={() => derive({
        shot: one.shot.id, take: take.id, operation: "video.loop",
        params: { frames, ...(words.trim() ? { prompt: words.trim() } : {}), ...(doing.model ? { checkpoint: doing.model.id } : {}) },
      })}
    >
      <div className="loop-strip" aria-hidden>
        <div className="extend-had" style={{ flexGrow: Math.max(1, had - frames) }}><TakePicture one={one} take={take} project={project} still /></div>
        <div className="extend-more" style={{ flexGrow: frames }}><span>{t("derive.anew")}</span></div>
      </div>
      <p className="note">{t("derive.loopNote")}</p>
      <NumberRow field={FRAMES(2, most, Math.min(most, 24))} label={t("derive.loopFrames")} help="" unit={t("shot.framesUnit", { length: lengthOf(frames, rate) })} value={frames} onChange={setFrames} />
      <div className="field">
        <label htmlFor={id}>{t("derive.extendWords")}</label>
        <textarea id={id} rows={2} maxLength={4000} value={words} placeholder={one.shot.action || t("derive.extendHint")} onChange={(event) => setWords(event.target.value)} />
      </div>
      <ByModel doing={doing} />
    </Frame>
  );
}
