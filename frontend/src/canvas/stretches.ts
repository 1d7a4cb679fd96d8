// Which frames of a layer are followed by now and which are still to be: after a correction, only those beside it. Pure.
import type { Layer, MaskKey } from "../document/kinds";
import type { StackLayer } from "../layers/api";

export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly state: "made" | "making" | "missing";
}

const stateOf = (status: string): Stretch["state"] => (status === "done" ? "made" : status === "running" || status === "queued" ? "making" : "missing");

/** From the first frame to the last, without gaps. `before`: the masks with which it was last followed, if it was. */
export function stretchesOf(layer: Pick<Layer, "masks">, part: Pick<StackLayer, "matte"> | undefined, frames: number, before: readonly MaskKey[] | null): Stretch[] {
  const state = stateOf(part?.matte?.status ?? "missing");
  const last = Math.max(0, frames - 1);
  if (state === "made" || before === null || before.length === 0) return [{ first: 0, last, state }];
  const touched = new Set(touchedBy(before, layer.masks));
  const still = layer.masks.map((one) => one.frame).filter((frame) => !touched.has(frame));
  const anew = new Uint8Array(frames);
  for (const frame of touched) {
    const from = still.findLast((one) => one < frame);
    const to = still.find((one) => one > frame);
    anew.fill(1, from === undefined ? 0 : from + 1, to === undefined ? frames : to);
  }
  const found: Stretch[] = [];
  for (let first = 0; first < frames; ) {
    let end = first;
    while (end + 1 < frames && anew[end + 1] === anew[first]) end++;
    found.push({ first, last: end, state: anew[first] ? state : "made" });
    first = end + 1;
  }
  return found;
}

/** The frames at which something else is said now. */
function touchedBy(before: readonly MaskKey[], now: readonly MaskKey[]): number[] {
  const said = (keys: readonly MaskKey[]): Map<number, string> => new Map(keys.map((one) => [one.frame, JSON.stringify([one.points, one.box, one.strokes])]));
  const [was, is] = [said(before), said(now)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((frame) => was.get(frame) !== is.get(frame));
}
