// Movements drawn over the panel, small; the sheet in which they are drawn opens from here.
import { useState } from "react";
import { usePanels } from "../api/queries";
import type { ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { directionOf } from "./direction";
import { TrackLines } from "./TrackLines";
import { TrackSheet } from "./TrackSheet";

interface Props {
  readonly one: ShotInFilm;
  readonly project: ProjectFields;
  readonly paths: boolean;
  readonly boxes: boolean;
}

/** The picture with its movements, and the way to more. */
export function Movements({ one, project, paths, boxes }: Props) {
  const t = useWords();
  const { id } = useOpenFilm();
  const [open, setOpen] = useState(false);
  const url = usePanels(id).data?.get(one.shot.id)?.url;
  const { tracks } = directionOf(one.shot.direction);
  return (
    <div className="movements">
      <span className="dir-label">{t("dir.tracks")}</span>
      {tracks.length > 0 ? (
        <button type="button" className="movements-picture" style={{ aspectRatio: `${project.width} / ${project.height}` }} aria-label={t("dir.tracksOpen", { count: tracks.length })} onClick={() => setOpen(true)}>
          {url ? <img src={url} alt="" /> : null}
          <TrackLines tracks={tracks} ratio={project.width / project.height} />
        </button>
      ) : null}
      <Button kind="quiet" icon="follow" onClick={() => setOpen(true)}>{tracks.length > 0 ? t("dir.tracksChange") : t(paths ? "dir.tracksDraw" : "dir.boxesDraw")}</Button>
      {open ? <TrackSheet one={one} project={project} url={url} paths={paths} boxes={boxes} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
