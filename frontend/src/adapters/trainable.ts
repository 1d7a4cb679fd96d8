// On which models an adapter can be trained: those that take adapters and run here, the film's first. Pure.
import type { Model } from "../direction/capability";
import type { Models } from "../direction/models";

/** What is usual for somebody's likeness. */
export const USUAL = { steps: 1000, rank: 16 } as const;

export interface Trainable {
  readonly can: readonly Model[];
  /** Which one is meant when nobody chose; empty where there is none. */
  readonly usual: string;
}

/** Those that can, and which one is meant when nobody chose. */
export function trainable(models: Models): Trainable {
  const place = (one: Model): number => (one.id === models.film ? 0 : one.installed ? 1 : 2);
  const can = models.all.filter((one) => one.takes.includes("adapters") && !one.hosted).sort((one, other) => place(one) - place(other) || one.title.localeCompare(other.title));
  return { can, usual: can[0]?.id ?? "" };
}
