// A stack of effects as one change of colours, as far as colours alone tell: what is shown while a hand is still on a wheel. Pure.
import type { Carried, Params } from "../effects/stack";
import { type Change, chained, gradeOf, shared } from "./grade";
import { lookOf } from "./looks";

/** The table of an effect by the digest of its file, if it was fetched. */
export type Tables = (digest: string) => Change | null;

const number = (params: Params, name: string, none: number): number => {
  const value = params[name];
  return typeof value === "number" ? value : none;
};

/** Whether keys move any of its parameters: the trial shows them, the preview would not. */
const moves = (params: Params): boolean => {
  const keys = params["keys"];
  return keys !== null && typeof keys === "object" && !Array.isArray(keys) && Object.keys(keys).length > 0;
};

const region = (one: Carried): boolean => one.inputs?.["matte"] !== undefined;

/** What all of these do to colours; null where one of them does what colours do not tell, and nothing can be shown at once. */
export function chainOf(effects: readonly Carried[], tables: Tables): Change | null {
  const steps: Change[] = [];
  for (const one of effects) {
    if (moves(one.params) || region(one)) return null;
    if (one.operation === "style.grade") {
      const step = gradeOf(one.params);
      if (step) steps.push(step);
    } else if (one.operation === "style.film") {
      const step = lookOf(String(one.params["look"] ?? "none"), number(one.params, "look_strength", 1));
      if (step) steps.push(step);
    } else if (one.operation === "style.lut") {
      const digest = one.inputs?.["lut"]?.["artifact"];
      if (typeof digest !== "string") continue;
      const table = tables(digest);
      if (!table) return null;
      steps.push(shared(table, number(one.params, "strength", 1)));
    } else return null;
  }
  return chained(steps);
}
