// How long a model takes for so many frames, judged by what it took before. Pure.
interface Took {
  readonly operation: string;
  readonly checkpoint: string;
  readonly took: number | null; // ms
}

/** Milliseconds, or null where this model made nothing in these steps. `had`: how many frames were made then. */
export function etaOf(steps: readonly Took[], checkpoint: string, frames: number, had: number): number | null {
  const known = steps.find((one) => one.operation.startsWith("video.") && one.checkpoint === checkpoint && one.took !== null && one.took > 0);
  return known?.took && had > 0 ? Math.round((known.took * frames) / had) : null;
}
