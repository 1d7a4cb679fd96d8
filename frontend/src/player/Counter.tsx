// Timecode and frame; a click makes it a field in which one types where to go.
import { useState } from "react";
import type { Rate } from "../film/time";
import { useWords } from "../i18n";
import { useView } from "../view/store";
import { playback } from "./playback";
import { frameTyped, timecodeOf } from "./timecode";

/** The counter of a film of so many frames. */
export function Counter({ frames, rate }: { frames: number; rate: Rate }) {
  const [typing, setTyping] = useState(false);
  return (
    <span className="counter-box">
      {typing ? <Typed rate={rate} frames={frames} onDone={() => setTyping(false)} /> : <Told rate={rate} onType={() => setTyping(true)} />}
      <span className="of timecode">/ {timecodeOf(frames, rate)}</span>
      <FrameNumber frames={frames} />
    </span>
  );
}

function Told({ rate, onType }: { rate: Rate; onType: () => void }) {
  const t = useWords();
  const code = useView((state) => timecodeOf(state.frame, rate));
  return (
    <button type="button" className="counter timecode" title={t("player.goto")}
      aria-label={`${t("player.timecode")} ${code}. ${t("player.goto")}`} onClick={onType}>
      {code}
    </button>
  );
}

function FrameNumber({ frames }: { frames: number }) {
  const t = useWords();
  const frame = useView((state) => state.frame);
  return <span className="frames timecode">{frames > 0 ? t("player.frame", { frame: Math.min(frame + 1, frames), frames }) : ""}</span>;
}

function Typed({ rate, frames, onDone }: { rate: Rate; frames: number; onDone: () => void }) {
  const t = useWords();
  const [text, setText] = useState("");
  const frame = frameTyped(text, useView.getState().frame, rate);
  return (
    <input
      className="counter timecode" autoFocus value={text} placeholder={timecodeOf(useView.getState().frame, rate)} size={11}
      aria-label={t("player.goto")} aria-invalid={text !== "" && frame === null} title={t("player.gotoHow")}
      onChange={(event) => setText(event.target.value)}
      onBlur={onDone}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onDone();
        if (event.key !== "Enter" || frame === null) return;
        playback.seek(Math.min(frame, frames - 1));
        onDone();
      }}
    />
  );
}
