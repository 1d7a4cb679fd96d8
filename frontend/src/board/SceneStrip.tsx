// One scene: its heading line and its cards; folded, a row of small pictures.
import { useDroppable } from "@dnd-kit/core";
import { memo, useCallback } from "react";
import type { SceneInFilm } from "../document/select";
import { lengthOf } from "../film/time";
import { moveScene, newScene, newShot } from "../film/verbs";
import { useWords } from "../i18n";
import { playback } from "../player/playback";
import { Button, IconButton } from "../ui/Button";
import { fold, selectScene, useView } from "../view/store";
import { useBoard, type Drop } from "./context";
import { CardPicture } from "./CardPicture";
import { useNear } from "./near";
import { ShotCard } from "./ShotCard";

interface Props {
  readonly one: SceneInFilm;
  readonly index: number;
  readonly last: boolean;
  readonly drop: Drop | null;
  readonly dragged: readonly string[];
}

const guess = (count: number): number => Math.ceil(count / 4) * 226; // until it was seen once: rows of four cards

/** A scene of the board. */
export const SceneStrip = memo(function SceneStrip({ one, index, last, drop, dragged }: Props) {
  const t = useWords();
  const { rate } = useBoard();
  const { scene, shots } = one;
  const folded = useView(useCallback((state) => state.collapsed.has(scene.id), [scene.id]));
  const chosen = useView(useCallback((state) => state.scene === scene.id, [scene.id]));
  const { setNodeRef } = useDroppable({ id: `scene-${scene.id}`, data: { kind: "scene", id: scene.id, scene: scene.id } });
  const { ref, near, height } = useNear<HTMLDivElement>(index < 3);
  const heading = scene.heading || t("board.noHeading");
  return (
    <section ref={setNodeRef} id={`scene-${scene.id}`} className="scene" aria-label={`${scene.number} ${heading}`}>
      <header className={chosen ? "chosen" : ""}>
        <IconButton
          icon="fold" className={folded ? "turned" : ""} aria-expanded={!folded} label={t(folded ? "board.unfold" : "board.fold")}
          onClick={() => fold(scene.id)}
        />
        <button type="button" className="heading" aria-pressed={chosen} onClick={() => {
          selectScene(scene.id);
          if (shots[0] && !useView.getState().playing) playback.seek(shots[0].start);
        }}>
          <span className="number">{scene.number}</span>
          <span className="words">{heading}</span>
          <span className="facts">{t("board.sceneFacts", { count: shots.length, length: lengthOf(one.frames, rate) })}</span>
        </button>
        <span className="tools">
          {index === 0 ? null : <IconButton icon="up" label={t("board.sceneUp")} onClick={() => moveScene(scene.id, -1)} />}
          {last ? null : <IconButton icon="down" label={t("board.sceneDown")} onClick={() => moveScene(scene.id, 1)} />}
          <IconButton icon="plus" label={t("board.newSceneHere")} onClick={() => newScene(scene.id)} />
        </span>
      </header>
      {folded ? (
        <div className="thumbs">{shots.slice(0, 24).map((shot) => <CardPicture key={shot.shot.id} one={shot} moving={false} />)}</div>
      ) : (
        <div ref={ref} className="cards" role="list" style={near ? undefined : { height: height.current || guess(shots.length) }}>
          {(near ? shots : []).map((shot, place) => (
            <ShotCard
              key={shot.shot.id} one={shot} first={place === 0} dimmed={dragged.includes(shot.shot.id)}
              marked={drop?.before === shot.shot.id ? "before" : drop && drop.before === null && place === shots.length - 1 ? "after" : null}
            />
          ))}
          {shots.length === 0 ? (
            <div className={drop ? "card blank marked" : "card blank"}>
              <Button kind="quiet" icon="plus" onClick={() => newShot(scene.id, "end")}>{t("board.newShot")}</Button>
            </div>
          ) : null}
        </div>
      )}
    </section>
  );
});
