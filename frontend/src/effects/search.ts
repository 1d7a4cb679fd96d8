// Finding an operation among many: every word typed must be in its name, its family or what it does, in either language. Pure.
import { familyName, operationHelp, operationName } from "../forms/names";
import type { Language } from "../i18n";

export interface Found {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly family: string;
}

interface Described {
  readonly name: string;
  readonly description: string;
}

const both = ["en", "zh"] as const;
const plain = (words: string): string => words.normalize("NFKC").toLowerCase();

/** What fits, names that begin with the words first, then by family and name. */
export function search(operations: readonly Described[], query: string, language: Language): Found[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const ranked: { one: Found; rank: number }[] = [];
  for (const { name, description } of operations) {
    const titles = both.map((each) => plain(operationName(each, name)));
    const all = [...titles, ...both.map((each) => plain(familyName(each, name))), ...both.map((each) => plain(operationHelp(each, name, description))), plain(description), name].join("\n");
    if (!words.every((word) => all.includes(word))) continue;
    const [first] = words;
    const rank = first === undefined || titles.some((title) => title.startsWith(first)) ? 0 : titles.some((title) => title.includes(first)) ? 1 : 2;
    const one = { name, title: operationName(language, name), help: operationHelp(language, name, description), family: familyName(language, name) };
    ranked.push({ one, rank });
  }
  const order = new Intl.Collator(language);
  return ranked
    .sort((a, b) => a.rank - b.rank || order.compare(a.one.family, b.one.family) || order.compare(a.one.title, b.one.title))
    .map(({ one }) => one);
}
