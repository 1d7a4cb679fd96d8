// The shots of the board beside the timeline, to be dragged into it, or brought to the playhead by the keyboard.
import { usePanels } from "../api/queries";
import type { Film } from "../document/select";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { bring, frameNow } from "./act";
import type { Current } from "./current";
import { carrying, SHOTS } from "./Lanes";

export function Shelf({ film, current }: { readonly film: Film; readonly current: Current }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id).data;
  const used = new Set([...current.rows.clips.values()].map((one) => one.shot));
  return (
    <div className="tl-shelf" role="group" aria-label={t("tl.shots")}>
      {film.shots.length === 0 ? <p>{t("tl.noShots")}</p> : film.shots.map((one) => {
        const url = panels?.get(one.shot.id)?.url;
        return (
          <button
            key={one.shot.id} type="button" draggable className={used.has(one.shot.id) ? "tl-card used" : "tl-card"}
            title={t("tl.shelfHint")} aria-label={`${one.slate} ${t(used.has(one.shot.id) ? "tl.used" : "tl.unused")}. ${t("tl.insertShots")}`}
            onDragStart={(event) => {
              event.dataTransfer.setData(SHOTS, JSON.stringify([one.shot.id]));
              event.dataTransfer.effectAllowed = "copy";
              carrying(current.rows.lengths.get(one.shot.id) ?? one.shot.frames);
            }}
            onDoubleClick={() => bring([one.shot.id], frameNow(), "insert")}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              bring([one.shot.id], frameNow(), event.shiftKey ? "overwrite" : "insert");
            }}
          >
            {url ? <img src={url} alt="" draggable={false} loading="lazy" /> : null}
            <span className="chip slate">{one.slate}</span>
          </button>
        );
      })}
    </div>
  );
}
