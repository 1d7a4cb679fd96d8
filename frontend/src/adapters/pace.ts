// How long something still takes, judged by the progress that was seen. Pure.
export interface Seen {
  /** ms */
  readonly at: number;
  /** From 0 to 1. */
  readonly progress: number;
}

const ENOUGH = 0.01; // progress below which a guess would be a lie

/** Whole seconds, or null while too little was seen. */
export function leftOf(seen: readonly Seen[]): number | null {
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) return null;
  const [gone, took] = [last.progress - first.progress, last.at - first.at];
  if (gone < ENOUGH || took <= 0) return null;
  return Math.max(0, Math.round(((1 - last.progress) / gone) * (took / 1000)));
}
