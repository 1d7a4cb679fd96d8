// Which frames of a layer are followed by now and which are still to be: as the studio tells, or by its masks where it does not. Pure.
import type { Layer } from "../document/kinds";
import type { StackLayer } from "../layers/api";

export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly state: "made" | "making" | "missing";
}

const stateOf = (status: string): Stretch["state"] => (status === "done" ? "made" : status === "running" || status === "queued" ? "making" : "missing");

/** From the first frame to the last, without gaps. */
export function stretchesOf(layer: Layer, part: StackLayer | undefined, frames: number): Stretch[] {
  const whole = stateOf(part?.proxy?.status === "done" ? "done" : (part?.matte?.status ?? "missing"));
  const one = [{ first: 0, last: Math.max(0, frames - 1), state: whole }];
  const told = part ? toldOf(part) : [];
  if (whole === "made" || told.length === 0 || layer.masks.length === 0) return one;
  return told;
}

function toldOf(part: StackLayer): Stretch[] {
  const given: unknown = (part as { readonly stretches?: unknown }).stretches;
  if (!Array.isArray(given)) return [];
  return given.map((each: { first: number; last: number; status: string }) => ({ first: each.first, last: each.last, state: stateOf(each.status) }));
}
