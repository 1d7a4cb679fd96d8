// How a scene would be cut when it is written anew: its shots as wide as they are long, beneath those that it has now.
import type { Rate } from "../film/time";
import { useWords } from "../i18n";
import { shownLength } from "./length";
import type { ShownShot } from "./useOutlook";

interface Props {
  /** Frames of the shots that it has. */
  readonly now: readonly number[];
  readonly then: readonly ShownShot[];
  readonly rate: Rate;
}

/** Two strips on one scale of time; what stays is marked in both the picture and the words. */
export function ScenePacing({ now, then, rate }: Props) {
  const t = useWords();
  const had = sum(now);
  const comes = sum(then.map((one) => one.frames));
  const longest = Math.max(had, comes, 1);
  const stays = then.filter((one) => one.stays).length;
  return (
    <figure className="pacing scene-pacing" aria-label={t("story.scenePacing")}>
      {had > 0 ? <Strip name={t("story.pacingNow")} frames={had} count={now.length} share={had / longest} rate={rate}>{now.map((frames, at) => <i key={at} style={{ flexGrow: frames }} />)}</Strip> : null}
      <Strip name={t("story.pacingThen")} frames={comes} count={then.length} share={comes / longest} rate={rate}>
        {then.map((one, at) => <i key={at} className={one.stays ? "stays-here" : ""} style={{ flexGrow: one.frames }} title={`${shownLength(one.frames, rate)} · ${one.told}`} />)}
      </Strip>
      {stays > 0 ? <figcaption className="note"><i className="pacing-key" aria-hidden /> {t("story.pacingStay", { count: stays })}</figcaption> : null}
    </figure>
  );
}

interface StripProps {
  readonly name: string;
  readonly frames: number;
  readonly count: number;
  readonly share: number;
  readonly rate: Rate;
  readonly children: React.ReactNode;
}

function Strip({ name, frames, count, share, rate, children }: StripProps) {
  const t = useWords();
  return (
    <div className="scene-strip">
      <span className="pacing-more">{name}</span>
      <span className="scene-strip-room"><span className="pacing-shots" aria-hidden style={{ width: `${String(share * 100)}%` }}>{children}</span></span>
      <span className="pacing-more timecode">{t("story.pacingSum", { count, length: shownLength(frames, rate) })}</span>
    </div>
  );
}

const sum = (all: readonly number[]): number => all.reduce((whole, one) => whole + one, 0);
