// The player: picture, transport, and the bar on which one scrubs; docked, large in the cut, or on the whole screen.
import { useEffect, useRef, useState } from "react";
import type { Film } from "../document/select";
import { filmOf, shotAt } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { useView } from "../view/store";
import { PlayerScope } from "../scopes/PlayerScope";
import { playback } from "./playback";
import { Screen } from "./Screen";
import { Scrub } from "./Scrub";
import { usePlayer } from "./store";
import { Transport } from "./Transport";
import { full } from "./verbs";
import "./player.css";
import "./screen.css";

const HIDDEN_AFTER = 2500; // ms without the pointer moving, on the whole screen, while it plays

interface Props {
  readonly film: Film;
  readonly project: ProjectFields;
  readonly docked?: boolean;
}

/** Plays the whole film from proxies, without any export. */
export function Player({ film, project, docked }: Props) {
  const t = useWords();
  const { reel } = useOpenFilm();
  const section = useRef<HTMLElement>(null);
  const quiet = useQuiet(section);
  const muted = usePlayer((state) => state.muted);
  const volume = usePlayer((state) => state.volume);
  useEffect(() => playback.load(reel), [reel]);
  useEffect(() => playback.sound.loudness(muted ? 0 : volume), [muted, volume]);
  useEffect(() => (docked ? followSelection() : undefined), [docked]); // in the cut a clip that is chosen moves no playhead
  return (
    <section
      ref={section} className={`player${docked ? " docked" : ""}${quiet ? " quiet" : ""}`} aria-label={t("player.title")}
      onKeyDown={(event) => {
        const bar = event.target instanceof Element && event.target.matches(".scrub");
        if (bar && event.key === " ") {
          event.preventDefault();
          event.stopPropagation();
          playback.toggle();
        } else if (bar && (event.key === "Home" || event.key === "End")) {
          event.preventDefault();
          event.stopPropagation();
          playback.seek(event.key === "Home" ? 0 : Infinity);
        }
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        playback.step((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1));
      }}
    >
      <div className="stage-row">
        <Screen film={film} project={project} />
        <PlayerScope of={section} />
      </div>
      <div
        className="transport"
        onClick={(event) => {
          // A button that was clicked gives the keyboard back: the space bar plays, whatever was pressed last.
          if (event.detail > 0 && document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
        }}
      >
        <Scrub film={film} />
        <Transport film={film} project={project} onFull={() => full(section.current)} />
      </div>
    </section>
  );
}

/** Whoever chooses a shot looks at it: the playhead goes to its beginning, unless it stands in what is chosen, or plays. */
function followSelection(): () => void {
  return useView.subscribe(({ selection, playing, frame }, before) => {
    if (selection === before.selection || selection.length === 0 || playing) return;
    const film = filmOf(useDocument.getState().records);
    const here = shotAt(film, frame);
    if (here && selection.includes(here.shot.id)) return;
    const first = film.shots.find((one) => selection.includes(one.shot.id));
    if (first) playback.seek(playback.startOf(first.shot.id, first.start));
  });
}

/** Whether the controls may hide: the whole screen, playing, and nobody moves. */
function useQuiet(section: React.RefObject<HTMLElement | null>): boolean {
  const [quiet, setQuiet] = useState(false);
  const playing = useView((state) => state.playing);
  useEffect(() => {
    const element = section.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = (): void => {
      setQuiet(false);
      clearTimeout(timer);
      if (playing) timer = setTimeout(() => setQuiet(document.fullscreenElement !== null), HIDDEN_AFTER);
    };
    moved();
    const events = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
    for (const name of events) element?.addEventListener(name, moved);
    document.addEventListener("fullscreenchange", moved);
    return () => {
      clearTimeout(timer);
      for (const name of events) element?.removeEventListener(name, moved);
      document.removeEventListener("fullscreenchange", moved);
    };
  }, [section, playing]);
  return quiet;
}
