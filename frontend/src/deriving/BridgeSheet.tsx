// A new shot that leads from one to the next: how long, and what happens on the way.
import { useId, useState } from "react";
import type { ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { FRAMES } from "../direction/numbers";
import { choose } from "../film/verbs";
import { lengthOf, rateOf } from "../film/time";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { Icon } from "../ui/Icon";
import { bridge } from "./act";
import { ByModel, useDoing } from "./ByModel";
import { Consequence } from "./Consequence";
import { Frame } from "./Frame";
import { TakePicture } from "./TakePicture";

interface Props {
  readonly before: ShotInFilm;
  readonly after: ShotInFilm;
  readonly project: ProjectFields;
  readonly onClose: () => void;
}

/** The sheet. */
export function BridgeSheet({ before, after, project, onClose }: Props) {
  const t = useWords();
  const id = useId();
  const doing = useDoing("video.bridge", before, project);
  const rate = rateOf(project.rate);
  const [frames, setFrames] = useState(24);
  const [words, setWords] = useState("");
  const { take: one } = before;
  const { take: other } = after;
  if (!one || !other) return null;
  return (
    <Frame
      title={t("derive.bridgeTitle", { before: before.slate, after: after.slate })} act={t("derive.bridge")} icon="merge" onClose={onClose}
      lacks={doing.model ? null : t("derive.lacksModel")}
      consequence={<Consequence take={one} model={doing.model} project={project} had={0} comes={frames} made={frames} says={t("derive.newShot")} />}
      onAct={async () => {
        const made = await bridge(project.id, { before: before.shot.id, after: after.shot.id, frames, words: words.trim(), checkpoint: doing.model?.id ?? "" });
        if (made) choose(made);
        return made !== null;
      }}
    >
      <div className="bridge-row">
        <figure><TakePicture one={before} take={one} project={project} /><figcaption>{before.slate}</figcaption></figure>
        <span className="bridge-gap"><Icon name="pan-right" /><span className="timecode">{lengthOf(frames, rate)}</span></span>
        <figure><TakePicture one={after} take={other} project={project} /><figcaption>{after.slate}</figcaption></figure>
      </div>
      <NumberRow field={FRAMES(4, 480, 24)} label={t("shot.length")} help="" unit={t("shot.framesUnit", { length: lengthOf(frames, rate) })} value={frames} onChange={setFrames} />
      <div className="field">
        <label htmlFor={id}>{t("derive.bridgeWords")}</label>
        <textarea id={id} rows={2} maxLength={4000} value={words} placeholder={t("derive.bridgeHint")} onChange={(event) => setWords(event.target.value)} />
      </div>
      <ByModel doing={doing} />
    </Frame>
  );
}
