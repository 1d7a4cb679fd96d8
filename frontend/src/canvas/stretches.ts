// Which frames of a layer are followed by now and which are still to be, as the studio tells it: after a correction, those beside it. Pure.
import type { StackLayer } from "../layers/api";

export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly state: "made" | "making" | "missing";
}

const stateOf = (status: string): Stretch["state"] => (status === "done" ? "made" : status === "running" || status === "queued" ? "making" : "missing");

/** From the first frame to the last, without gaps; neighbours that look alike are one. */
export function stretchesOf(part: Pick<StackLayer, "stretches"> | undefined, frames: number): Stretch[] {
  const end = Math.max(0, frames - 1);
  const found: { first: number; last: number; state: Stretch["state"] }[] = [];
  for (const { first, last, status } of part?.stretches ?? []) {
    const state = stateOf(status);
    const before = found.at(-1);
    if (first > end) break;
    if (before?.state === state) before.last = Math.min(end, last);
    else found.push({ first, last: Math.min(end, last), state });
  }
  const covered = found.at(-1)?.last ?? -1;
  if (covered < end) found.push({ first: covered + 1, last: end, state: "missing" });
  return found;
}
