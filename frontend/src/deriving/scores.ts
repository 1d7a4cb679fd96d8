// What was found of takes that were scored: in which order they stand, and what is said of each in a word. Pure.
export interface Fault {
  /** "black", "frozen", "nan" … */
  readonly kind: string;
  readonly first: number;
  readonly last: number;
}

export interface Score {
  readonly status: string;
  readonly score: number | null;
  readonly sharpness: number | null;
  readonly flicker: number | null;
  readonly motion: number | null;
  readonly likeness: number | null;
  readonly agreement: number | null;
  readonly faults: readonly Fault[];
  /** Among those drawn together, 1 the best; null where it was drawn alone or is not judged yet. */
  readonly rank: number | null;
  /** So many were drawn together. */
  readonly of: number;
  readonly best: boolean;
  readonly choosing: boolean;
  /** It came out spoiled: the take that was drawn instead, and what was wrong, by language. */
  readonly again: string | null;
  readonly words: Readonly<Record<string, string>> | null;
}

const share = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);

/** The studio's answer for one take, read; what is missing is not known. */
export function scoreOf(raw: unknown): Score | null {
  if (typeof raw !== "object" || raw === null) return null;
  const one = raw as Readonly<Record<string, unknown>>;
  const faults = Array.isArray(one["faults"]) ? (one["faults"] as readonly Partial<Fault>[]) : [];
  return {
    status: typeof one["status"] === "string" ? one["status"] : "", score: share(one["score"]), sharpness: share(one["sharpness"]),
    flicker: share(one["flicker"]), motion: share(one["motion"]), likeness: share(one["likeness"]), agreement: share(one["agreement"]),
    faults: faults.flatMap((each) => (typeof each?.kind === "string" ? [{ kind: each.kind, first: Number(each.first ?? 0), last: Number(each.last ?? each.first ?? 0) }] : [])),
    rank: share(one["rank"]), of: share(one["of"]) ?? 1, best: one["best"] === true, choosing: one["choosing"] === true,
    again: typeof one["again"] === "string" ? one["again"] : null,
    words: typeof one["words"] === "object" && one["words"] !== null ? (one["words"] as Readonly<Record<string, string>>) : null,
  };
}

/** How good it is, in three steps: for the colour of its mark. */
export function grade(score: Score, bar: number | null): "good" | "fair" | "poor" {
  if (score.faults.length > 0 || score.again !== null) return "poor";
  const value = score.score ?? 0;
  if (bar !== null && value >= bar) return "good";
  return value >= 0.7 && bar === null ? "good" : value >= 0.4 ? "fair" : "poor";
}

export const FIGURES = ["sharpness", "flicker", "motion", "likeness", "agreement"] as const;

/** The figures that are known, in per cent. */
export const figures = (score: Score): readonly { readonly name: (typeof FIGURES)[number]; readonly percent: number }[] =>
  FIGURES.flatMap((name) => {
    const value = score[name];
    // Light that swings is what is measured; that it is steady is what is good.
    return value === null ? [] : [{ name, percent: Math.round((name === "flicker" ? 1 - value : value) * 100) }];
  });
