// What of all that fails is answered in the ledger: an order that nobody knows of, a limit that was reached. Pure.

const LEDGER: ReadonlySet<string> = new Set(["HOSTED_UNSURE", "HOSTED_RUBBISH", "HOSTED_FAILED", "SPENDING_LIMIT", "SPENDING_CURRENCY"]);

/** Whether the ledger is where somebody goes on from this. */
export const settledInLedger = (code: string | undefined): boolean => code !== undefined && LEDGER.has(code);
