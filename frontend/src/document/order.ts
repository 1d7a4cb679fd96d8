// Where a record stands among its neighbours: fractional ranks, so that moving one touches one.
import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";
import type { Fields } from "./changes";

export interface Ranked {
  readonly id: string;
  readonly rank: string;
}

/** In order of rank; equal ranks by id, so that everybody sees the same order. */
export function inOrder<T extends Ranked>(records: readonly T[]): T[] {
  return [...records].sort((one, other) =>
    one.rank < other.rank ? -1 : one.rank > other.rank ? 1 : one.id < other.id ? -1 : one.id > other.id ? 1 : 0,
  );
}

/** `count` ranks that stand at `index` of the ordered `neighbours` (which do not contain what is moved). */
export function ranksAt(neighbours: readonly Ranked[], index: number, count = 1): string[] {
  const before = neighbours[index - 1]?.rank ?? null;
  let after = neighbours[index]?.rank ?? null;
  // Two of equal rank leave no room between them: stand before the next that is greater.
  for (let next = index; before !== null && after !== null && after <= before; next++) after = neighbours[next + 1]?.rank ?? null;
  try {
    return count === 1 ? [generateKeyBetween(before, after)] : generateNKeysBetween(before, after, count);
  } catch {
    return generateNKeysBetween(null, null, count); // ranks that other tools wrote need not be keys: order anew from the start
  }
}

/** The rank field of a record. */
export function rankOf(fields: Fields): string {
  return typeof fields["rank"] === "string" ? fields["rank"] : "a0";
}
