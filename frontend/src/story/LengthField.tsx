// How long something is to last, as one writes it: 3:00, 90 s, 2.5 min; empty: as long as it needs. Arrows step it.
import { useId, useState } from "react";
import type { Rate } from "../film/time";
import { useWords } from "../i18n";
import { type Bare, clockOf, framesOf, shownLength } from "./length";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly rate: Rate;
  readonly bare: Bare;
  /** What it lasts when nobody says, shown in its place. */
  readonly usual: string;
  readonly most: number;
  readonly onWrite: (frames: number) => void;
}

/** Written on leaving, Enter and arrows; what is no length stays as it is, and is said. */
export function LengthField({ label, value, rate, bare, usual, most, onWrite }: Props) {
  const t = useWords();
  const [id, hint] = [useId(), useId()];
  const [draft, setDraft] = useState<string | null>(null);
  const read = draft === null ? null : clockOf(draft, bare);
  const frames = read === null ? value : framesOf(read, rate);
  const wrong = draft !== null && (read === null || frames > most);
  const write = (next = frames): void => {
    setDraft(null);
    if (!wrong && next !== value) onWrite(Math.min(most, Math.max(0, next)));
  };
  const step = (event: React.KeyboardEvent): void => {
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    const by = (bare === "min" ? 15 : 5) * (event.shiftKey ? 4 : 1);
    const clock = Math.round((frames * rate.denominator) / rate.numerator);
    write(framesOf(Math.max(0, (Math.floor(clock / by) + way + (way < 0 && clock % by > 0 ? 1 : 0)) * by), rate));
  };
  return (
    <div className={wrong ? "field story-length wrong" : "field story-length"}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id} type="text" autoComplete="off" className="timecode" value={draft ?? (value > 0 ? shownLength(value, rate) : "")} placeholder={usual}
        aria-invalid={wrong} aria-describedby={hint} onChange={(event) => setDraft(event.target.value)} onBlur={() => write()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) write();
          else if (event.key === "Escape" && draft !== null) {
            event.preventDefault();
            setDraft(null);
          } else step(event);
          event.stopPropagation();
        }}
      />
      <span id={hint} className={wrong ? "field-wrong" : "visually-hidden"}>{t(wrong ? (read === null ? "story.noLength" : "story.tooLong") : "story.lengthHint")}</span>
    </div>
  );
}
