// Beside the words of a story: how long it is to be, who tells it, and what that comes to, drawn as it would run.
import { type ReactNode, useId } from "react";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { framesOf, shownLength } from "./length";
import { LengthField } from "./LengthField";
import { type Kept, Pacing } from "./Pacing";
import type { Wish } from "./store";
import type { Outlook } from "./useOutlook";
import "./story.css";

const MINUTES = [1, 2, 3, 5, 10];
export const MOST_FRAMES = 400_000; // as the server takes them
const FAR = 2; // clock seconds: nearer than that to its wish nobody is told

interface Props {
  readonly wish: Omit<Wish, "words">;
  readonly onWish: (wish: Omit<Wish, "words">) => void;
  readonly outlook: Outlook | null;
  readonly rate: string;
  /** The words and the scenes that stay where they tell of them. */
  readonly words?: string;
  readonly kept?: readonly Kept[];
  /** Frames of every scene that stays, wherever. */
  readonly staying?: readonly number[];
  /** Before the length. */
  readonly children?: ReactNode;
}

/** The options of a story. */
export function StoryOptions({ wish, onWish, outlook, rate: said, words = "", kept = [], staying = [], children }: Props) {
  const t = useWords();
  const id = useId();
  const rate = rateOf(said);
  const usual = outlook ? shownLength(outlook.said || outlook.usual, rate) : "";
  const shots = outlook?.scenes.reduce((sum, one) => sum + one.shots.length, 0) ?? 0;
  const aimed = outlook?.scenes.reduce((sum, one) => sum + one.frames, 0) ?? 0;
  const comes = outlook?.comes ?? 0;
  const off = outlook !== null && outlook.wanted > 0 && Math.abs(comes - aimed) > framesOf(FAR, rate);
  const stay = staying.reduce((sum, one) => sum + one, 0);
  const more = off && outlook && comes < aimed ? Math.max(1, Math.ceil(outlook.sentences * (aimed / Math.max(1, comes) - 1))) : 0;
  return (
    <div className="story-options">
      <div className="row wrap">
        {children}
        <LengthField
          label={t("story.length")} value={wish.frames} rate={rate} bare="min" most={MOST_FRAMES} onWrite={(frames) => onWish({ ...wish, frames })}
          usual={usual ? t(outlook?.said ? "story.saidLength" : "story.asNeeded", { length: usual }) : t("story.asItNeeds")}
        />
        <span className="story-minutes" role="group" aria-label={t("story.length")}>
          <button type="button" className={wish.frames === 0 ? "pill on" : "pill"} aria-pressed={wish.frames === 0} onClick={() => onWish({ ...wish, frames: 0 })}>{t("story.asItNeeds")}</button>
          {MINUTES.map((count) => {
            const frames = framesOf(count * 60, rate);
            return (
              <button key={count} type="button" className={wish.frames === frames ? "pill on" : "pill"} aria-pressed={wish.frames === frames} onClick={() => onWish({ ...wish, frames })}>
                {t("story.minutes", { count })}
              </button>
            );
          })}
        </span>
        {outlook?.model ? (
          <div className="field story-by">
            <label htmlFor={id}>{t("story.by")}</label>
            <select id={id} value={wish.breakdown || "endpoint"} onChange={(event) => onWish({ ...wish, breakdown: event.target.value === "rules" ? "rules" : "" })}>
              <option value="endpoint">{t("story.byModel", { name: outlook.model })}</option>
              <option value="rules">{t("story.byRules")}</option>
            </select>
          </div>
        ) : null}
      </div>
      <div className="pacing-place">
        {outlook && outlook.scenes.length > 0 ? <Pacing outlook={outlook} rate={rate} words={words} kept={kept} /> : <p className="note pacing-none">{t("story.none")}</p>}
      </div>
      <p className={off ? "story-comes off" : "story-comes"} role="status">
        {!outlook || shots === 0 ? "" : off
          ? t(more ? "story.short" : "story.long", { count: outlook.sentences, comes: shownLength(comes, rate), wanted: shownLength(aimed, rate), more })
          : t(stay > 0 ? "story.comesAround" : "story.comes", { whole: shownLength(comes + stay, rate), sentences: outlook.sentences, scenes: outlook.scenes.length, shots, length: shownLength(comes, rate) })}
      </p>
    </div>
  );
}
