// Everybody in a shot as one layer, without a click.
import { chooseLayer, useCanvas } from "../canvas/store";
import { ranksAt } from "../document/order";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { change, say } from "../film/verbs";
import { layersOf } from "./records";

/** Add the layer, and take it into the hand where the shot is open. */
export function addPeople(shot: string): void {
  const { records } = useDocument.getState();
  const own = layersOf(records, shot);
  const [rank = "a0"] = ranksAt(own, own.length);
  const id = crypto.randomUUID();
  const take = filmOf(records).byId.get(shot)?.shot.take ?? null;
  const edges = { subject: "person", band: 0, steady: 0.25, strands: false };
  change(say("layers.edit.people"), [{ kind: "layer", id, set: { shot, name: say("layers.people"), rank, auto: "people", take, edges } }]);
  if (useCanvas.getState().shot === shot) chooseLayer(id);
}
