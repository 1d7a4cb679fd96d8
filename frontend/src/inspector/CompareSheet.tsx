// Two takes of a shot in step: one over the other with a wipe, or side by side; keep the better one.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { switchTake } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { useTakeProxy } from "./takeProxy";

interface Props {
  readonly one: ShotInFilm;
  readonly now: Take;
  readonly other: Take;
  readonly onClose: () => void;
}

const APART = 0.04; // clock seconds by which the second picture may differ before it is put in step

/** The sheet in which two takes are compared. */
export function CompareSheet({ one, now, other, onClose }: Props) {
  const t = useWords();
  const [left, right] = [useTakeProxy(now.id, true), useTakeProxy(other.id, true)];
  const first = useRef<HTMLVideoElement>(null);
  const second = useRef<HTMLVideoElement>(null);
  const [wipe, setWipe] = useState(50);
  const [beside, setBeside] = useState(false);
  const [playing, setPlaying] = useState(true);

  const follow = useCallback(() => {
    const [leads, follows] = [first.current, second.current];
    if (leads && follows && Math.abs(leads.currentTime - follows.currentTime) > APART) follows.currentTime = leads.currentTime;
  }, []);
  useEffect(() => {
    for (const video of [first.current, second.current]) {
      if (playing) video?.play().catch(() => undefined); // not loaded yet: `autoPlay` begins
      else video?.pause();
    }
    follow();
  }, [playing, follow, left?.url, right?.url]);

  const slate = (take: Take): string => `${one.slate}-${take.number}`;
  return (
    <Dialog title={t("take.compareTitle", { one: slate(now), other: slate(other) })} onClose={onClose} wide>
      <div className={beside ? "compare beside" : "compare"}>
        <figure>
          {left?.url ? <video ref={first} src={left.url} muted loop autoPlay playsInline onTimeUpdate={follow} /> : null}
          <figcaption>{slate(now)}</figcaption>
        </figure>
        <figure style={beside ? undefined : { clipPath: `inset(0 0 0 ${wipe}%)` }}>
          {right?.url ? <video ref={second} src={right.url} muted loop autoPlay playsInline /> : null}
          <figcaption>{slate(other)}</figcaption>
        </figure>
        {beside ? null : <span className="edge" style={{ left: `${wipe}%` }} />}
      </div>
      {beside ? null : (
        <input type="range" min={0} max={100} value={wipe} aria-label={t("take.wipe")} onChange={(event) => setWipe(Number(event.target.value))} />
      )}
      <p className="row">
        <Button icon={playing ? "pause" : "play"} onClick={() => setPlaying(!playing)}>{t(playing ? "player.pause" : "player.play")}</Button>
        <Button aria-pressed={beside} onClick={() => setBeside(!beside)}>{t(beside ? "take.over" : "take.beside")}</Button>
        <span className="space" />
        <Button kind="act" onClick={() => { switchTake(one.shot.id, other.id); onClose(); }}>{t("take.use", { slate: slate(other) })}</Button>
      </p>
    </Dialog>
  );
}
