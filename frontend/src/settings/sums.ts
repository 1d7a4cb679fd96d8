// Amounts of money added up by currency; what was refused or given back is not spent. Pure.
interface Row {
  readonly amount: string | number | null;
  readonly currency: string;
  /** Whether it counts as spent. */
  readonly owed: boolean;
}

/** One sum for each currency, the largest first. */
export function sums(rows: readonly Row[]): readonly { readonly amount: number; readonly currency: string }[] {
  const found = new Map<string, number>();
  for (const { amount, currency, owed } of rows) {
    if (amount === null || !owed) continue;
    found.set(currency, (found.get(currency) ?? 0) + Number(amount));
  }
  return [...found].map(([currency, amount]) => ({ amount: Math.round(amount * 1e6) / 1e6, currency })).filter(({ amount }) => amount !== 0).sort((one, other) => other.amount - one.amount);
}
