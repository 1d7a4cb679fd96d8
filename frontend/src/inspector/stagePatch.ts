// What a person corrected in what was understood of a shot: a small patch over the stage, by name; nothing left is no patch. Pure.
import type { Value } from "../document/changes";

type Patch = { readonly [name: string]: Value };

const isPatch = (value: Value | undefined): value is { [name: string]: Value } => typeof value === "object" && value !== null && !Array.isArray(value);

/** What is set by hand at a path; undefined when it is automatic. */
export function corrected(patch: Value | undefined, path: readonly string[]): Value | undefined {
  let at = patch;
  for (const name of path) {
    if (!isPatch(at)) return undefined;
    at = at[name];
  }
  return at;
}

/** The patch with a value set at a path, or (undefined) automatic again; null when nothing is left of it. */
export function correct(patch: Value | undefined, path: readonly string[], value: Value | undefined): Value {
  const [name, ...rest] = path;
  if (name === undefined) return value ?? null;
  const own: Patch = isPatch(patch) ? patch : {};
  const below = rest.length > 0 ? correct(own[name], rest, value) : (value ?? null);
  const others = Object.entries(own).filter(([each]) => each !== name);
  const next = Object.fromEntries(below === null ? others : [...others, [name, below]]);
  return Object.keys(next).length > 0 ? next : null;
}
