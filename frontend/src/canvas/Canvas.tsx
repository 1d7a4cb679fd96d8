// The canvas over the board: one shot large, its tools at the left, its frames beneath; Escape goes back.
import { useEffect, useLayoutEffect, useState } from "react";
import { shoot } from "../api/act";
import type { Film, ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { useWords } from "../i18n";
import { layersOf, rests } from "../layers/records";
import { useMachine } from "../nodes/store";
import { playback } from "../player/playback";
import { Button } from "../ui/Button";
import { useView, select } from "../view/store";
import { Head } from "./Head";
import { Table } from "./Table";
import { useClose } from "./open";
import { enter, leave, useCanvas } from "./store";
import "./canvas.css";
import "./over.css";
import "./strip.css";

interface Props {
  readonly one: ShotInFilm;
  readonly film: Film;
  readonly project: ProjectFields;
}

/** `/p/:id/board?canvas=<shot>` */
export function Canvas({ one, project }: Props) {
  const t = useWords();
  const close = useClose(project.id);
  const shot = one.shot.id;
  useEntering(one);
  useEscape(close);
  const node = useMachine((state) => state.nodes[one.take?.key ?? ""]);
  const made = node?.status === "done";
  return (
    <main className="canvas" aria-label={t("canvas.of", { slate: one.slate })}>
      <Head one={one} onClose={close} />
      {one.take && made ? <Table one={one} project={project} /> : (
        <div className="canvas-empty">
          <p>{one.take ? t(node?.status === "failed" ? "canvas.failed" : "canvas.making") : t("canvas.noTake")}</p>
          {one.take && node?.status === "running" ? <progress max={1} value={node.progress} aria-label={t("state.making")} /> : null}
          {!one.take || node?.status === "failed" ? <Button kind="act" icon="play" onClick={() => void shoot([shot])}>{t("state.shoot")}</Button> : null}
        </div>
      )}
    </main>
  );
}

/** It opens where the playhead stands in the shot, and takes the playhead of the film along. */
function useEntering(one: ShotInFilm): void {
  const { id, frames } = one.shot;
  const [start] = useState(() => ({ at: 0 }));
  start.at = one.start;
  useLayoutEffect(() => {
    playback.pause();
    const { frame, selection } = useView.getState();
    if (selection.length !== 1 || selection[0] !== id) select(id);
    const { records } = useDocument.getState();
    const composed = one.shot.backdrop !== null || layersOf(records, id).some((each) => !each.visible || !rests(each));
    enter(id, frame >= start.at && frame < start.at + frames ? frame - start.at : 0, composed);
    const follow = useCanvas.subscribe((now, before) => {
      if (now.frame !== before.frame && now.shot === id && now.frame < frames) useView.setState({ frame: start.at + now.frame });
    });
    return () => {
      follow();
      leave();
    };
  }, [id, start]); // eslint-disable-line -- once for each shot
}

/** Escape, where nothing else takes it: first the layer in hand is let go, then the canvas is closed. */
function useEscape(close: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== "Escape" || event.defaultPrevented || useView.getState().sheet || target?.closest("dialog, [role=menu], input, textarea, select")) return;
      event.preventDefault();
      close();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [close]);
}

/** The shot that the address asks for, as it is in the film. */
export function CanvasOf({ shot, film, project }: { readonly shot: string; readonly film: Film; readonly project: ProjectFields }) {
  const t = useWords();
  const one = film.byId.get(shot);
  const close = useClose(project.id);
  const known = useDocument((state) => state.records["shot"]?.[shot] !== undefined);
  if (one) return <Canvas key={shot} one={one} film={film} project={project} />;
  return (
    <main className="canvas-empty">
      <p>{t(known ? "canvas.away" : "canvas.unknown")}</p>
      <Button kind="act" onClick={close}>{t("canvas.close")}</Button>
    </main>
  );
}
