// Somebody in a picture moves as the people of this take do: the picture is chosen from the cast, dropped or pasted.
import { useId, useState } from "react";
import { OwnPicture } from "../cast/Picture";
import { STRENGTH } from "../direction/numbers";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { ThingPicture } from "../layers/ThingPicture";
import { Icon } from "../ui/Icon";
import { derive } from "./act";
import { ByModel, useDoing } from "./ByModel";
import { Consequence } from "./Consequence";
import { Frame, type SheetProps } from "./Frame";
import { slateOf } from "./slates";
import { TakePicture } from "./TakePicture";

/** The sheet. */
export function AnimateSheet({ one, take, film, project, onClose }: SheetProps) {
  const t = useWords();
  const id = useId();
  const doing = useDoing("video.animate", one, project);
  const [picture, setPicture] = useState("");
  const [words, setWords] = useState("");
  const [strength, setStrength] = useState(1);
  const known = film.characters.flatMap((who) => who.pictures.slice(0, 2).map((digest) => ({ digest, name: who.name })));
  return (
    <Frame
      title={t("derive.animateTitle", { slate: slateOf(one, take) })} act={t("derive.animate")} icon="person" onClose={onClose}
      lacks={!doing.model ? t("derive.lacksModel") : picture === "" ? t("derive.lacksPicture") : null}
      consequence={<Consequence take={take} model={doing.model} project={project} had={one.shot.frames} comes={one.shot.frames} made={one.shot.frames} />}
      onAct={() => derive({
        shot: one.shot.id, take: take.id, operation: "video.animate", picture,
        params: { structure_strength: strength, ...(words.trim() ? { prompt: words.trim() } : {}), ...(doing.model ? { checkpoint: doing.model.id } : {}) },
      })}
    >
      <div className="derive-two">
        <div className="derive-fields"><h3>{t("derive.moves")}</h3><TakePicture one={one} take={take} project={project} /></div>
        <div className="derive-fields">
          <h3>{t("derive.who")}</h3>
          {known.length > 0 ? (
            <ul className="derive-cast" role="radiogroup" aria-label={t("derive.who")}>
              {known.map((each) => (
                <li key={each.digest}>
                  <button type="button" role="radio" aria-checked={picture === each.digest} className={picture === each.digest ? "picked" : ""} onClick={() => setPicture(each.digest)}>
                    <span><OwnPicture digest={each.digest} /></span><small>{each.name}</small>
                    {picture === each.digest ? <span className="tick"><Icon name="check" size={12} /></span> : null}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <ThingPicture digest={known.some((each) => each.digest === picture) ? "" : picture} onGive={setPicture} />
        </div>
      </div>
      <div className="field">
        <label htmlFor={id}>{t("derive.animateWords")}</label>
        <textarea id={id} rows={2} maxLength={4000} value={words} placeholder={one.shot.action} onChange={(event) => setWords(event.target.value)} />
      </div>
      <NumberRow field={STRENGTH} label={t("derive.likeness")} help="" unit="%" value={Math.round(strength * 100)} onChange={(value) => setStrength(value / 100)} />
      <ByModel doing={doing} />
    </Frame>
  );
}
