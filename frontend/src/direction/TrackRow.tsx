// One movement in the list: its colour, from which frame to which it goes, and the way to take it away.
import { useState } from "react";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import type { Track } from "./direction";
import { timed } from "./tracks";

interface Props {
  readonly track: Track;
  readonly number: number;
  readonly frames: number;
  readonly colour: string;
  readonly on: boolean;
  readonly onChoose: () => void;
  readonly onErase: () => void;
  readonly onTime: (track: Track) => void;
}

/** A row; frames are counted from 1 as people do. */
export function TrackRow({ track, number, frames, colour, on, onChoose, onErase, onTime }: Props) {
  const t = useWords();
  const [from, to] = [track.points[0]?.[0] ?? 0, track.points.at(-1)?.[0] ?? 0];
  return (
    <li className={on ? "on" : ""}>
      <button type="button" className="track-name" aria-pressed={on} onClick={onChoose}>
        <i style={{ background: colour }} /> {t(track.layer ? "dir.trackLayer" : track.box ? "dir.trackBox" : "dir.trackPath", { number })}
      </button>
      {track.points.length > 1 ? (
        <span className="row">
          <Frame label={t("dir.from")} value={from} most={to - 1} least={0} onWrite={(value) => onTime(timed(track, value, to))} />
          <Frame label={t("dir.to")} value={to} least={from + 1} most={frames - 1} onWrite={(value) => onTime(timed(track, from, value))} />
        </span>
      ) : track.layer ? null : <span className="note">{t("dir.trackRests")}</span>}
      <IconButton icon="close" label={t("dir.trackEraseOne", { number })} onClick={onErase} />
    </li>
  );
}

function Frame({ label, value, least, most, onWrite }: { readonly label: string; readonly value: number; readonly least: number; readonly most: number; readonly onWrite: (value: number) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const write = (): void => {
    const typed = Math.round(Number(draft)) - 1;
    if (draft !== null && draft.trim() !== "" && Number.isFinite(typed) && typed !== value) onWrite(Math.min(most, Math.max(least, typed)));
    setDraft(null);
  };
  return (
    <label className="frame-field">
      {label}
      <input
        type="number" className="timecode" min={least + 1} max={most + 1} value={draft ?? value + 1} onChange={(event) => setDraft(event.target.value)} onBlur={write}
        onKeyDown={(event) => {
          if (event.key === "Enter") write();
          event.stopPropagation();
        }}
      />
    </label>
  );
}
