// @names in the words of a shot: where one is being typed, whom it may mean, what choosing changes, and where names stand. Pure.
import type { Change, Records } from "../document/changes";
import type { ShotInFilm } from "../document/select";
import { castIn } from "../document/verbs";

export interface Named {
  readonly kind: "character" | "location" | "style";
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

export interface Asked {
  /** Where the @ stands. */
  readonly from: number;
  readonly query: string;
}

const ENDS = /[\n@＠,，.。;；:：!！?？"“”()（）]/;
const LONGEST = 40;
const WORD = /[\p{Script=Latin}\p{N}_]/u;
const plain = (words: string): string => words.normalize("NFKC").toLowerCase();

/** The @ that is being typed at the caret: at the beginning of a word (an address is none), with what follows it. */
export function askedAt(text: string, caret: number): Asked | null {
  for (let at = caret - 1; at >= Math.max(0, caret - LONGEST); at--) {
    const letter = text[at] ?? "";
    if (letter === "@" || letter === "＠") {
      if (at > 0 && WORD.test(text[at - 1] ?? "")) return null;
      const query = text.slice(at + 1, caret);
      return query.startsWith(" ") ? null : { from: at, query };
    }
    if (ENDS.test(letter)) return null;
  }
  return null;
}

/** Whom the letters may mean: names that begin with them first, then those with a word that does, then any that hold them. */
export function offers(all: readonly Named[], query: string, most = 8): Named[] {
  const wanted = plain(query.trim());
  const rank = (one: Named): number => {
    const names = [one.name, ...one.aliases].map(plain);
    if (wanted === "" || names.some((name) => name.startsWith(wanted))) return 0;
    if (names.some((name) => name.split(/[\s'’-]+/).some((word) => word.startsWith(wanted)))) return 1;
    return names.some((name) => name.includes(wanted)) ? 2 : 3;
  };
  return all
    .map((one, place) => ({ one, place, rank: rank(one) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, most)
    .map((each) => each.one);
}

/** What takes the place of "@ann": the name and, between words that are written apart, a space. A style is not said in words. */
export function instead(text: string, caret: number, one: Named): string {
  if (one.kind === "style") return "";
  const next = text[caret] ?? "";
  return WORD.test(one.name.at(-1) ?? "") && !/[\s\p{P}]/u.test(next) ? `${one.name} ` : one.name;
}

/** What choosing a name changes besides the words: a person enters the shot, a place and a style become the scene's. */
export function meant(records: Records, one: ShotInFilm, named: Named, id: string): Change[] {
  if (named.kind === "character") {
    return one.cast.some((who) => who.id === named.id) ? [] : castIn(records, one.shot.id, named.id, true, id);
  }
  const { scene } = one;
  if (scene[named.kind] === named.id) return [];
  return [{ kind: "scene", id: scene.id, set: { [named.kind]: named.id } }];
}

export interface Piece {
  readonly text: string;
  readonly named: Named | null;
}

/** The text cut at the names in it; names in Latin letters only as whole words, the longest first. */
export function pieces(text: string, all: readonly Named[]): Piece[] {
  const byName = new Map<string, Named>();
  for (const one of all) {
    for (const name of [one.name, ...one.aliases]) if (name.trim().length > 1 || /\p{Script=Han}/u.test(name)) byName.set(name.trim().toLowerCase(), one);
  }
  const names = [...byName.keys()].filter(Boolean).sort((a, b) => b.length - a.length);
  if (names.length === 0 || text === "") return text === "" ? [] : [{ text, named: null }];
  const found = new RegExp(
    names
      .map((name) => {
        const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        const before = WORD.test(name[0] ?? "") ? "(?<![\\p{Script=Latin}\\p{N}_])" : "";
        const after = WORD.test(name.at(-1) ?? "") ? "(?![\\p{Script=Latin}\\p{N}_])" : "";
        return `${before}${escaped}${after}`;
      })
      .join("|"),
    "giu",
  );
  const cut: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(found)) {
    if (match.index > at) cut.push({ text: text.slice(at, match.index), named: null });
    cut.push({ text: match[0], named: byName.get(match[0].toLowerCase()) ?? null });
    at = match.index + match[0].length;
  }
  if (at < text.length) cut.push({ text: text.slice(at), named: null });
  return cut;
}
