// A take at another pace: slower or faster, changing on the way, backwards; its shot becomes as long as it.
import { useState } from "react";
import { rateOf, lengthOf } from "../film/time";
import { NumberRow } from "../forms/NumberRow";
import type { NumberField } from "../forms/schema";
import { FRAMES } from "../direction/numbers";
import { useWords } from "../i18n";
import { derive } from "./act";
import { changes, curve, FASTEST, type Pace, paced, paramsOf, SLOWEST } from "./pace";
import { Frame, type SheetProps } from "./Frame";
import { slateOf } from "./slates";

const SPEED: NumberField = { ...FRAMES(1, 8, 1), name: "speed", title: "speed", least: SLOWEST, most: FASTEST, step: 0.025, whole: false };

/** The sheet. */
export function SlowSheet({ one, take, project, onClose }: SheetProps) {
  const t = useWords();
  const [pace, setPace] = useState<Pace>({ from: 0.5, to: 1, ramp: false, reverse: false });
  const rate = rateOf(project.rate);
  const had = one.shot.frames;
  const comes = paced(pace, had);
  const set = (some: Partial<Pace>): void => setPace({ ...pace, ...some });
  return (
    <Frame
      title={t("derive.slowTitle", { slate: slateOf(one, take) })} act={t("derive.slow")} icon="slip" onClose={onClose} lacks={null}
      consequence={comes === had ? t("derive.same", { length: lengthOf(comes, rate) }) : t("derive.becomes", { was: lengthOf(had, rate), is: lengthOf(comes, rate) })}
      onAct={async () => changes(pace) && derive({ shot: one.shot.id, take: take.id, operation: "time.slow", params: paramsOf(pace, had) })}
    >
      <svg viewBox="0 0 100 32" width="100%" height="96" preserveAspectRatio="none" role="img"
        aria-label={t("derive.slowPicture", { from: String(pace.from), to: String(pace.ramp ? pace.to : pace.from) })}>
        <line x1="0" x2="100" y1="16" y2="16" stroke="currentColor" strokeOpacity="0.25" vectorEffect="non-scaling-stroke" />
        <polyline points={curve(pace, had)} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="note">{t("derive.slowNote")}</p>
      <NumberRow field={SPEED} label={t(pace.ramp ? "derive.slowFrom" : "derive.slowSpeed")} help="" unit="×" value={pace.from} onChange={(from) => set({ from })} />
      {pace.ramp ? <NumberRow field={SPEED} label={t("derive.slowTo")} help="" unit="×" value={pace.to} onChange={(to) => set({ to })} /> : null}
      <label className="check"><input type="checkbox" checked={pace.ramp} onChange={(event) => set({ ramp: event.target.checked })} />{t("derive.slowRamp")}</label>
      <label className="check"><input type="checkbox" checked={pace.reverse} onChange={(event) => set({ reverse: event.target.checked })} />{t("derive.slowReverse")}</label>
    </Frame>
  );
}
