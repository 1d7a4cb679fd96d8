// The cut: a large player, and the timeline beneath it.
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { playedFilm } from "../timeline/film";
import { Timeline } from "../timeline/Timeline";
import { Player } from "./Player";

/** `/p/:id/cut` */
export function CutPage({ film, project }: { film: Film; project: ProjectFields }) {
  const { reel } = useOpenFilm();
  return (
    <main className="cutting">
      <Player film={playedFilm(film, reel)} project={project} />
      <Timeline film={film} project={project} />
    </main>
  );
}
