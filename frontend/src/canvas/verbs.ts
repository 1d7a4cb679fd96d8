// What is done in the canvas as edits: a layer begun, something said of it at a frame, a key taken away; each is one step of undo.
import type { Layer } from "../document/kinds";
import { ranksAt } from "../document/order";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { change, say } from "../film/verbs";
import { layersOf } from "../layers/records";
import { type Prompts, withSaid } from "./maskKeys";
import { useCanvas } from "./store";

const records = () => useDocument.getState().records;

/** The layer in hand, if it is one of this shot's. */
export function inHand(): Layer | null {
  const { shot, layer } = useCanvas.getState();
  return (shot && layersOf(records(), shot).find((one) => one.id === layer)) || null;
}

/** The same, followed. */
export function useHeldLayer(): Layer | null {
  const shot = useCanvas((state) => state.shot);
  const layer = useCanvas((state) => state.layer);
  return useDocument((state) => (shot && layer ? (layersOf(state.records, shot).find((one) => one.id === layer) ?? null) : null));
}

/** Whether masks can be made on it: it is cut out of this shot by what is said of it. */
export const cuttable = (layer: Layer | null): layer is Layer => layer !== null && layer.kind === "cut" && layer.auto === "" && layer.matte === "";

function freeName(words: string): string {
  const { shot } = useCanvas.getState();
  const taken = new Set(shot ? layersOf(records(), shot).map((one) => one.name) : []);
  const named = words.trim().slice(0, 60);
  if (named && !taken.has(named)) return named;
  for (let number = named ? 2 : 1; ; number++) {
    const name = named ? `${named} ${String(number)}` : say("canvas.layerName", { number });
    if (!taken.has(name)) return name;
  }
}

/**
 * Say something at the frame on screen: of the layer in hand, or of a new one where there is none to take it or `anew` asks for
 * one. Gives the layer's id; null when the shot is gone. One edit, and one step of undo.
 */
export function tellMask(said: (before: Prompts | null) => Prompts | null, how: { readonly anew?: boolean; readonly words?: string; readonly hidden?: boolean } = {}): string | null {
  const { shot, frame } = useCanvas.getState();
  const one = shot ? filmOf(records()).byId.get(shot) : undefined;
  if (!shot || !one) return null;
  const take = one.shot.take;
  const held = inHand();
  if (!how.anew && cuttable(held)) {
    const before = held.take !== null && held.take !== take ? [] : held.masks;
    const next = said(before.find((key) => key.frame === frame) ?? null);
    change(say("canvas.edit.mask", { name: held.name }), [{ kind: "layer", id: held.id, set: { masks: plain(withSaid(before, frame, next)), take } }]);
    return held.id;
  }
  const first = said(null);
  if (!first) return null;
  const layers = layersOf(records(), shot);
  const [rank = "a0"] = ranksAt(layers, layers.length);
  const id = crypto.randomUUID();
  const name = freeName(how.words ?? "");
  const label = how.hidden ? say("canvas.edit.remove", { name }) : say("canvas.edit.layer", { name });
  const set = { shot, name, rank, masks: plain(withSaid([], frame, first)), take, ...(how.hidden ? { visible: false } : {}) };
  change(label, [{ kind: "layer", id, set }]);
  useCanvas.setState({ layer: id });
  return id;
}

/** Take away what was said of a layer at a frame. */
export function dropKey(layer: Layer, frame: number): void {
  change(say("canvas.edit.key", { name: layer.name }), [{ kind: "layer", id: layer.id, set: { masks: plain(withSaid(layer.masks, frame, null)) } }]);
}

/** What was said on a take that is no longer the shot's holds for the one that is: the thing is at the same places. */
export function holdForTake(layer: Layer, take: string): void {
  change(say("canvas.edit.take", { name: layer.name }), [{ kind: "layer", id: layer.id, set: { take } }]);
}

/** As JSON values that an edit takes. */
function plain(masks: ReturnType<typeof withSaid>) {
  return masks.map(({ frame, points, box, strokes, words }) => ({
    frame, words, box: box ? [...box] : null, points: points.map((one) => [...one]),
    strokes: strokes.map((one) => ({ width: one.width, belongs: one.belongs, path: one.path.map((at) => [...at]) })),
  }));
}
