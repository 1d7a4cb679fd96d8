// What else was found in a footage: the shots it becomes, who is seen, what is said; each can be taken over or left.
import type { ReactNode } from "react";
import { type Rate, lengthOf, timecode } from "../film/time";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { seenIn, type Stretch } from "./cuts";
import { Frame } from "./CutView";
import type { HeardLine, SeenPerson } from "./footageApi";
import type { Grabber } from "./grab";
import { Still } from "./Still";
import type { StripPictures } from "./Strip";
import { problemWords } from "../i18n/problems";
import { clockText } from "../film/time";
import type { Pace } from "./useFootage";

export interface Named {
  /** "" leaves the face out; two of the same name become one character. */
  readonly name: string;
  readonly taken: boolean;
}

/** The shots between the cuts, each with its length. */
export function Shots({ shots, rate, ratio, source, pictures, frames, playhead, onPoint }: {
  shots: readonly Stretch[]; rate: Rate; ratio: number; source: Grabber | null; pictures: StripPictures | null; frames: number;
  playhead: number; onPoint: (frame: number) => void;
}) {
  const t = useWords();
  const pictured = (frame: number): ReactNode => source
    ? <Frame frame={frame} source={source} ratio={ratio} />
    : <Still className="frame-picture" pictures={pictures} frame={frame} frames={frames} ratio={ratio} />;
  return (
    <section className="found" aria-label={t("footage.shots")}>
      <h3>{t("footage.shotsCount", { count: shots.length })}</h3>
      <ol className="found-shots">
        {shots.map((one, index) => (
          <li key={one.start}>
            <button type="button" aria-current={playhead >= one.start && playhead < one.start + one.frames} onClick={() => onPoint(one.start)}>
              <span className="number">{index + 1}</span>
              {shots.length <= 60 ? pictured(one.start + Math.floor(one.frames / 2)) : null}
              <span className="timecode">{lengthOf(one.frames, rate)}<br />{timecode(one.start, rate)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Faces that come back: named they become characters. */
export function People({ people, shots, pace, wanted, named, onName }: {
  people: readonly SeenPerson[]; shots: readonly Stretch[]; pace: Pace; wanted: boolean; named: Readonly<Record<string, Named>>; onName: (id: string, named: Named) => void;
}) {
  const t = useWords();
  const given = (id: string): Named => named[id] ?? { name: "", taken: true };
  const names = Object.values(named).filter((one) => one.taken && one.name.trim() !== "").map((one) => one.name.trim());
  return (
    <section className="found" aria-label={t("footage.people")}>
      <h3>{t("footage.people")}</h3>
      {!wanted ? <p className="note">{t("footage.noFaces")}</p> : <Looking pace={pace} words={t("footage.facesComing")} />}
      {wanted && pace.status === "done" && people.length === 0 ? <p className="note">{t("footage.nobody")}</p> : null}
      <ul className="people">
        {people.map((one, index) => {
          const { name, taken } = given(one.id);
          const same = taken && name.trim() !== "" && names.filter((each) => each === name.trim()).length > 1;
          const label = t("footage.person", { number: index + 1 });
          return (
            <li key={one.id} className={taken ? "" : "left"}>
              <input type="checkbox" checked={taken} aria-label={t("footage.takePerson", { name: name || label })} onChange={(event) => onName(one.id, { name, taken: event.target.checked })} />
              {one.picture ? <img src={one.picture} alt={label} loading="lazy" /> : <span className="no-face" />}
              <span className="who">
                <input
                  type="text" value={name} placeholder={label} maxLength={80} disabled={!taken} list="footage-people" aria-label={t("footage.nameOf", { number: index + 1 })}
                  onChange={(event) => onName(one.id, { name: event.target.value, taken })} onKeyDown={(event) => event.stopPropagation()}
                />
                <span className="note">{same ? t("footage.merged", { name: name.trim() }) : t("footage.seenIn", { count: seenIn(shots, one.frames) })}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <datalist id="footage-people">{[...new Set(names)].map((name) => <option key={name} value={name} />)}</datalist>
    </section>
  );
}

/** What is said, line by line. */
export function Heard({ lines, pace, wanted, sound, taken, rate, onTake, onPoint }: {
  lines: readonly HeardLine[]; pace: Pace; wanted: boolean; sound: boolean; taken: boolean; rate: Rate;
  onTake: (taken: boolean) => void; onPoint: (frame: number) => void;
}) {
  const t = useWords();
  return (
    <section className="found" aria-label={t("footage.words")}>
      <h3>{t("footage.words")}</h3>
      {!sound ? <p className="note">{t("footage.silent")}</p> : !wanted ? <p className="note">{t("footage.noHearing")}</p> : <Looking pace={pace} words={t("footage.wordsComing")} />}
      {wanted && pace.status === "done" && lines.length === 0 && sound ? <p className="note">{t("footage.nothingSaid")}</p> : null}
      {lines.length > 0 ? (
        <label className="check"><input type="checkbox" checked={taken} onChange={(event) => onTake(event.target.checked)} />{t("footage.takeWords")}</label>
      ) : null}
      <ul className="heard">
        {lines.map((one) => (
          <li key={one.start} className={taken ? "" : "left"}>
            <button type="button" onClick={() => onPoint(one.start)}><span className="timecode">{timecode(one.start, rate)}</span><span lang={one.language}>{one.words}</span></button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far something is; in words when it failed; nothing when it is there. */
export function Looking({ pace, words, onAgain }: { pace: Pace; words: string; onAgain?: () => void }) {
  const t = useWords();
  if (pace.status === "done") return null;
  if (pace.status === "failed" || pace.status === "cancelled") {
    return (
      <p className="note failed" role="alert">
        {pace.problem ? problemWords({ ...pace.problem, code: pace.problem.code }) : t("footage.failed")}
        {onAgain ? <> <Button onClick={onAgain}>{t("common.retry")}</Button></> : null}
      </p>
    );
  }
  return (
    <p className="looking" role="status">
      <span>{words}</span>
      <progress max={1} {...(pace.status === "running" ? { value: pace.progress } : { value: 0 })} aria-label={words} />
      <span className="timecode">
        {pace.status === "running" ? `${Math.round(pace.progress * 100)} %` : t("footage.queued")}
        {pace.left !== null ? ` · ${t("bring.left", { time: clockText(pace.left) })}` : ""}
      </span>
    </p>
  );
}
