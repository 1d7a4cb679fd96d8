// What is known of a footage, asked again until everything about it is found; and how long that will take, as far as it shows.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { Made } from "../api/queries";
import { useMachine } from "../nodes/store";
import { askFootage, type Footage, footageNow } from "./footageApi";
import { remaining, sampled, speed, type Sample } from "./pace";

const EVERY = 1500; // ms between two questions
const asked = new Set<string>();

const over = (made: Made | null): boolean => made === null || !["queued", "running", "missing"].includes(made.status);

/** Whether nothing more will come. */
export const complete = (footage: Footage): boolean =>
  [footage.cuts.made, footage.strip, footage.proxy, footage.words.made, footage.faces.made].every(over);

/** The footage of a film; looking at it is begun when nobody has. */
export function useFootage(film: string, digest: string | null) {
  return useQuery({
    queryKey: ["footage", film, digest],
    enabled: digest !== null && film !== "",
    retry: 1,
    refetchInterval: ({ state }) => (state.data && !complete(state.data) ? EVERY : false),
    queryFn: async () => {
      const name = `${film} ${digest}`;
      if (asked.has(name)) return footageNow(film, digest ?? "");
      const found = await askFootage(film, digest ?? "");
      asked.add(name);
      return found;
    },
  });
}

/** Look again at what failed. */
export const lookAgain = (film: string, digest: string): boolean => asked.delete(`${film} ${digest}`);

export interface Pace {
  readonly status: string;
  /** 0 to 1 */
  readonly progress: number;
  /** Whole seconds; null while nothing is known. */
  readonly left: number | null;
  readonly problem: { readonly code: string; readonly message: string; readonly detail: unknown } | null;
}

/** How far something is that is being made, with the newest hint. */
export function usePace(made: Made | null | undefined): Pace {
  const node = useMachine((state) => state.nodes[made?.key ?? ""]);
  const samples = useRef<readonly Sample[]>([]);
  const status = made && over(made) ? made.status : (node?.status ?? made?.status ?? "missing");
  const progress = Math.max(made?.progress ?? 0, status === "running" ? (node?.progress ?? 0) : 0);
  if (status === "running" && samples.current.at(-1)?.sent !== progress) {
    samples.current = [...sampled(samples.current, { at: performance.now(), sent: progress }).slice(-60)];
  }
  const error = node?.error as { code?: string; message?: string; detail?: unknown } | null | undefined;
  const problem = status === "failed" && error?.message ? { code: error.code ?? "", message: error.message, detail: error.detail ?? null } : null;
  return { status, progress, left: status === "running" ? remaining(1 - progress, speed(samples.current)) : null, problem };
}

/** How a strip's tiles lie. */
export function tilingOf({ strip, tiles, columns }: Footage): { url: string; count: number; columns: number } | null {
  return strip.url ? { url: strip.url, count: tiles, columns } : null;
}
