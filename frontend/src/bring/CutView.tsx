// A cut seen closely: two frames before it, two after it, large; how certain it is; moved by a frame, played across, taken away.
import { useEffect, useRef, useState } from "react";
import { type Rate, timecode } from "../film/time";
import { useWords } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import type { Cut } from "./cuts";
import type { Grabber } from "./grab";

interface Props {
  readonly cut: Cut | null;
  readonly frames: number;
  readonly rate: Rate;
  readonly ratio: number;
  readonly source: Grabber | null;
  readonly onNudge: (by: number) => void;
  readonly onRemove: () => void;
  readonly onPlay: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly number: number;
  readonly count: number;
  /** Cuts are still being looked for. */
  readonly looking: boolean;
}

/** What to do with the chosen cut. */
export function CutView({ cut, frames, rate, ratio, source, onNudge, onRemove, onPlay, onStep, number, count, looking }: Props) {
  const t = useWords();
  const around = cut ? [-2, -1, 0, 1].map((by) => cut.frame + by).filter((frame) => frame >= 0 && frame < frames) : [];
  return (
    <section className="cut-view" aria-label={t("footage.cut")}>
      <div className="cut-frames" data-count={around.length}>
        {cut === null ? <p className="note">{t(count > 0 ? "footage.choose" : looking ? "footage.soon" : "footage.noCuts")}</p> : null}
        {around.map((frame) => (
          <figure key={frame} className={cut && frame < cut.frame ? "before" : "after"}>
            <Frame frame={frame} source={source} ratio={ratio} />
            <figcaption className="timecode">{timecode(frame, rate)}</figcaption>
          </figure>
        ))}
      </div>
      <p className="row cut-tools">
        <IconButton icon="back" label={t("footage.previous")} shortcut="[" disabled={count === 0} onClick={() => onStep(-1)} />
        <span className="timecode">{cut ? t("footage.cutOf", { number, count }) : t("footage.cuts", { count })}</span>
        <IconButton icon="back" className="turned-round" label={t("footage.next")} shortcut="]" disabled={count === 0} onClick={() => onStep(1)} />
        <span className="certainty">{cut ? said(cut, t) : ""}</span>
        <span className="space" />
        <Button disabled={!cut} title="←" onClick={() => onNudge(-1)}>{t("footage.earlier")}</Button>
        <Button disabled={!cut} title="→" onClick={() => onNudge(1)}>{t("footage.later")}</Button>
        <Button icon="play" disabled={!cut || !source} title="Enter" onClick={onPlay}>{t("footage.across")}</Button>
        <Button icon="close" disabled={!cut} title="Delete" onClick={onRemove}>{t("footage.remove")}</Button>
      </p>
    </section>
  );
}

function said(cut: Cut, t: ReturnType<typeof useWords>): string {
  if (cut.by === "you") return t("footage.byYou");
  const kind = t(cut.kind === "gradual" ? "footage.gradual" : "footage.hard");
  const by = t(`footage.by.${cut.by}`);
  return t("footage.certain", { kind, percent: Math.round(cut.certainty * 100), by });
}

/** One frame of a proxy, exact. */
export function Frame({ frame, source, ratio }: { frame: number; source: Grabber | null; ratio: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [seen, setSeen] = useState<number | null>(null);
  useEffect(() => {
    let over = false;
    void source?.frame(frame).then((picture) => {
      const shown = canvas.current;
      if (over || !picture || !shown) return;
      shown.width = picture.width;
      shown.height = picture.height;
      shown.getContext("2d")?.drawImage(picture, 0, 0);
      setSeen(frame);
    });
    return () => void (over = true);
  }, [frame, source]);
  return <canvas ref={canvas} className={seen === frame ? "frame-picture" : "frame-picture coming"} data-frame={seen ?? ""} style={{ aspectRatio: String(ratio) }} />;
}
