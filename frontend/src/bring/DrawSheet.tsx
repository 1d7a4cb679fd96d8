// A sheet to draw a shot's first or last picture on: pen and eraser, greys and colours, the shot before showing through.
import { useEffect, useRef, useState } from "react";
import { usePanels } from "../api/queries";
import { type ProjectFields, useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { useWords } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { givePicture } from "./give";
import { draftOf, keepDraft, keptDraft } from "./drafts";
import { clearing, drawnBack, drawnForth, drawnMore, emptyDrawing, type Point, type Stroke, strokeOn, visible } from "./strokes";
import { typing, useKeys } from "./useKeys";

const COLOURS = [
  ["black", "#16181b"], ["dark", "#5c636d"], ["middle", "#9aa1ab"], ["light", "#d3d7dc"], ["red", "#c8402f"], ["blue", "#2f6fc8"],
] as const;
const PAPER = "#f4f2ec";
const LONGEST = 1920; // pixels of the picture

interface Props {
  readonly project: ProjectFields;
  readonly shot: string;
  readonly field: "first" | "last";
  readonly onClose: () => void;
}

/** Kept as a PNG of the film's shape. */
export function DrawSheet({ project, shot, field, onClose }: Props) {
  const t = useWords();
  const [drawing, setDrawing] = useState(emptyDrawing);
  const [colour, setColour] = useState<string>(COLOURS[0][1]);
  const [erase, setErase] = useState(false);
  const [size, setSize] = useState(6);
  const [onion, setOnion] = useState(true);
  const [sending, setSending] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const going = useRef<Point[] | null>(null);
  const film = useDocument((state) => filmOf(state.records));
  const slate = film.byId.get(shot)?.slate ?? "";
  const before = film.shots[film.shots.findIndex((one) => one.shot.id === shot) - 1];
  const panel = usePanels(project.id).data?.get(before?.shot.id ?? "")?.url;
  const scale = Math.min(1, LONGEST / Math.max(project.width, project.height));
  const [wide, high] = [Math.round(project.width * scale), Math.round(project.height * scale)];
  const stroke = (points: readonly Point[]): Stroke => ({ colour, width: size / 500, erase, points });

  const name = draftOf(project.id, shot, field);
  const [kept, setKept] = useState<"no" | "found" | "yes">("no");
  const known = useRef<readonly Stroke[]>(drawing.strokes); // as the draft has them
  useEffect(() => {
    let gone = false;
    canvas.current?.focus();
    void keptDraft(name).then((strokes) => {
      if (gone || strokes.length === 0) return;
      known.current = strokes;
      setDrawing((now) => (now.strokes.length > 0 ? now : { strokes, undone: [] }));
      setKept("found");
    });
    return () => void (gone = true);
  }, [name]);
  useEffect(() => {
    if (drawing.strokes === known.current) return;
    known.current = drawing.strokes;
    void keepDraft(name, visible(drawing.strokes)).then((is) => setKept(is && drawing.strokes.length > 0 ? "yes" : "no"));
  }, [drawing, name]);
  const seen = visible(drawing.strokes).length > 0;
  useKeys((event) => {
    if (typing(event.target)) return;
    const mod = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    const verbs: Readonly<Record<string, () => void>> = mod ? {
      z: () => setDrawing(event.shiftKey ? drawnForth : drawnBack), y: () => setDrawing(drawnForth),
    } : {
      b: () => setErase(false), e: () => setErase(true),
      "[": () => setSize((now) => Math.max(1, now - 2)), "]": () => setSize((now) => Math.min(60, now + 2)),
    };
    const verb = event.altKey ? undefined : verbs[key];
    if (!verb) return;
    event.preventDefault();
    event.stopPropagation();
    if (!going.current && !sending) verb();
  });

  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!pen) return;
    pen.globalCompositeOperation = "source-over";
    pen.clearRect(0, 0, wide, high);
    visible(drawing.strokes).forEach((one) => strokeOn(pen, one, wide, high));
  }, [drawing, wide, high]);

  const at = (event: PointerEvent | React.PointerEvent): Point => {
    const box = canvas.current?.getBoundingClientRect();
    const pressure = event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.5;
    return box ? { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height, pressure } : { x: 0, y: 0, pressure };
  };
  const draw = (event: React.PointerEvent): void => {
    const pen = canvas.current?.getContext("2d");
    const points = going.current;
    if (!points || !pen) return;
    const from = Math.max(0, points.length - 1);
    for (const each of event.nativeEvent.getCoalescedEvents?.() ?? [event.nativeEvent]) points.push(at(each));
    strokeOn(pen, stroke(points.slice(from)), wide, high);
  };
  const done = (): void => {
    const points = going.current;
    going.current = null;
    if (points && points.length > 0) setDrawing((now) => drawnMore(now, stroke(points)));
  };
  const use = async (): Promise<void> => {
    const paper = document.createElement("canvas");
    paper.width = wide;
    paper.height = high;
    const pen = paper.getContext("2d");
    if (!pen || !canvas.current) return;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, wide, high);
    pen.drawImage(canvas.current, 0, 0);
    setSending(true);
    const blob = await new Promise<Blob | null>((given) => paper.toBlob(given, "image/png"));
    const taken = blob ? await givePicture(shot, field, new File([blob], `${t("draw.canvas")} ${slate}.png`, { type: "image/png" })) : false;
    setSending(false);
    if (!taken) return; // the drawing stays on the sheet
    void keepDraft(name, []);
    onClose();
  };
  return (
    <Dialog title={t("draw.title", { slate, what: t(`blank.${field}`) })} onClose={onClose} wide>
      <div className="drawing">
        <div className="row wrap draw-tools" role="toolbar" aria-label={t("draw.canvas")}>
          <IconButton icon="pen" label={t("draw.pen")} shortcut="B" aria-pressed={!erase} onClick={() => setErase(false)} />
          <IconButton icon="eraser" label={t("draw.eraser")} shortcut="E" aria-pressed={erase} onClick={() => setErase(true)} />
          <span className="inks" role="radiogroup" aria-label={t("draw.colour")}>
            {COLOURS.map(([name, value]) => (
              <button
                key={name} type="button" role="radio" className="ink" aria-checked={!erase && colour === value} aria-label={t(`draw.${name}`)} title={t(`draw.${name}`)}
                style={{ background: value }} onClick={() => {
                  setColour(value);
                  setErase(false);
                }}
              />
            ))}
            <input type="color" value={colour} aria-label={t("draw.other")} title={t("draw.other")} onChange={(event) => setColour(event.target.value)} />
          </span>
          <label className="row line-width">{t("draw.size")}<input type="range" min={1} max={60} value={size} onChange={(event) => setSize(Number(event.target.value))} /></label>
          {panel ? <label className="check"><input type="checkbox" checked={onion} onChange={(event) => setOnion(event.target.checked)} />{t("draw.onion")}</label> : null}
          <span className="space" />
          <IconButton icon="undo" label={t("common.undo")} shortcut="Ctrl Z" disabled={drawing.strokes.length === 0} onClick={() => setDrawing(drawnBack)} />
          <IconButton icon="redo" label={t("common.redo")} shortcut="Ctrl Shift Z" disabled={drawing.undone.length === 0} onClick={() => setDrawing(drawnForth)} />
          <Button disabled={!seen} onClick={() => setDrawing((now) => drawnMore(now, clearing))}>{t("draw.clear")}</Button>
        </div>
        <div className="paper" style={{ aspectRatio: `${wide} / ${high}` }}>
          {onion && panel ? <img src={panel} alt="" draggable={false} /> : null}
          <canvas
            ref={canvas} width={wide} height={high} aria-label={t("draw.canvas")} tabIndex={0} role="img"
            onPointerDown={(event) => {
              if (event.button !== 0 || sending) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              going.current = [at(event)];
              draw(event);
            }}
            onPointerMove={draw} onPointerUp={done} onPointerCancel={done}
          />
        </div>
        <footer>
          <span className="note" role="status">{sending ? t("draw.sending") : kept === "no" || !seen ? "" : t(kept === "found" ? "draw.found" : "draw.kept")}</span>
          <span className="space" />
          <Button onClick={onClose}>{t(seen && kept !== "no" ? "footage.laterOn" : "common.cancel")}</Button>
          <Button kind="act" disabled={!seen || sending} onClick={() => void use()}>{t("draw.use")}</Button>
        </footer>
      </div>
    </Dialog>
  );
}
