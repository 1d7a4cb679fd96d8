// On which models an adapter can be trained here: of the families that are taught, the film's own model first. Pure.
import type { Model } from "../direction/capability";

/** What is usual for somebody's likeness. */
export const USUAL = { steps: 1000, rank: 16 } as const;

/** Families whose adapters can be trained, as the server knows them (a test there compares the two). */
export const SCHOOL = ["Stable Diffusion XL", "FLUX.1", "FLUX.1 schnell", "Wan", "Wan 2.2 5B", "Qwen-Image"] as const;

export interface Trainable {
  readonly can: readonly Model[];
  /** Which one is meant when nobody chose; empty where there is none. */
  readonly usual: string;
}

/** Those that can; `film`: what draws the film, which is what an adapter is for. */
export function trainable(all: readonly Model[], film: string): Trainable {
  const family = all.find((one) => one.id === film)?.family;
  const place = (one: Model): number => (one.id === film ? 0 : one.installed ? (one.family === family ? 1 : one.capability === "video-generator" ? 2 : 3) : 4);
  const can = all.filter((one) => SCHOOL.some((each) => each === one.family) && one.takes.includes("adapters") && !one.hosted)
    .sort((one, other) => place(one) - place(other) || one.title.localeCompare(other.title));
  return { can, usual: can[0]?.id ?? "" };
}
