// How the film would run: the arc above, the scenes below as wide as they are long, cut where its shots are cut.
import type { Rate } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { curveOf, drawn } from "./arc";
import { shownLength } from "./length";
import type { Outlook } from "./useOutlook";

/** A scene that stays where it is told. */
export interface Kept {
  readonly id: string;
  readonly arc: string;
  readonly name: string;
  readonly frames: number;
  /** Frames of its shots. */
  readonly shots: readonly number[];
  /** The sentence that it begins with. */
  readonly told: string;
}

const KNOWN = 24; // letters by which a sentence is found in the words

const [WIDTH, HEIGHT] = [1000, 56];

/** A picture, and the same as a list for those who do not see it. */
export function Pacing({ outlook, rate, words = "", kept = [] }: { readonly outlook: Outlook; readonly rate: Rate; readonly words?: string; readonly kept?: readonly Kept[] }) {
  const t = useWords();
  const at = (sentence: string): number => words.indexOf(sentence.slice(0, KNOWN));
  const lasts = (shots: readonly number[]): number => shots.reduce((sum, one) => sum + one, 0);
  const fresh = outlook.scenes.map((one, index) => ({
    id: String(index), arc: one.arc, name: one.place || t(`time.${one.time}` as Key), frames: lasts(one.shots), shots: one.shots, told: one.outline, stays: false,
  }));
  const stay = kept.filter((one) => at(one.told) >= 0).map((one) => ({ ...one, stays: true }));
  const scenes = stay.length > 0 ? [...fresh, ...stay].sort((one, other) => at(one.told) - at(other.told)) : fresh;
  const curve = curveOf(scenes);
  return (
    <figure className="pacing" aria-label={t("story.pacing")}>
      {curve ? (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
          <polyline className="arc-line" points={drawn(curve.points, WIDTH, HEIGHT, 2)} />
        </svg>
      ) : null}
      <ol className="pacing-scenes">
        {scenes.map((one, index) => (
          <li key={one.id} className={one.stays ? `${one.arc} stays-here` : one.arc} style={{ flexGrow: one.frames }} title={one.told}>
            <span className="pacing-shots" aria-hidden>{one.shots.map((frames, shot) => <i key={shot} style={{ flexGrow: frames }} />)}</span>
            <span className="pacing-name">{index + 1} {one.arc ? t(`arc.${one.arc}` as Key) : ""}</span>
            <span className="pacing-more">{one.stays ? t("story.stays") : one.name}</span>
            <span className="pacing-more timecode">{shownLength(one.frames, rate)}<span className="visually-hidden">, {t("story.shots", { count: one.shots.length })}</span></span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
