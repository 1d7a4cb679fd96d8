// An editor's changed cut comes back: dropped here, its differences first, then taken over in one step.
import { useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import { lengthOf, type Rate } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { timecodeOf } from "../player/timecode";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { counted, type Difference, type Returned, returned } from "./returned";

const FORMS = ".otio,.otioz,.zip,.edl,.xml,.fcpxml,.aaf";
const SHOWN = 200; // differences that are listed; a new cut of a feature has thousands

/** The place for the file, and what it would change. */
export function ReturnCut({ timeline, rate }: { timeline: string | undefined; rate: Rate }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Returned | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async (one: File | undefined): Promise<void> => {
    if (!one || !timeline) return;
    setBusy(true);
    setSeen(await returned(timeline, one, "look", ""));
    setFile(one);
    setBusy(false);
  };
  const take = async (): Promise<void> => {
    if (!file || !timeline) return;
    setBusy(true);
    const done = await returned(timeline, file, "take", t("return.label"));
    if (done) setSeen(done);
    setBusy(false);
  };
  const { over, drop } = useFilesOver((files) => void look(files[0]), here);
  return (
    <section className={over ? "returned over" : "returned"} {...drop} aria-busy={busy}>
      <h3>{t("return.title")}</h3>
      <p className="row">
        <input ref={input} type="file" accept={FORMS} hidden aria-hidden="true" tabIndex={-1}
          onChange={(event) => {
            void look(event.target.files?.[0]);
            event.target.value = "";
          }} />
        <Button kind="quiet" icon="film" disabled={busy || !timeline} onClick={() => input.current?.click()}>{t("return.choose")}</Button>
        <span className="note" role="status">{busy ? t("return.reading") : seen ? file?.name : t("return.hint")}</span>
      </p>
      {seen ? <Seen seen={seen} rate={rate} busy={busy} onTake={() => void take()} /> : null}
    </section>
  );
}

interface SeenProps {
  readonly seen: Returned;
  readonly rate: Rate;
  readonly busy: boolean;
  readonly onTake: () => void;
}

function Seen({ seen, rate, busy, onTake }: SeenProps) {
  const t = useWords();
  const none = seen.differences.length === 0;
  return (
    <>
      <p className="returned-sum">
        {none ? t("return.same") : counted(seen.differences).map(([kind, count]) => (
          <span key={kind} className={`returned-kind ${kind}`}>{t(`return.${kind}` as Key)} {count}</span>
        ))}
        {seen.before === seen.frames ? null : <span className="timecode">{lengthOf(seen.before, rate)} → {lengthOf(seen.frames, rate)}</span>}
      </p>
      {none ? null : (
        <ol className="returned-list" tabIndex={0} aria-label={t("return.title")}>
          {seen.differences.slice(0, SHOWN).map((one, at) => <Row key={at} one={one} rate={rate} />)}
        </ol>
      )}
      {seen.differences.length > SHOWN ? <p className="note">{t("cut.andMore", { count: seen.differences.length - SHOWN })}</p> : null}
      {seen.notes.map((one) => <p key={one} className="note">{one}</p>)}
      {seen.group ? <p role="status"><Icon name="check" /> {t("return.taken")}</p> : none ? null : (
        <Button kind="act" icon="check" disabled={busy} onClick={onTake}>{t("return.takeOver")}</Button>
      )}
    </>
  );
}

function Row({ one, rate }: { one: Difference; rate: Rate }) {
  const t = useWords();
  const places = (told: Difference["before"]): string => {
    const { start, frames, source_in: source } = told;
    if (typeof start === "number" && typeof frames === "number") {
      return `${timecodeOf(start, rate)} · ${typeof source === "number" ? `${source}–${source + frames - 1}` : t("common.frames", { count: frames })}`;
    }
    const first = Object.values(told)[0];
    return first === undefined ? "" : first === true ? t("return.on") : first === false ? t("return.off") : String(first);
  };
  const [before, after] = [places(one.before), places(one.after)];
  return (
    <li className={`returned-row ${one.kind}`}>
      <strong>{one.name}</strong>
      <span className={`returned-kind ${one.kind}`}>{t(`return.${one.kind}` as Key)}</span>
      <span className="timecode">{[before, after].filter(Boolean).join(" → ")}</span>
    </li>
  );
}
