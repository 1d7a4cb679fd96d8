// The take that something is made of, moving where it can be had.
import { usePanels } from "../api/queries";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { useTakeProxy } from "../inspector/takeProxy";
import { useMachine } from "../nodes/store";

/** As wide as its place; plays where reduced motion was not asked for. */
export function TakePicture({ one, take, project, still = false }: { readonly one: ShotInFilm; readonly take: Take; readonly project: ProjectFields; readonly still?: boolean }) {
  const { id } = useOpenFilm();
  const made = useMachine((state) => state.nodes[take.key]?.status === "done");
  const proxy = useTakeProxy(take.id, made);
  const panel = usePanels(id).data?.get(one.shot.id)?.url;
  const calm = still || matchMedia("(prefers-reduced-motion: reduce)").matches;
  return (
    <span className="derive-picture" style={{ aspectRatio: `${project.width} / ${project.height}` }}>
      {proxy?.url ? <video src={proxy.url} muted loop playsInline autoPlay={!calm} preload="auto" /> : panel ? <img src={panel} alt="" draggable={false} /> : null}
    </span>
  );
}
