// Which part of each shot the cut uses, as its card shows it; nothing as long as the timeline is the board. Pure.
import type { Fields, Records } from "../document/changes";
import { spanOf } from "./edits/speed";

/** Stretches of a take in frames, half open, in order; none: the shot is not in the cut. */
export interface Used {
  readonly stretches: readonly (readonly [number, number])[];
  readonly frames: number;
}

let last: { readonly of: readonly unknown[]; readonly used: ReadonlyMap<string, Used> | null } | null = null;

/** By shot, worked out once for the same records; null while the timeline follows the board. */
export function usedIn(records: Records): ReadonlyMap<string, Used> | null {
  const of = [records["timeline"], records["track"], records["clip"]];
  if (last && last.of.every((one, at) => one === of[at])) return last.used;
  last = { of, used: read(records) };
  return last.used;
}

const living = (records: Records, kind: string): [string, Fields][] => Object.entries(records[kind] ?? {}).filter(([, one]) => one["archived"] !== true);

function read(records: Records): ReadonlyMap<string, Used> | null {
  const [timeline] = living(records, "timeline").sort(([a, one], [b, other]) => {
    const [left, right] = [String(one["rank"] ?? "a0"), String(other["rank"] ?? "a0")];
    return left < right ? -1 : left > right ? 1 : a < b ? -1 : 1;
  });
  if (!timeline || timeline[1]["follows"] !== false) return null;
  const pictures = new Set(living(records, "track").filter(([, one]) => one["timeline"] === timeline[0] && (one["kind"] ?? "picture") === "picture").map(([id]) => id));
  const found = new Map<string, [number, number][]>();
  for (const [, clip] of living(records, "clip")) {
    const { shot } = clip;
    if (typeof shot !== "string" || !pictures.has(String(clip["track"]))) continue;
    const from = Number(clip["source_in"] ?? 0);
    found.set(shot, [...(found.get(shot) ?? []), [from, from + spanOf(Number(clip["frames"] ?? 1), String(clip["speed"] ?? "1/1"))]]);
  }
  return new Map([...found].map(([shot, spans]) => {
    const stretches: [number, number][] = [];
    for (const [from, to] of spans.sort((one, other) => one[0] - other[0])) {
      const before = stretches.at(-1);
      if (before && from <= before[1]) before[1] = Math.max(before[1], to);
      else stretches.push([from, to]);
    }
    return [shot, { stretches, frames: stretches.reduce((sum, [from, to]) => sum + to - from, 0) }] as const;
  }));
}
