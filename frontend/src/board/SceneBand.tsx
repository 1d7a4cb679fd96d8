// One band of the board: a scene's heading and those of its cards that are near the window; folded, a row of small pictures.
import { memo, useCallback } from "react";
import type { SceneInFilm } from "../document/select";
import { useEffectDrop } from "../effects/drop";
import { lengthOf } from "../film/time";
import { moveScene, newScene, newShot } from "../film/verbs";
import { useWords } from "../i18n";
import { playback } from "../player/playback";
import { ArcMark } from "../story/ArcMark";
import { Button, IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { fold, selectScene, useView } from "../view/store";
import { CardPicture } from "./CardPicture";
import { useBoard, useHands } from "./context";
import { useDragging } from "./dragging";
import type { Band, Grid, Item } from "./layout";
import { ShotCard } from "./ShotCard";

interface Props {
  readonly band: Band;
  readonly grid: Grid;
  /** The rows that are drawn: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly last: boolean;
  /** Headings only: a scene is being dragged. */
  readonly bare: boolean;
  /** The shot that Tab reaches first when none is chosen. */
  readonly entry: string | null;
}

/** A scene of the board, or the whole film in one flow. */
export const SceneBand = memo(function SceneBand({ band, grid, from, to, last, bare, entry }: Props) {
  const { scene } = band;
  const id = scene?.scene.id ?? "";
  const into = useDragging(useCallback(({ drop }) => drop !== null && drop.beside === null && drop.scene === id, [id]));
  const gap = useDragging(useCallback(({ scene: moving, gap: at }) => moving !== null && (at === band.index ? "before" : last && at === band.index + 1 ? "after" : null), [band.index, last]));
  const dragged = useDragging(useCallback((state) => state.scene === id, [id]));
  const body = (
    <>
      {scene ? <Heading one={scene} index={band.index} last={last} folded={band.folded} quiet={bare} /> : null}
      {!bare && band.folded && scene ? (
        <div className={into ? "thumbs into" : "thumbs"}>{scene.shots.slice(0, 24).map((shot) => <CardPicture key={shot.shot.id} one={shot} moving={false} />)}</div>
      ) : null}
      {!bare && band.items.length > 0 ? <Cards band={band} grid={grid} from={from} to={to} entry={entry} /> : null}
    </>
  );
  return (
    <section
      id={scene ? `scene-${id}` : undefined} data-scene={scene ? id : undefined} aria-label={scene ? `${scene.scene.number} ${scene.scene.heading}` : undefined}
      className={["band", gap ? `gap-${gap}` : "", dragged ? "dragged" : ""].join(" ")} style={{ top: band.top, height: band.height }}
    >
      {body}
    </section>
  );
});

function Cards({ band, grid, from, to, entry }: { band: Band; grid: Grid; from: number; to: number; entry: string | null }) {
  const shown = band.items.slice(from * grid.columns, to * grid.columns);
  return (
    <div className="cards" role="list" style={{ paddingTop: from * grid.row, gridTemplateColumns: `repeat(${grid.columns}, ${grid.card}px)` }}>
      {shown.map((item, place) => {
        const at = from * grid.columns + place;
        const { scene, shot } = item;
        const count = scene.shots.length;
        const own = shot ? scene.shots.indexOf(shot) : 0;
        const card = shot ? (
          <ShotCard
            key={shot.shot.id} one={shot} density={grid.density} entry={entry === shot.shot.id} place={own} count={count}
            rowStart={at % grid.columns === 0 || item.first} before={scene.shots[own - 1]?.shot.id ?? null}
          />
        ) : <EmptyPlace key={scene.scene.id} scene={scene.scene.id} />;
        if (grid.mode !== "grid") return card;
        return (
          <div key={shot?.shot.id ?? scene.scene.id} className="flowing" role="presentation">
            {item.first ? <Label item={item} /> : <span className="label" aria-hidden />}
            {card}
          </div>
        );
      })}
    </div>
  );
}

/** The name of a scene above its first card, where all flow together; it is how the scene is dragged there. */
function Label({ item }: { item: Item }) {
  const t = useWords();
  const hands = useHands();
  const { scene } = item.scene;
  const effects = useEffectDrop(() => ({ is: "scene", scene: scene.id }));
  const chosen = useView(useCallback((state) => state.scene === scene.id, [scene.id]));
  return (
    <button
      type="button" id={`label-${scene.id}`} className={["label", chosen ? "chosen" : "", effects.over ? "effect-over" : ""].join(" ")} aria-pressed={chosen} title={t("board.dragScene")} data-scene={scene.id}
      onPointerDown={(event) => hands.pressScene(event, scene.id)} onClick={() => chooseScene(item.scene)} {...effects.props}
    >
      <span className="number">{scene.number}</span> {scene.heading || t("board.noHeading")}
    </button>
  );
}

function EmptyPlace({ scene }: { scene: string }) {
  const t = useWords();
  const into = useDragging(useCallback(({ drop }) => drop !== null && drop.beside === null && drop.scene === scene, [scene]));
  return (
    <div className="cell" role="listitem">
      <div className={into ? "card none marked" : "card none"}>
        <span className="note">{t("board.emptyScene")}</span>
        <Button kind="quiet" icon="plus" onClick={() => newShot(scene, "end")}>{t("board.newShot")}</Button>
      </div>
    </div>
  );
}

function chooseScene(one: SceneInFilm): void {
  selectScene(one.scene.id);
  if (one.shots[0] && !useView.getState().playing) playback.seek(one.shots[0].start);
}

function Heading({ one, index, last, folded, quiet }: { one: SceneInFilm; index: number; last: boolean; folded: boolean; quiet: boolean }) {
  const t = useWords();
  const { rate } = useBoard();
  const hands = useHands();
  const { scene, shots } = one;
  const chosen = useView(useCallback((state) => state.scene === scene.id, [scene.id]));
  const effects = useEffectDrop(() => ({ is: "scene", scene: scene.id }));
  const tips = { up: `${t("board.sceneUp")} (Alt ↑)`, down: `${t("board.sceneDown")} (Alt ↓)` };
  return (
    <header className={[chosen ? "chosen" : "", effects.over ? "effect-over" : ""].join(" ")} {...effects.props} onPointerDown={(event) => hands.pressScene(event, scene.id)}>
      <span className="grip" title={t("board.dragScene")} aria-hidden><Icon name="grip" size={14} /></span>
      <IconButton
        icon="fold" className={folded ? "turned" : ""} aria-expanded={!folded} label={t(folded ? "board.unfold" : "board.fold")} shortcut="C"
        onPointerDown={(event) => event.stopPropagation()} onClick={() => fold(scene.id)}
      />
      <button type="button" className="heading" aria-pressed={chosen} onClick={() => chooseScene(one)}>
        <span className="number">{scene.number}</span>
        <span className="words">{scene.heading || t("board.noHeading")}</span>
        <span className="facts">{t("board.sceneFacts", { count: shots.length, length: lengthOf(one.frames, rate) })}</span>
        <ArcMark scene={scene.id} arc={scene.arc} />
      </button>
      {quiet ? null : (
        <span className="tools" onPointerDown={(event) => event.stopPropagation()}>
          <IconButton icon="up" label={tips.up} disabled={index === 0} onClick={() => moveScene(scene.id, -1)} />
          <IconButton icon="down" label={tips.down} disabled={last} onClick={() => moveScene(scene.id, 1)} />
          <IconButton icon="plus" label={t("board.newSceneHere")} onClick={() => newScene(scene.id)} />
        </span>
      )}
    </header>
  );
}
