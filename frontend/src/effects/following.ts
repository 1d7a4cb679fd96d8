// What a parameter takes from something that is followed: a value for each frame. Pure.
import type { components } from "../api/schema";

export type Followed = components["schemas"]["FollowedOut"];
export const SOURCES = ["across", "down", "scale", "turn"] as const;
export type Source = (typeof SOURCES)[number];

const LIKE: Readonly<Record<Source, RegExp>> = {
  across: /(^|_)(across|x|pan|horizontal)$/, down: /(^|_)(down|y|tilt|vertical)$/, scale: /(scale|zoom|size|radius|reach)/, turn: /(turn|roll|angle|rotation)/,
};

/** Whether a parameter is likely a place in the picture: it is offered to follow something without being asked. */
export const isPlace = (name: string): boolean => LIKE.across.test(name) || LIKE.down.test(name);

/** Which parameters are likely meant: the one that was asked for, and its fellow where both are a place. */
export function guess(names: readonly string[], wanted: string): [string, Source][] {
  const of = (name: string): Source | undefined => SOURCES.find((source) => LIKE[source].test(name));
  const own = of(wanted);
  if (wanted === "") return [];
  if (own !== "across" && own !== "down") return [[wanted, own ?? "across"]];
  const other: Source = own === "across" ? "down" : "across";
  const stem = wanted.replace(LIKE[own], "");
  const fellow = names.find((name) => LIKE[other].test(name) && name.replace(LIKE[other], "") === stem);
  return fellow ? [[wanted, own], [fellow, other]] : [[wanted, own]];
}

/**
 * The values of a parameter that held `value` at the frame `at`: a place goes along by as much as what is followed moved, a size
 * grows by as much, a turn turns by as much.
 */
export function lineOf(found: Pick<Followed, Source>, source: Source, at: number, value: number): number[] {
  const line = found[source];
  const here = line[Math.min(at, line.length - 1)] ?? 0;
  if (source === "scale") return line.map((one) => value * (one / (here || 1)));
  return line.map((one) => value + one - here);
}
