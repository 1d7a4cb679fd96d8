// Pictures that the shot comes to at certain frames: dropped on a small strip of it, dragged along, moved by arrows, taken away.
import { useEffect, useRef, useState } from "react";
import { useFilesOver } from "../bring/filesOver";
import { sendFor } from "../bring/give";
import { usePanels } from "../api/queries";
import { useThumbs } from "../canvas/thumbs";
import { OwnPicture } from "../cast/Picture";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf, timecode } from "../film/time";
import { useTakeProxy } from "../inspector/takeProxy";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Button } from "../ui/Button";
import { directionOf, hold, moveHeld } from "./direction";
import { direct } from "./write";

const MOST_HELD = 12; // as the server has it

/** The strip. */
export function HeldStrip({ one, rate }: { readonly one: ShotInFilm; readonly rate: string }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const { width = 16, height = 9 } = useDocument((state) => state.project) ?? {};
  const frames = one.shot.frames;
  const { held } = directionOf(one.shot.direction);
  const panel = usePanels(id).data?.get(one.shot.id)?.url;
  const made = useMachine((state) => state.nodes[one.take?.key ?? ""]?.status === "done");
  const proxy = useTakeProxy(one.take?.id ?? "", one.take !== null && made);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [wide, setWide] = useState(0);
  const [dragged, setDragged] = useState<{ readonly at: number; readonly to: number } | null>(null);
  const [busy, setBusy] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => setWide(Math.round(entry?.contentRect.width ?? 0)));
    if (box.current) seen.observe(box.current);
    return () => seen.disconnect();
  }, []);
  useThumbs(canvas, proxy?.url ?? null, rate, frames, wide, width / height);

  const frameAt = (clientX: number): number => {
    const edges = box.current?.getBoundingClientRect();
    if (!edges || edges.width === 0) return 0;
    return Math.round(Math.min(1, Math.max(0, (clientX - edges.left) / edges.width)) * (frames - 1));
  };
  const left = (frame: number): string => `${(frames > 1 ? frame / (frames - 1) : 0) * 100}%`;
  const give = async (files: readonly File[], frame: number): Promise<void> => {
    setBusy((count) => count + 1);
    try {
      for (const [at, file] of files.slice(0, MOST_HELD).entries()) {
        const artifact = await sendFor(file, "picture");
        if (artifact) direct(t("dir.held"), [latest(one)], (now) => ({ held: hold(now.held, artifact.digest, Math.min(frames - 1, frame + at)) }));
      }
    } finally {
      setBusy((count) => count - 1);
    }
  };
  const { over, drop } = useFilesOver((files, frame: number) => void give(files, frame), (event) => frameAt(event.clientX));
  return (
    <div className="holding" role="group" aria-label={t("dir.held")}>
      <div className="held-head"><span className="dir-label">{t("dir.held")}</span>{over !== null ? <span className="timecode">{timecode(over, rateOf(rate))}</span> : null}</div>
      <div
        ref={box} className={over === null ? "held-strip" : "held-strip over"} title={t("dir.heldHint")}
        {...drop}
        onDoubleClick={(event) => {
          asked.current = frameAt(event.clientX);
          input.current?.click();
        }}
      >
        {proxy?.url ? <canvas ref={canvas} aria-hidden /> : panel ? <img src={panel} alt="" className="held-panel" draggable={false} /> : null}
        {over !== null ? <i className="held-cursor" style={{ left: left(over) }} /> : null}
        {held.map((each, at) => (
          <button
            key={each.picture + String(at)} type="button" className="held-mark" style={{ left: left(dragged?.at === at ? dragged.to : each.frame) }}
            aria-label={t("dir.heldAt", { frame: each.frame + 1, frames })} title={t("dir.heldKeys", { frame: each.frame + 1, frames })}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setDragged({ at, to: each.frame });
            }}
            onPointerMove={(event) => {
              if (event.currentTarget.hasPointerCapture(event.pointerId)) setDragged({ at, to: frameAt(event.clientX) });
            }}
            onPointerUp={() => {
              if (dragged && dragged.to !== each.frame) direct(t("dir.heldMove"), [one], { held: moveHeld(held, at, dragged.to, frames) });
              setDragged(null);
            }}
            onPointerCancel={() => setDragged(null)}
            onKeyDown={(event) => {
              const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              if (event.key === "Delete" || event.key === "Backspace") direct(t("dir.heldRemove"), [one], { held: held.filter((_, index) => index !== at) });
              else if (way !== 0) direct(t("dir.heldMove"), [one], { held: moveHeld(held, at, each.frame + way * (event.shiftKey ? 10 : 1), frames) });
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          >
            <span><OwnPicture digest={each.picture} /></span>
          </button>
        ))}
      </div>
      <div className="row held-foot">
        <Button
          kind="quiet" icon="picture" disabled={busy > 0 || held.length >= MOST_HELD}
          onClick={() => {
            asked.current = held.length === 0 ? 0 : frames - 1;
            input.current?.click();
          }}
        >
          {t(busy > 0 ? "dir.sending" : "dir.heldGive")}
        </Button>
        {held.length > 0 ? <Button kind="quiet" onClick={() => direct(t("dir.heldRemove"), [one], { held: [] })}>{t("dir.heldNone")}</Button> : null}
      </div>
      <input
        ref={input} type="file" accept="image/*" multiple hidden
        onChange={(event) => {
          void give([...(event.target.files ?? [])], asked.current);
          event.target.value = "";
        }}
      />
    </div>
  );
}

/** The shot as it is now: what was dropped may have taken a while. */
function latest(one: ShotInFilm): ShotInFilm {
  const fields = useDocument.getState().records["shot"]?.[one.shot.id];
  return fields ? { ...one, shot: { ...one.shot, direction: (fields["direction"] ?? null) as ShotInFilm["shot"]["direction"] } } : one;
}
