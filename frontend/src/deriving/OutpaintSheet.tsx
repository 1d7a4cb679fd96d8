// A take in another shape: where it lies in the new picture is dragged, how large it is is slid; what is around it is painted.
import { useId, useRef, useState } from "react";
import type { NumberField } from "../forms/schema";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { derive } from "./act";
import { ByModel, useDoing } from "./ByModel";
import { Consequence } from "./Consequence";
import { Frame, type SheetProps } from "./Frame";
import { ASPECTS, type Aspect, heldInside, outpainted, placed, type Size } from "./plan";
import { slateOf } from "./slates";
import { TakePicture } from "./TakePicture";

const SCALE: NumberField = { is: "number", name: "scale", title: "scale", help: "", unit: "", usual: 100, nullable: false, whole: false, least: 25, most: 100, step: 1, slides: true };

/** The sheet. */
export function OutpaintSheet({ one, take, project, onClose }: SheetProps) {
  const t = useWords();
  const id = useId();
  const doing = useDoing("video.outpaint", one, project);
  const clip = { width: project.width, height: project.height };
  const shape = clip.width / clip.height;
  const own = (each: Aspect): boolean => Math.abs(outpainted(clip, each).width / outpainted(clip, each).height - shape) < 0.05;
  const sizeOf = (each: Aspect): Size => (own(each) ? clip : outpainted(clip, each)); // the film's own shape: only more round the take
  const [aspect, setAspect] = useState<Aspect>(ASPECTS.find((each) => !own(each)) ?? "9:16");
  const [[across, down], setMiddle] = useState<readonly [number, number]>([0.5, 0.5]);
  const [scale, setScale] = useState(1);
  const [words, setWords] = useState("");
  const whole = sizeOf(aspect);
  const lies = placed(clip, whole, across, down, scale);
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<{ readonly x: number; readonly y: number; readonly from: readonly [number, number] } | null>(null);
  const move = (x: number, y: number): void => setMiddle(heldInside(clip, whole, x, y, scale));
  return (
    <Frame
      title={t("derive.outpaintTitle", { slate: slateOf(one, take) })} act={t("derive.outpaint")} icon="full" onClose={onClose}
      lacks={!doing.model ? t("derive.lacksModel") : own(aspect) && scale === 1 ? t("derive.lacksRoom") : null}
      consequence={<Consequence take={take} model={doing.model} project={project} had={one.shot.frames} comes={one.shot.frames} made={one.shot.frames} says={t("derive.size", { width: whole.width, height: whole.height })} />}
      onAct={() => derive({
        shot: one.shot.id, take: take.id, operation: "video.outpaint",
        params: { width: whole.width, height: whole.height, across, down, scale, ...(words.trim() ? { prompt: words.trim() } : {}), ...(doing.model ? { checkpoint: doing.model.id } : {}) },
      })}
    >
      <div className="derive-two">
        <div className="outpaint-room">
          <div ref={box} className={whole.width >= whole.height ? "outpaint wide" : "outpaint high"} style={{ aspectRatio: `${whole.width} / ${whole.height}` }}>
            <div
              className="outpaint-clip" role="group" tabIndex={0} aria-label={t("derive.place")} title={t("derive.placeHint")}
              style={{ left: `${lies.left * 100}%`, top: `${lies.top * 100}%`, width: `${lies.width * 100}%`, height: `${lies.height * 100}%` }}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                held.current = { x: event.clientX, y: event.clientY, from: [across, down] };
              }}
              onPointerMove={(event) => {
                const edges = box.current?.getBoundingClientRect();
                if (!held.current || !edges) return;
                move(held.current.from[0] + (event.clientX - held.current.x) / edges.width, held.current.from[1] + (event.clientY - held.current.y) / edges.height);
              }}
              onPointerUp={() => (held.current = null)} onPointerCancel={() => (held.current = null)}
              onDoubleClick={() => move(0.5, 0.5)}
              onKeyDown={(event) => {
                const by = event.shiftKey ? 0.05 : 0.01;
                const ways: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
                const way = ways[event.key];
                if (!way) return;
                event.preventDefault();
                move(across + way[0], down + way[1]);
              }}
            >
              <TakePicture one={one} take={take} project={project} />
            </div>
          </div>
        </div>
        <div className="derive-fields">
          <div className="segments" role="radiogroup" aria-label={t("derive.aspect")}>
            <div>
              {ASPECTS.map((each) => (
                <label key={each} className={each === aspect ? "on" : ""}>
                  <input
                    type="radio" name="outpaint-aspect" checked={each === aspect}
                    onChange={() => {
                      setAspect(each);
                      setMiddle(heldInside(clip, sizeOf(each), across, down, scale));
                    }}
                  />
                  {each}
                </label>
              ))}
            </div>
          </div>
          <NumberRow
            field={SCALE} label={t("derive.scale")} help={t("derive.scaleHelp")} unit="%" value={Math.round(scale * 100)}
            onChange={(value) => {
              setScale(value / 100);
              setMiddle(heldInside(clip, whole, across, down, value / 100));
            }}
          />
          <div className="field">
            <label htmlFor={id}>{t("derive.around")}</label>
            <textarea id={id} rows={3} maxLength={4000} value={words} placeholder={t("derive.aroundHint")} onChange={(event) => setWords(event.target.value)} />
          </div>
          <p className="note">{t("derive.outpaintNote")}{own(aspect) ? "" : ` ${t("derive.bars", { width: clip.width, height: clip.height })}`}</p>
        </div>
      </div>
      <ByModel doing={doing} />
    </Frame>
  );
}
