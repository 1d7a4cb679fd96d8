// What keys and the palette can do with stories: the film anew, the chosen scene anew.
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import type { Action } from "../film/actions";
import { useView } from "../view/store";
import { openStory } from "./store";

/** The chosen scene, or that of the chosen shot. */
function chosen(): string | null {
  const { scene, selection } = useView.getState();
  return scene ?? filmOf(useDocument.getState().records).byId.get(selection[0] ?? "")?.shot.scene ?? null;
}

export const storyActions: readonly Action[] = [
  {
    id: "draft", words: "story.draft", group: "key.board", keys: ["y"], places: ["board"], can: () => chosen() !== null,
    run: () => {
      const scene = chosen();
      if (scene) openStory({ is: "scene", scene });
    },
  },
  { id: "story", words: "story.key", group: "key.board", keys: ["Shift+Y"], places: ["board"], run: () => openStory({ is: "film" }) },
];
