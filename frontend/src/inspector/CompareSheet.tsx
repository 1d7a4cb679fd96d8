// Two takes of a shot in step, frame by frame: one over the other with a wipe, or side by side; keep the better one.
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { effectsOf, written } from "../effects/stack";
import { rateOf } from "../film/time";
import { switchTake } from "../film/verbs";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { useDocument } from "../document/store";
import { stepped } from "./compare";
import { keepTake } from "./takes";
import { useTakeProxy } from "./takeProxy";
import { useInStep } from "./useInStep";

interface Props {
  readonly one: ShotInFilm;
  readonly now: Take;
  readonly other: Take;
  readonly onClose: () => void;
}

/** The sheet in which two takes are compared. */
export function CompareSheet({ one, now, other, onClose }: Props) {
  const t = useWords();
  const nodes = useMachine((state) => state.nodes);
  const rate = rateOf(useDocument((state) => state.project?.rate ?? "24/1"));
  const made = one.takes.filter((take) => nodes[take.key]?.status === "done");
  const [[left, right], setPair] = useState<readonly [Take, Take]>([now, other]);
  const under = useDocument((state) => written(effectsOf(state.records, one.shot.id)));
  const [first, second] = [useTakeProxy(left.id, true, under), useTakeProxy(right.id, true, under)];
  const [wipe, setWipe] = useState(50);
  const [beside, setBeside] = useState(false);
  const { leads, follows, frame, frames, playing, play, seek } = useInStep(rate, first?.url ?? "", second?.url ?? "", one.shot.frames);
  const slate = (take: Take): string => `${one.slate}-${take.number}`;
  const use = (take: Take): void => {
    switchTake(one.shot.id, take.id);
    onClose();
  };
  const step = (by: number): void => {
    play(false);
    seek(stepped(frame, by, frames));
  };
  const keys = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (target.closest("select, [role=slider], input") && event.key.startsWith("Arrow")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Readonly<Record<string, () => void>> = {
      " ": () => play(!playing), k: () => play(false), l: () => play(true),
      ArrowLeft: () => step(event.shiftKey ? -10 : -1), ArrowRight: () => step(event.shiftKey ? 10 : 1), ",": () => step(-1), ".": () => step(1),
      Home: () => seek(0), End: () => seek(frames - 1), w: () => setBeside(!beside), x: () => setPair([right, left]),
      "1": () => use(left), "2": () => use(right), p: () => keepTake(one, right, true),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key === " " && target.closest("button"))) return;
    event.preventDefault();
    act();
  };
  const sheet = useRef<HTMLDivElement>(null);
  const pressed = useRef(keys);
  pressed.current = keys;
  useEffect(() => {
    const dialog = sheet.current?.closest("dialog"); // it holds the focus when the sheet opens, so the keys are heard there
    const heard = (event: KeyboardEvent): void => pressed.current(event);
    dialog?.addEventListener("keydown", heard);
    return () => dialog?.removeEventListener("keydown", heard);
  }, []);
  const drag = (event: React.PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setWipe(Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * 1000) / 10);
  };
  const chooser = (take: Take, which: 0 | 1) => (
    <select
      value={take.id} aria-label={t(which === 0 ? "take.left" : "take.right")}
      onChange={(event) => {
        const chosen = made.find((each) => each.id === event.target.value);
        if (chosen) setPair(which === 0 ? [chosen, right] : [left, chosen]);
      }}
    >
      {[...new Set([...made, take])].map((each) => (
        <option key={each.id} value={each.id}>{slate(each)}{each.id === one.shot.take ? ` · ${t("take.current")}` : ""}{each.kept ? ` · ${t("take.kept")}` : ""}</option>
      ))}
    </select>
  );
  return createPortal(
    <Dialog title={t("take.compareTitle", { one: slate(left), other: slate(right) })} onClose={onClose} wide>
      <div ref={sheet} className="compare-sheet">
        <div className="row">
          {chooser(left, 0)}
          <span className="space" />
          {chooser(right, 1)}
        </div>
        <div
          className={beside ? "compare beside" : "compare"}
          onPointerDown={(event) => {
            if (beside || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag(event);
          }}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
          }}
        >
          <figure>
            {first?.url ? <video ref={leads} src={first.url} muted playsInline preload="auto" /> : <p className="note">{t("common.loading")}</p>}
            <figcaption>{slate(left)}</figcaption>
          </figure>
          <figure style={beside ? undefined : { clipPath: `inset(0 0 0 ${wipe}%)` }}>
            {second?.url ? <video ref={follows} src={second.url} muted playsInline preload="auto" /> : <p className="note">{t("common.loading")}</p>}
            <figcaption>{slate(right)}</figcaption>
          </figure>
          {beside ? null : (
            <span
              className="edge" style={{ left: `${wipe}%` }} role="slider" tabIndex={0} aria-label={t("take.wipe")} aria-valuemin={0} aria-valuemax={100}
              aria-valuenow={Math.round(wipe)} aria-valuetext={t("take.wipeAt", { percent: Math.round(wipe), slate: slate(left) })}
              onKeyDown={(event) => {
                const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                if (way === 0) return;
                event.preventDefault();
                event.stopPropagation();
                setWipe(Math.min(100, Math.max(0, wipe + way * (event.shiftKey ? 10 : 2))));
              }}
            />
          )}
        </div>
        <input
          type="range" min={0} max={frames - 1} step={1} value={frame} aria-label={t("take.frame")} aria-valuetext={t("take.frameOf", { frame: frame + 1, frames })}
          onChange={(event) => {
            play(false);
            seek(Number(event.target.value));
          }}
        />
        <p className="row wrap">
          <Button icon={playing ? "pause" : "play"} onClick={() => play(!playing)}>{t(playing ? "player.pause" : "player.play")}</Button>
          <span className="timecode note">{t("take.frameOf", { frame: frame + 1, frames })}</span>
          <Button aria-pressed={beside} onClick={() => setBeside(!beside)} title="W">{t(beside ? "take.over" : "take.beside")}</Button>
          <span className="space" />
          <Button aria-pressed={right.kept} icon="check" title="P" onClick={() => keepTake(one, right, true)}>{t("take.keepThis", { slate: slate(right) })}</Button>
          <Button kind={one.shot.take === left.id ? "plain" : "act"} onClick={() => use(left)} title="1">{t("take.use", { slate: slate(left) })}</Button>
          <Button kind={one.shot.take === right.id ? "plain" : "act"} onClick={() => use(right)} title="2">{t("take.use", { slate: slate(right) })}</Button>
        </p>
        <p className="note">{t("take.compareKeys")}</p>
      </div>
    </Dialog>,
    document.body,
  );
}
