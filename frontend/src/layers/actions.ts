// What keys and the palette can do with layers while the canvas is open, and what opens the sheet of places on the board.
import { useCanvas } from "../canvas/store";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import type { Action } from "../film/actions";
import { useView } from "../view/store";
import { compare, openSheet } from "./store";
import { duplicate, inHand, nudgeOrder, remove, show, turnKey } from "./verbs";
import type { Layer } from "../document/kinds";

const group = "layers.title" as const;
const here = ["canvas"] as const;
const some = (): boolean => inHand() !== null;
const held = (what: (layer: Layer) => void) => (): void => {
  const layer = inHand();
  if (layer) what(layer);
};

/** The shots that are meant: those chosen, or those of the chosen scene. */
function meant(): readonly string[] {
  const { selection, scene } = useView.getState();
  if (selection.length > 0) return selection;
  const found = filmOf(useDocument.getState().records).scenes.find((one) => one.scene.id === scene);
  return found?.shots.map((one) => one.shot.id) ?? [];
}

/** Another place behind what is chosen. */
export const replacePlace: Action = {
  id: "places", words: "places.replace", group: "key.board", keys: ["Shift+B"], places: ["board"], can: () => meant().length > 0,
  run: () => openSheet({ is: "places", shots: meant() }),
};

/** Keys of layers. */
export const layerActions: readonly Action[] = [
  { id: "layers.exact", words: "layers.keyExact", group, keys: ["q"], places: here, run: () => compare() },
  { id: "layers.eye", words: "layers.keyEye", group, keys: ["Shift+H"], places: here, can: some, run: held(show) },
  { id: "layers.key", words: "layers.keyKey", group, keys: ["Shift+K"], places: here, can: some, run: held((layer) => turnKey(layer, useCanvas.getState().frame)) },
  { id: "layers.duplicate", words: "layers.keyDuplicate", group, keys: ["d"], places: here, can: some, run: held(duplicate) },
  { id: "layers.remove", words: "layers.keyDelete", group, keys: ["Shift+Delete", "Shift+Backspace"], places: here, can: some, run: held(remove) },
  {
    id: "layers.order", twofold: true, words: "layers.keyOrder", group, keys: ["Alt+ArrowUp", "Alt+ArrowDown"], places: here, can: some,
    run: ({ key }) => held((layer) => nudgeOrder(layer, key === "ArrowUp" ? 1 : -1))(),
  },
];
