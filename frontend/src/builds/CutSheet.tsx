// The final cut: what part of the film, how it is delivered, what it lacks and takes, and everything that was exported.
import { useState } from "react";
import { useCuts } from "../api/queries";
import { filmOf } from "../document/select";
import { playedFilm } from "../timeline/film";
import { type ProjectFields, useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { markedRange, usePlayer } from "../player/store";
import { Dialog } from "../ui/Dialog";
import { useReadiness } from "./asks";
import { CutAsk } from "./CutAsk";
import { CutForm } from "./CutForm";
import { CutList } from "./CutList";
import { ReturnCut } from "./ReturnCut";
import { type Chosen, wishOf } from "./wish";
import "./cut.css";

/** Export, and what was exported. */
export function CutSheet({ project, onClose }: { project: ProjectFields; onClose: () => void }) {
  const t = useWords();
  const { timeline, reel } = useOpenFilm();
  const film = playedFilm(useDocument((state) => filmOf(state.records)), reel);
  const { from, to } = usePlayer();
  const marked = markedRange({ from, to }, film.frames);
  const [chosen, setChosen] = useState<Chosen>(() => ({
    preset: "web-1080p", part: marked ? "marked" : "whole", first: film.scenes[0]?.scene.id ?? "", last: film.scenes.at(-1)?.scene.id ?? "",
    captions: "usual", slate: "usual", larger: "usual", label: "",
  }));
  const wish = wishOf(chosen, marked, film.scenes, film.frames);
  const ready = useReadiness(timeline, wish);
  const cuts = useCuts(timeline);
  const rate = rateOf(project.rate);
  return (
    <Dialog title={t("cut.title")} onClose={onClose} wide>
      <CutForm chosen={chosen} marked={marked} film={film} project={project}
        onChange={(set) => setChosen({ ...chosen, ...set })} />
      <CutAsk wish={wish} ready={ready} cuts={cuts.data ?? []} project={project} timeline={timeline} />
      <ReturnCut timeline={timeline} rate={rate} />
      <CutList cuts={cuts.data ?? []} rate={rate} current={ready.data?.key ?? null} />
    </Dialog>
  );
}
