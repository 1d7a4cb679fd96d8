// The picture of a shot that the camera's stage is drawn over, and the shape of the film.
import { usePanels } from "../api/queries";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";

/** The address of the shot's still ("" while there is none) and the film's width by its height. */
export function usePicture(shot: string): { readonly picture: string; readonly aspect: number } {
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const project = useDocument((state) => state.project);
  return { picture: panels.data?.get(shot)?.url ?? "", aspect: project && project.height > 0 ? project.width / project.height : 16 / 9 };
}
