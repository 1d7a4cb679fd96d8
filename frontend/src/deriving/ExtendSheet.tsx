// A take made longer at its end or before its beginning: its edge is dragged, or the frames are said.
import { useId, useRef, useState } from "react";
import { lengthOf, rateOf } from "../film/time";
import { FRAMES } from "../direction/numbers";
import { Segments } from "../forms/Control";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { derive } from "./act";
import { ByModel, useDoing } from "./ByModel";
import { Consequence } from "./Consequence";
import { Frame, type SheetProps } from "./Frame";
import { framesOf } from "./plan";
import { slateOf } from "./slates";
import { TakePicture } from "./TakePicture";

const MOST = 960; // frames at once: dragged further the strip would say nothing any more

/** The sheet. */
export function ExtendSheet({ one, take, project, onClose }: SheetProps) {
  const t = useWords();
  const id = useId();
  const rate = rateOf(project.rate);
  const had = one.shot.frames;
  const [frames, setFrames] = useState(Math.min(MOST, Math.max(8, Math.round(rate.numerator / rate.denominator))));
  const [direction, setDirection] = useState<"forwards" | "backwards">("forwards");
  const [words, setWords] = useState("");
  const backwards = direction === "backwards";
  const doing = useDoing("video.extend", one, project, backwards);
  return (
    <Frame
      title={t("derive.extendTitle", { slate: slateOf(one, take) })} act={t("derive.extendAct", { count: frames })} icon={backwards ? "pan-left" : "pan-right"} onClose={onClose}
      lacks={doing.model ? (frames < 1 ? t("derive.lacksFrames") : null) : t("derive.lacksModel")}
      consequence={<Consequence take={take} model={doing.model} project={project} had={had} comes={had + frames} made={frames} says={t("derive.lengthens")} />}
      onAct={() => derive({
        shot: one.shot.id, take: take.id, operation: "video.extend",
        params: { frames, direction, ...(words.trim() ? { prompt: words.trim() } : {}), ...(doing.model ? { checkpoint: doing.model.id } : {}) },
      })}
    >
      <Segments
        label={t("derive.direction")} hidden value={direction} onChange={(next) => setDirection(next === "backwards" ? "backwards" : "forwards")}
        options={[{ value: "backwards", label: t("derive.backwards") }, { value: "forwards", label: t("derive.forwards") }]}
      />
      <Strip one={one} take={take} project={project} frames={frames} backwards={backwards} onFrames={setFrames} />
      <NumberRow
        field={FRAMES(1, MOST)} label={t("derive.frames")} help={t("derive.framesHelp")} unit={t("shot.framesUnit", { length: lengthOf(frames, rate) })} value={frames}
        onChange={setFrames}
      />
      <div className="field">
        <label htmlFor={id}>{t("derive.extendWords")}</label>
        <textarea id={id} rows={2} maxLength={4000} value={words} placeholder={one.shot.action || t("derive.extendHint")} onChange={(event) => setWords(event.target.value)} />
      </div>
      <ByModel doing={doing} />
    </Frame>
  );
}

interface StripProps extends Pick<SheetProps, "one" | "take" | "project"> {
  readonly frames: number;
  readonly backwards: boolean;
  readonly onFrames: (frames: number) => void;
}

/** The take as it is, and beside it what comes, as wide as it is long; its edge is a handle. */
function Strip({ one, take, project, frames, backwards, onFrames }: StripProps) {
  const t = useWords();
  const rate = rateOf(project.rate);
  const had = one.shot.frames;
  const held = useRef<{ readonly x: number; readonly from: number; readonly perFrame: number } | null>(null);
  const strip = useRef<HTMLDivElement>(null);
  const more = (
    <div className="extend-more" style={{ flexGrow: frames }}>
      <span className="timecode">+{lengthOf(frames, rate)}</span>
      <span
        className="extend-handle" role="slider" tabIndex={0} aria-label={t("derive.edge")} aria-valuemin={1} aria-valuemax={MOST} aria-valuenow={frames} aria-valuetext={t("common.frames", { count: frames })}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          // The scale stays as it was when it was gripped: otherwise the edge would run from under the hand.
          held.current = { x: event.clientX, from: frames, perFrame: (strip.current?.clientWidth ?? 600) / (had + frames) };
        }}
        onPointerMove={(event) => {
          if (!held.current) return;
          const by = (event.clientX - held.current.x) * (backwards ? -1 : 1);
          onFrames(Math.min(MOST, framesOf(held.current.from * held.current.perFrame + by, held.current.perFrame)));
        }}
        onPointerUp={() => (held.current = null)} onPointerCancel={() => (held.current = null)}
        onKeyDown={(event) => {
          const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
          if (way === 0) return;
          event.preventDefault();
          onFrames(Math.min(MOST, Math.max(1, frames + way * (backwards ? -1 : 1) * (event.shiftKey ? 10 : 1))));
        }}
      />
    </div>
  );
  return (
    <div ref={strip} className={backwards ? "extend-strip backwards" : "extend-strip"}>
      {backwards ? more : null}
      <div className="extend-had" style={{ flexGrow: had }}><TakePicture one={one} take={take} project={project} still /><span className="timecode">{lengthOf(had, rate)}</span></div>
      {backwards ? null : more}
    </div>
  );
}
