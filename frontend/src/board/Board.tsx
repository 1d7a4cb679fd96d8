// The storyboard: scenes as strips of cards; cards are dragged within and between them.
import {
  closestCenter, DndContext, type DragEndEvent, type DragMoveEvent, DragOverlay, PointerSensor, pointerWithin, useSensor, useSensors,
  type CollisionDetection,
} from "@dnd-kit/core";
import { useMemo, useState } from "react";
import { useBuilds, useFreshness, usePanels } from "../api/queries";
import { importInto } from "../api/act";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { newScene, moveShots } from "../film/verbs";
import { useOpenFilm } from "../film/context";
import { rateOf, lengthOf } from "../film/time";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { selectScene, useView } from "../view/store";
import { BoardContext, type BoardFacts, type Drop } from "./context";
import { SceneStrip } from "./SceneStrip";
import { CardPicture } from "./CardPicture";
import "./board.css";

const nearest: CollisionDetection = (args) => {
  const within = pointerWithin(args);
  const card = within.find((one) => one.data?.["droppableContainer"]?.data?.current?.kind === "shot");
  return card ? [card] : within.length > 0 ? within : closestCenter(args);
};

/** Every scene of the film. */
export function Board({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const { id, reel } = useOpenFilm();
  const panels = usePanels(id);
  const fresh = useFreshness(id);
  const builds = useBuilds(id);
  const selection = useView((state) => state.selection);
  const [dragged, setDragged] = useState<readonly string[]>([]);
  const [drop, setDrop] = useState<Drop | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));

  const facts = useMemo<BoardFacts>(() => {
    const proxies = new Map((reel?.pictures ?? []).map((one) => [one.shot, one]));
    const asked = new Map((builds.data ?? []).toReversed().map((one) => [one.root, one]));
    return { panels: panels.data ?? new Map(), fresh: fresh.data ?? {}, proxies, builds: asked, rate: rateOf(project.rate), ratio: project.width / project.height };
  }, [panels.data, fresh.data, builds.data, reel, project.rate, project.width, project.height]);

  const target = ({ over, active }: DragMoveEvent | DragEndEvent): Drop | null => {
    const data = over?.data.current as { kind: string; id: string; scene: string } | undefined;
    const shape = active.rect.current.translated;
    if (!over || !data || !shape) return null;
    const own = film.scenes.find((one) => one.scene.id === data.scene)?.shots ?? [];
    const moving = dragged.length > 0 ? dragged : [String(active.id)];
    const staying = own.filter((one) => !moving.includes(one.shot.id));
    if (data.kind === "scene") return { scene: data.scene, index: staying.length, before: null };
    const after = shape.left + shape.width / 2 > over.rect.left + over.rect.width / 2;
    const at = own.findIndex((one) => one.shot.id === data.id) + (after ? 1 : 0);
    const index = own.slice(0, at).filter((one) => !moving.includes(one.shot.id)).length;
    return { scene: data.scene, index, before: own[at]?.shot.id ?? null };
  };

  if (film.scenes.length === 0) return <EmptyBoard />;
  const first = film.byId.get(dragged[0] ?? "");
  return (
    <BoardContext value={facts}>
      <DndContext
        sensors={sensors} collisionDetection={nearest}
        onDragStart={({ active }) => {
          const one = String(active.id);
          setDragged(selection.includes(one) ? film.shots.filter((shot) => selection.includes(shot.shot.id)).map((shot) => shot.shot.id) : [one]);
        }}
        onDragMove={(event) => {
          const next = target(event);
          setDrop((was) => (was?.scene === next?.scene && was?.before === next?.before && was?.index === next?.index ? was : next));
        }}
        onDragEnd={(event) => {
          const at = target(event);
          if (at) moveShots(dragged, at.scene, at.index);
          setDragged([]);
          setDrop(null);
        }}
        onDragCancel={() => {
          setDragged([]);
          setDrop(null);
        }}
      >
        <main
          className="board" aria-label={t("nav.board")}
          onClick={(event) => {
            if (event.target === event.currentTarget) selectScene(null);
          }}
        >
          <p className="film-facts">
            {t("board.facts", { scenes: film.scenes.length, shots: film.shots.length, length: lengthOf(film.frames, facts.rate) })}
          </p>
          {film.scenes.map((one, index) => (
            <SceneStrip key={one.scene.id} one={one} index={index} last={index === film.scenes.length - 1} drop={drop?.scene === one.scene.id ? drop : null} dragged={dragged} />
          ))}
          <Button kind="quiet" icon="plus" onClick={() => newScene(film.scenes.at(-1)?.scene.id ?? null)}>{t("board.newScene")}</Button>
        </main>
        <DragOverlay dropAnimation={null}>
          {first ? (
            <div className="card ghost">
              <CardPicture one={first} moving={false} />
              {dragged.length > 1 ? <span className="many">{dragged.length}</span> : null}
            </div>
          ) : null}
        </DragOverlay>
      </DndContext>
    </BoardContext>
  );
}

function EmptyBoard() {
  const t = useWords();
  const { id } = useOpenFilm();
  const [text, setText] = useState("");
  const take = (file: File | undefined): void => {
    if (file) void importInto(id, file);
  };
  return (
    <main
      className="board empty"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files[0]);
      }}
    >
      <h1>{t("board.empty")}</h1>
      <textarea
        className="script" rows={14} aria-label={t("projects.write")} placeholder={t("projects.example")} value={text}
        onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.stopPropagation()}
      />
      <p className="row">
        <Button kind="act" disabled={text.trim() === ""} onClick={() => take(new File([text], "script.txt", { type: "text/plain" }))}>
          {t("projects.storyboard")}
        </Button>
        <Button icon="plus" onClick={() => newScene(null)}>{t("board.newScene")}</Button>
      </p>
    </main>
  );
}
