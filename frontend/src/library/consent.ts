// The permission of a living person as a short record: who agreed, to what, until when, where the document is. Kept as text. Pure.

export interface Consent {
  readonly by: string;
  readonly for: string;
  /** 2027-01-31, or empty: without end. */
  readonly until: string;
  readonly where: string;
}

export const NAMES = ["by", "for", "until", "where"] as const;
const LONGEST: Readonly<Record<keyof Consent, number>> = { by: 120, for: 160, until: 10, where: 170 }; // with the names, below 500
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const flat = (words: string): string => words.replace(/\s+/g, " ").trim();

/** The record in a text; a text of another kind is where the document is. */
export function readConsent(text: string): Consent {
  const found = { by: "", for: "", until: "", where: "" };
  const rest: string[] = [];
  for (const line of text.split("\n")) {
    const [, name, words = ""] = /^(by|for|until|where): (.*)$/.exec(line) ?? [];
    if (name && !found[name as keyof Consent] && (name !== "until" || DAY.test(words.trim()))) found[name as keyof Consent] = words.trim();
    else if (flat(line)) rest.push(flat(line));
  }
  return { ...found, where: [found.where, ...rest].filter(Boolean).join("; ") };
}

/** The text of a record: one line for each thing known; empty for an empty record. */
export function writeConsent(consent: Consent): string {
  return NAMES.filter((name) => flat(consent[name]) !== "" && (name !== "until" || DAY.test(consent[name].trim())))
    .map((name) => `${name}: ${flat(consent[name]).slice(0, LONGEST[name])}`)
    .join("\n");
}

/** What a record lacks to be one: nothing when it says who agreed and where that is written. */
export const lacking = (consent: Consent): readonly ("by" | "where")[] => (["by", "where"] as const).filter((name) => flat(consent[name]) === "");

/** Whether the permission has run out by a day, written as 2027-01-31. */
export const hasEnded = (consent: Consent, today: string): boolean => DAY.test(consent.until) && consent.until < today;
