// What keys, menus and the palette can do with the shown take of the chosen shot: change, extend, loop, reshape, animate, bridge.
import { filmOf, type ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import type { Action } from "../film/actions";
import type { Key } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { projectFields } from "../settings/draft";
import { useView } from "../view/store";
import type { Derivation } from "./plan";
import { openDeriving } from "./store";
import { drawBest } from "./best";

const chosen = (): ShotInFilm | undefined => {
  const { selection } = useView.getState();
  return selection.length === 1 ? filmOf(useDocument.getState().records).byId.get(selection[0] ?? "") : undefined;
};

const made = (one: ShotInFilm | undefined): boolean => one?.take != null && useMachine.getState().nodes[one.take.key]?.status === "done";

/** The shot that follows in the same scene. */
export function after(one: ShotInFilm): ShotInFilm | undefined {
  const own = filmOf(useDocument.getState().records).scenes.find((each) => each.scene.id === one.shot.scene)?.shots ?? [];
  return own[own.findIndex((each) => each.shot.id === one.shot.id) + 1];
}

/** Whether a bridge can lead from this shot to the next. */
export const bridges = (one: ShotInFilm | undefined): boolean => one !== undefined && made(one) && made(after(one));

/** Ask for the bridge from this shot to the next. */
export function askBridge(one: ShotInFilm): void {
  const next = after(one);
  if (next) openDeriving({ is: "bridge", before: one.shot.id, after: next.shot.id });
}

const FOUR = 4;

/** The score at which no more are drawn, as the film has it. */
function barOf(): number | null {
  const { records, project } = useDocument.getState();
  const bar = project ? projectFields(records, project)["bar"] : null;
  return typeof bar === "number" ? bar : null;
}

const verb = (is: Derivation, words: Key, key: string): Action => ({
  id: is, words, group: "key.takes", keys: [key], places: ["board"], can: () => made(chosen()) && chosen()?.shot.locked !== true,
  run: () => {
    const one = chosen();
    if (one) openDeriving({ is, shot: one.shot.id, take: null });
  },
});

export const deriveActions: readonly Action[] = [
  verb("video.edit", "derive.editKey", "w"),
  verb("video.extend", "derive.extendKey", "x"),
  verb("video.loop", "derive.loopKey", "u"),
  verb("video.outpaint", "derive.outpaintKey", "a"),
  verb("video.animate", "derive.animateKey", "Shift+A"),
  verb("time.slow", "derive.slowKey", "Shift+D"),
  {
    id: "bridge", words: "derive.bridgeKey", group: "key.takes", keys: ["t"], places: ["board"], can: () => bridges(chosen()),
    run: () => {
      const one = chosen();
      if (one) askBridge(one);
    },
  },
  {
    id: "best", words: "best.key", group: "key.takes", keys: ["Shift+K"], places: ["board"], can: () => useView.getState().selection.length > 0,
    run: () => void drawBest(useView.getState().selection, { count: FOUR, bar: barOf(), quality: "final" }),
  },
];
