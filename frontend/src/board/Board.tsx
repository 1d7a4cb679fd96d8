// The storyboard: scenes as bands of cards, or all cards in one flow; whatever its length, only what is near is drawn.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useBuilds, useFreshness, usePanels } from "../api/queries";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { pointAt } from "../document/sync";
import { newScene } from "../film/verbs";
import { useOpenFilm } from "../film/context";
import { useProducing } from "../film/producing";
import { canvasOf } from "../canvas/open";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { useLook } from "../view/look";
import { selectScene, useView } from "../view/store";
import { BoardBar } from "./BoardBar";
import { BoardContext, type BoardFacts, HandsContext } from "./context";
import { useDragging } from "./dragging";
import { EmptyBoard } from "./EmptyBoard";
import { useFaces } from "./faces";
import { Ghost } from "./Ghost";
import { bandsIn, bandsOf, gridOf, rowsIn } from "./layout";
import { SceneBand } from "./SceneBand";
import { ShotMenu } from "./ShotMenu";
import { type Anchor, type Drawn, useDrags } from "./useDrags";
import { useSight, useWindow } from "./useWindow";
import "./bar.css";
import "./board.css";
import "./card.css";

/** Every scene of the film. */
export function Board({ film, project }: { film: Film; project: ProjectFields }) {
  return film.scenes.length === 0 ? <EmptyBoard /> : <FullBoard film={film} project={project} />;
}

function FullBoard({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const facts = useFacts(film, project);
  const scroller = useRef<HTMLElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const { mode, size } = useLook();
  const folded = useView((state) => state.collapsed);
  const bare = useDragging((state) => state.scene !== null);
  const { from, to, width } = useWindow(scroller, inner);
  const layout = useMemo<Drawn>(() => {
    const grid = gridOf(Math.max(320, width), size, facts.ratio, mode);
    return { grid, bands: bandsOf(film.scenes, folded, grid, bare) };
  }, [film.scenes, folded, width, size, mode, facts.ratio, bare]);
  const drawn = useRef(layout);
  useLayoutEffect(() => {
    drawn.current = layout;
  }, [layout]);
  useSight({ scroller, film: inner, drawn, anchor }, layout);
  const drags = useDrags({ scroller, film: inner, ghost, drawn, anchor });
  const [menuAt, setMenuAt] = useState<{ x: number; y: number } | null>(null);
  const { id } = useOpenFilm();
  const go = useRef(useNavigate());
  const hands = useMemo(() => ({
    ...drags, menu: (x: number, y: number) => setMenuAt({ x, y }), open: (shot: string) => void go.current(`/p/${id}/${canvasOf(shot)}`),
  }), [drags, id]);
  const closeMenu = useCallback(() => setMenuAt(null), []);
  usePointing(scroller);

  const { grid, bands } = layout;
  const shown = width > 0 ? bandsIn(bands, from, to) : [];
  const chosen = useView((state) => state.selection.length > 0);
  const entry = chosen ? null : (shown[0]?.items[0]?.shot?.shot.id ?? film.shots[0]?.shot.id ?? null);
  return (
    <BoardContext value={facts}>
      <HandsContext value={hands}>
        <BoardBar film={film} rate={facts.rate} />
        <main
          ref={scroller} className="board" aria-label={t("nav.board")}
          onClick={(event) => {
            const { classList } = event.target as HTMLElement;
            if (event.target === event.currentTarget || classList.contains("film") || classList.contains("cards") || classList.contains("band")) selectScene(null);
          }}
        >
          <div
            ref={inner} className={`film ${mode} ${bare ? "bare" : ""}`} data-columns={grid.columns}
            style={{ height: bands.height, ["--picture" as string]: `${grid.picture}px`, ["--cell" as string]: `${grid.cell}px`, ["--row" as string]: `${grid.row}px` }}
          >
            {shown.map((band) => {
              const [first, last] = rowsIn(band, grid, from, to);
              return (
                <SceneBand
                  key={band.scene?.scene.id ?? "film"} band={band} grid={grid} from={first} to={last} bare={bare} entry={entry}
                  last={band.index === bands.bands.length - 1}
                />
              );
            })}
          </div>
          <Button kind="quiet" icon="plus" className="add-scene" onClick={() => newScene(film.scenes.at(-1)?.scene.id ?? null)}>{t("board.newScene")}</Button>
        </main>
        <Ghost ref={ghost} film={film} width={grid.card} />
        {menuAt ? <ShotMenu at={menuAt} onClose={closeMenu} /> : null}
      </HandsContext>
    </BoardContext>
  );
}

function useFacts(film: Film, project: ProjectFields): BoardFacts {
  const { id, reel } = useOpenFilm();
  const panels = usePanels(id);
  const fresh = useFreshness(id);
  const builds = useBuilds(id);
  const faces = useFaces(id, film.characters);
  const producing = useProducing(id);
  return useMemo<BoardFacts>(() => {
    const proxies = new Map((reel?.pictures ?? []).map((one) => [one.shot, one]));
    const asked = new Map((builds.data ?? []).toReversed().map((one) => [one.root, one]));
    const ratio = project.width / project.height;
    return { panels: panels.data ?? new Map(), fresh: fresh.data ?? {}, proxies, builds: asked, faces, rate: rateOf(project.rate), ratio, producing };
  }, [panels.data, fresh.data, builds.data, faces, reel, project.rate, project.width, project.height, producing]);
}

/** Tells colleagues where on which card the pointer is. */
function usePointing(scroller: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const outer = scroller.current;
    if (!outer) return undefined;
    const moved = (event: PointerEvent): void => {
      if (event.pointerType === "touch") return;
      const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-shot]") : null;
      const card = cell?.querySelector<HTMLElement>(".card");
      const box = card?.getBoundingClientRect();
      if (!cell || !box) return pointAt(null);
      const part = (at: number, from: number, length: number): number => Math.round(1000 * Math.min(1, Math.max(0, (at - from) / length)));
      pointAt({ shot: cell.dataset["shot"] ?? "", x: part(event.clientX, box.left, box.width), y: part(event.clientY, box.top, box.height) });
    };
    const left = (): void => pointAt(null);
    outer.addEventListener("pointermove", moved, { passive: true });
    outer.addEventListener("pointerleave", left);
    return () => {
      outer.removeEventListener("pointermove", moved);
      outer.removeEventListener("pointerleave", left);
      pointAt(null);
    };
  }, [scroller]);
}
