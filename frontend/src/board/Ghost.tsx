// What is carried under the pointer: the first of the dragged cards and how many there are, or a scene's heading.
import type { Ref } from "react";
import type { Film } from "../document/select";
import { useWords } from "../i18n";
import { CardPicture } from "./CardPicture";
import { useDragging } from "./dragging";

/** Follows the pointer by its transform alone; nothing is drawn anew while it moves. */
export function Ghost({ film, width, ref }: { film: Film; width: number; ref: Ref<HTMLDivElement> }) {
  const t = useWords();
  const shots = useDragging((state) => state.shots);
  const scene = useDragging((state) => state.scene);
  const first = film.byId.get(shots[0] ?? "");
  const moved = scene ? film.scenes.find((one) => one.scene.id === scene) : undefined;
  return (
    <div ref={ref} className={first || moved ? "carried on" : "carried"} aria-hidden>
      {first ? (
        <div className={shots.length > 1 ? "ghost many" : "ghost"} style={{ width: Math.min(220, width) }}>
          <CardPicture one={first} moving={false} />
          <span className="chip slate">{shots.length > 1 ? t("board.moving", { count: shots.length }) : first.slate}</span>
        </div>
      ) : null}
      {moved ? (
        <div className="ghost heading">
          <span className="number">{moved.scene.number}</span> {moved.scene.heading || t("board.noHeading")}
          <span className="note">{t("board.moving", { count: moved.shots.length })}</span>
        </div>
      ) : null}
    </div>
  );
}
