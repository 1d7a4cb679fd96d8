// The frame before and under its effects: a wipe that is dragged, or the frame as it was while a key or the button is held.
import { useEffect, useState } from "react";
import { useWords } from "../i18n";
import { LiveLook } from "../colour/LiveLook";
import { TrialScope } from "../scopes/TrialScope";
import type { Carried } from "./stack";
import type { Tried } from "./useTry";

const KEY = "\\";

/** A picture with a wipe; 0 shows it under the effects, 100 as it was. */
export function TryView({ tried, ratio, effects }: { tried: Tried; ratio: number; effects: readonly Carried[] }) {
  const t = useWords();
  const [wipe, setWipe] = useState(0);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest("input:not([type=range]), textarea, select");
      if (event.key === KEY && !typing) setHeld(event.type === "keydown");
    };
    window.addEventListener("keydown", pressed);
    window.addEventListener("keyup", pressed);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.removeEventListener("keyup", pressed);
    };
  }, []);
  const at = held ? 100 : wipe;
  const follow = (event: React.PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setWipe(Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * 100));
  };
  return (
    <div className="try">
      <div
        className="try-frame" style={{ aspectRatio: String(ratio) }} role="slider" tabIndex={0} aria-label={t("try.wipe")} title={t("try.hint")}
        aria-valuemin={0} aria-valuemax={100} aria-valuenow={at} aria-valuetext={t(at >= 50 ? "try.before" : "try.after")}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
        }}
        onDoubleClick={() => setWipe(0)}
        onKeyDown={(event) => {
          const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
          if (way === 0 && event.key !== "Home" && event.key !== "End") return;
          event.preventDefault();
          event.stopPropagation();
          setWipe(event.key === "Home" ? 0 : event.key === "End" ? 100 : Math.min(100, Math.max(0, wipe + way * (event.shiftKey ? 20 : 5))));
        }}
      >
        {tried.url ? <img src={tried.url} alt={t("try.after")} draggable={false} /> : null}
        <LiveLook before={tried.before} effects={effects} busy={tried.busy} />
        {tried.before && at > 0 ? <img src={tried.before} alt={t("try.before")} draggable={false} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }} /> : null}
        {at > 0 && at < 100 ? <span className="edge" style={{ left: `${at}%` }} /> : null}
        {at > 0 ? <span className="chip">{t("try.before")}</span> : null}
        {at < 100 && tried.url ? <span className="chip after">{t("try.after")}</span> : null}
        {!tried.url && !tried.problem ? <span className="try-waits">{t("try.making")}</span> : null}
      </div>
      <progress className={tried.busy ? "" : "still"} aria-label={t("try.making")} />
      {tried.problem ? <p className="said wrong" role="alert">{tried.problem}</p> : null}
      <TrialScope />
    </div>
  );
}
