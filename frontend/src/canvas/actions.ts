// What the keyboard, menus and the palette can do while the canvas is open, and what opens it.
import type { Action } from "../film/actions";
import { useView } from "../view/store";
import { canvasOf } from "./open";
import { keyBeside } from "./maskKeys";
import { cycleShown, seek, sizeBrush, step, takeUp, useCanvas } from "./store";
import { actualSize, wholePicture, zoomBy } from "./Stage";
import { tools } from "./tools";
import { shuttle, pause, toggle } from "./transport";
import { follow } from "./Follow";
import { cuttable, dropKey, inHand } from "./verbs";

const group = "canvas.title" as const;
const here = ["canvas"] as const;
const ahead = (key: string, ...keys: string[]): 1 | -1 => (keys.includes(key) ? 1 : -1);

/** Go to the next frame at which something was said of the layer in hand. */
export function seekKey(by: 1 | -1): void {
  const found = keyBeside(inHand()?.masks ?? [], useCanvas.getState().frame, by);
  if (found !== null) seek(found);
}

/** Opens it: everywhere else the canvas is not. */
export const openCanvas: Action = {
  id: "canvas", words: "canvas.open", group: "key.board", keys: ["Shift+Enter"], places: ["board", "cut"],
  can: () => useView.getState().selection.length === 1,
  run: (_, go) => {
    const [shot] = useView.getState().selection;
    if (shot) go(canvasOf(shot));
  },
};

/** Its own keys. */
export const canvasActions: readonly Action[] = [
  { id: "canvas.play", words: "canvas.key.play", group, keys: ["Space"], places: here, run: toggle },
  { id: "canvas.back", words: "key.j", group, keys: ["j"], places: here, run: () => shuttle(-1) },
  { id: "canvas.stop", words: "key.k", group, keys: ["k"], places: here, run: pause },
  { id: "canvas.on", words: "key.l", group, keys: ["l"], places: here, run: () => shuttle(1) },
  {
    id: "canvas.frame", twofold: true, words: "canvas.key.frame", group, keys: ["ArrowLeft", "ArrowRight"], places: here,
    run: ({ key }) => step(ahead(key, "ArrowRight")),
  },
  {
    id: "canvas.key", twofold: true, words: "canvas.key.key", group, keys: [",", ".", "Shift+ArrowLeft", "Shift+ArrowRight"], places: here,
    run: ({ key }) => seekKey(ahead(key, ".", "ArrowRight")),
  },
  { id: "canvas.ends", twofold: true, words: "canvas.key.ends", group, keys: ["Home", "End"], places: here, run: ({ key }) => seek(key === "Home" ? 0 : Infinity) },
  { id: "canvas.shown", words: "canvas.key.shown", group, keys: ["v"], places: here, run: cycleShown },
  { id: "canvas.size", twofold: true, words: "canvas.key.size", group, keys: ["[", "]"], places: here, run: ({ key }) => sizeBrush(key === "]" ? 1.25 : 0.8) },
  {
    id: "canvas.turn", words: "canvas.key.turn", group, keys: ["x"], places: here,
    run: () => useCanvas.setState(({ brush }) => ({ brush: { ...brush, adds: !brush.adds } })),
  },
  { id: "canvas.zoom", twofold: true, words: "canvas.key.zoom", group, keys: ["+", "=", "-", "Mod+=", "Mod++", "Mod+-"], places: here, run: ({ key }) => zoomBy(key === "-" ? 0.8 : 1.25) },
  { id: "canvas.whole", words: "canvas.whole", group, keys: ["0", "Mod+0", "f"], places: here, run: wholePicture },
  { id: "canvas.actual", words: "canvas.actual", group, keys: ["Mod+1"], places: here, run: actualSize },
  {
    id: "canvas.follow", words: "canvas.key.follow", group, keys: ["Enter"], places: here,
    can: () => (inHand()?.masks.length ?? 0) > 0, run: follow,
  },
  {
    id: "canvas.drop", words: "canvas.key.drop", group, keys: ["Backspace", "Delete"], places: here,
    can: () => inHand()?.masks.some((one) => one.frame === useCanvas.getState().frame) ?? false,
    run: () => {
      const layer = inHand();
      if (cuttable(layer)) dropKey(layer, useCanvas.getState().frame);
    },
  },
  ...tools.map((one): Action => ({ id: `canvas.tool.${one.id}`, words: one.words, group, keys: [one.key], places: here, run: () => takeUp(one.id) })),
  { id: "canvas.none", words: "canvas.key.none", group, keys: ["n"], places: here, run: () => useCanvas.setState({ layer: null }) },
];
