// How the film would run: the arc above, the scenes below as wide as they are long, cut where its shots are cut.
import type { Rate } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { curveOf, drawn } from "./arc";
import { shownLength } from "./length";
import type { Outlook } from "./useOutlook";

const [WIDTH, HEIGHT] = [1000, 56];

/** A picture, and the same as a list for those who do not see it. */
export function Pacing({ outlook, rate }: { readonly outlook: Outlook; readonly rate: Rate }) {
  const t = useWords();
  const lasts = (shots: readonly number[]): number => shots.reduce((sum, one) => sum + one, 0);
  const scenes = outlook.scenes.map((one, at) => ({ ...one, id: String(at), frames: lasts(one.shots) }));
  const curve = curveOf(scenes);
  return (
    <figure className="pacing" aria-label={t("story.pacing")}>
      {curve ? (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
          <polyline className="arc-line" points={drawn(curve.points, WIDTH, HEIGHT, 2)} />
        </svg>
      ) : null}
      <ol className="pacing-scenes">
        {scenes.map((one, at) => (
          <li key={one.id} className={one.arc} style={{ flexGrow: one.frames }} title={one.outline}>
            <span className="pacing-shots" aria-hidden>{one.shots.map((frames, shot) => <i key={shot} style={{ flexGrow: frames }} />)}</span>
            <span className="pacing-name">{at + 1} {one.arc ? t(`arc.${one.arc}` as Key) : ""}</span>
            <span className="pacing-more">{one.place || t(`time.${one.time}` as Key)}</span>
            <span className="pacing-more timecode">{shownLength(one.frames, rate)}<span className="visually-hidden">, {t("story.shots", { count: one.shots.length })}</span></span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
