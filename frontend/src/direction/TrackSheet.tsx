// Movements and boxes drawn over the shot's panel: drag to draw, drag a place to bend, set from when to when, erase; each is an edit.
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { redo, undo } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { directionOf, type Track } from "./direction";
import { TrackLines, colourOf } from "./TrackLines";
import { TrackRow } from "./TrackRow";
import { bent, shifted, trackOf } from "./tracks";
import { useDrawing } from "./useDrawing";
import { direct } from "./write";

interface Props {
  readonly one: ShotInFilm;
  readonly project: ProjectFields;
  readonly url: string | undefined;
  readonly paths: boolean;
  readonly boxes: boolean;
  readonly onClose: () => void;
}

export const MOST_TRACKS = 24;

/** The sheet. */
export function TrackSheet({ one, project, url, paths, boxes, onClose }: Props) {
  const t = useWords();
  const { tracks } = directionOf(one.shot.direction);
  const { frames } = one.shot;
  const ratio = project.width / project.height;
  const picture = useRef<HTMLDivElement>(null);
  const [tool, setTool] = useState<"path" | "box">(paths ? "path" : "box");
  const [chosen, setChosen] = useState<number | null>(tracks.length > 0 ? 0 : null);
  const [frame, setFrame] = useState(0);
  const [moving, setMoving] = useState<readonly Track[] | null>(null);
  const shown = moving ?? tracks;
  const write = (label: string, next: readonly Track[]): void => direct(label, [one], { tracks: next });
  const put = (track: Track, at: number | null): void => {
    if (at === null && tracks.length >= MOST_TRACKS) return;
    write(t("dir.tracks"), at === null ? [...tracks, track] : tracks.map((each, index) => (index === at ? track : each)));
    setChosen(at ?? tracks.length);
  };
  const erase = (at: number): void => {
    write(t("dir.trackErase"), tracks.filter((_, index) => index !== at));
    setChosen(tracks.length > 1 ? Math.min(at, tracks.length - 2) : null);
  };
  const drawing = useDrawing(picture, tool, {
    path: (path) => {
      // A box that rests yet, with the stroke beginning in it, is what is to move.
      const resting = chosen === null ? undefined : tracks[chosen];
      const [start] = path;
      const [, x = 0, y = 0] = resting?.points[0] ?? [];
      const inside = resting?.box && resting.points.length === 1 && start && Math.abs(start[0] - x) <= resting.box[0] / 2 && Math.abs(start[1] - y) <= resting.box[1] / 2;
      if (path.length < 2) return;
      const track = trackOf(path, frames, inside ? resting.box : null);
      if (track && track.points.length > 1) put(track, inside ? chosen : null);
    },
    box: ([x, y], [u, v]) => {
      const size = [Math.abs(u - x), Math.abs(v - y)] as const;
      if (size[0] < 0.02 || size[1] < 0.02) return;
      put({ points: [[0, (x + u) / 2, (y + v) / 2]], box: [Math.round(size[0] * 1e4) / 1e4, Math.round(size[1] * 1e4) / 1e4] }, null);
      if (paths) setTool("path");
    },
  });
  const sheet = useRef<HTMLDivElement>(null);
  const keys = useRef<(event: KeyboardEvent) => void>(() => undefined);
  keys.current = (event) => {
    const typing = event.target instanceof Element && event.target.closest("input:not([type=range]), textarea");
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") (event.shiftKey ? redo : undo)();
    else if ((event.key === "Delete" || event.key === "Backspace") && chosen !== null) erase(chosen);
    else if (event.key === "p" && paths) setTool("path");
    else if (event.key === "b" && boxes) setTool("box");
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const dialog = sheet.current?.closest("dialog");
    const heard = (event: KeyboardEvent): void => keys.current(event);
    dialog?.addEventListener("keydown", heard);
    return () => dialog?.removeEventListener("keydown", heard);
  }, []);
  const current = chosen === null ? undefined : shown[chosen];
  return createPortal(
    <Dialog title={t("dir.tracksTitle", { slate: one.slate })} onClose={onClose} wide>
      <div ref={sheet} className="track-sheet">
        <div className="row">
          <div className="segments" role="radiogroup" aria-label={t("dir.tool")}>
            <div>
              {paths ? <label className={tool === "path" ? "on" : ""} title="P"><input type="radio" name="track-tool" checked={tool === "path"} onChange={() => setTool("path")} />{t("dir.tool.path")}</label> : null}
              {boxes ? <label className={tool === "box" ? "on" : ""} title="B"><input type="radio" name="track-tool" checked={tool === "box"} onChange={() => setTool("box")} />{t("dir.tool.box")}</label> : null}
            </div>
          </div>
          <p className="note">{t(tool === "box" ? "dir.boxHint" : current?.box && current.points.length === 1 ? "dir.boxWay" : "dir.pathHint")}</p>
        </div>
        <div ref={picture} className="track-picture" style={{ aspectRatio: `${project.width} / ${project.height}` }} {...drawing.props}>
          {url ? <img src={url} alt="" draggable={false} /> : <p className="note">{t("dir.noPanel")}</p>}
          <TrackLines tracks={drawing.drawn ? [...shown, drawing.drawn] : shown} ratio={ratio} frame={frame} chosen={drawing.drawn ? shown.length : chosen} />
          {current && chosen !== null ? current.points.map(([at, x, y], place) => (
            <button
              key={place} type="button" className="track-place" style={{ left: `${x * 100}%`, top: `${y * 100}%`, borderColor: colourOf(chosen) }}
              aria-label={t("dir.trackPlace", { number: place + 1, frame: at + 1 })}
              onPointerDown={(event) => {
                event.stopPropagation();
                event.currentTarget.setPointerCapture(event.pointerId);
              }}
              onPointerMove={(event) => {
                if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
                const [across, down] = drawing.shares(event);
                // The only place of a box is the box: all of it moves.
                const next = current.points.length === 1 ? shifted(current, across - x, down - y) : bent(current, place, across, down);
                setMoving(shown.map((each, index) => (index === chosen ? next : each)));
              }}
              onPointerUp={() => {
                if (moving) write(t("dir.trackBend"), moving);
                setMoving(null);
              }}
              onPointerCancel={() => setMoving(null)}
              onKeyDown={(event) => {
                const by = (event.shiftKey ? 10 : 1) * 0.005;
                const ways: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
                const way = ways[event.key];
                if (!way) return;
                event.preventDefault();
                write(t("dir.trackBend"), tracks.map((each, index) => (index === chosen ? bent(each, place, x + way[0], y + way[1]) : each)));
              }}
            />
          )) : null}
        </div>
        <label className="track-time">
          <span>{t("take.frameOf", { frame: frame + 1, frames })}</span>
          <input type="range" min={0} max={Math.max(0, frames - 1)} step={1} value={frame} aria-label={t("take.frame")} onChange={(event) => setFrame(Number(event.target.value))} />
        </label>
        <ul className="track-list">
          {tracks.map((track, at) => (
            <TrackRow
              key={at} track={track} number={at + 1} frames={frames} colour={colourOf(at)} on={chosen === at} onChoose={() => setChosen(at)} onErase={() => erase(at)}
              onTime={(next) => write(t("dir.trackTime"), tracks.map((each, index) => (index === at ? next : each)))}
            />
          ))}
        </ul>
        <footer>
          {tracks.length > 1 ? <Button onClick={() => { write(t("dir.trackErase"), []); setChosen(null); }}>{t("dir.tracksNone")}</Button> : null}
          <Button kind="act" onClick={onClose}>{t("dir.done")}</Button>
        </footer>
      </div>
    </Dialog>,
    document.body,
  );
}
