// The canvas over the board: one shot large, its tools at the left, its frames beneath; Escape goes back.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { shoot } from "../api/act";
import type { Film, ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { useLanguage, useWords } from "../i18n";
import { layersOf, rests } from "../layers/records";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { playback } from "../player/playback";
import { Button } from "../ui/Button";
import { bringIntoSight } from "../view/reach";
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
  const main = useRef<HTMLElement>(null);
  useEntering(one);
  useKeys(close);
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true }); // what led here is gone: Tab goes on from the canvas
  }, []);
  const language = useLanguage((state) => state.language);
  const node = useMachine((state) => state.nodes[one.take?.key ?? ""]);
  const made = node?.status === "done";
  return (
    <main ref={main} className="canvas" tabIndex={-1} aria-label={t("canvas.of", { slate: one.slate })}>
      <Head one={one} shows={one.take !== null && made} onClose={close} />
      {one.take && made ? <Table one={one} project={project} /> : (
        <div className="canvas-empty">
          <p>{one.take ? t(node?.status === "failed" ? "canvas.failed" : "canvas.making") : t("canvas.noTake")}</p>
          {one.take && node?.status === "failed" ? <p className="failed" role="alert">{nodeWords(node.error, language)}</p> : null}
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
      setTimeout(() => { // the board stands again by then: Tab goes on from the card
        if (document.activeElement === document.body) bringIntoSight({ shot: id });
      }, 0);
    };
  }, [id, start]); // eslint-disable-line -- once for each shot
}

/** Escape closes the canvas where nothing else takes it; Ctrl+A is not meant for the words of the page. */
function useKeys(close: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      const all = event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey);
      if (!all && event.key !== "Escape") return;
      if (event.defaultPrevented || useView.getState().sheet || target?.closest("dialog, [role=menu], input, textarea, select")) return;
      event.preventDefault();
      if (!all) close();
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
