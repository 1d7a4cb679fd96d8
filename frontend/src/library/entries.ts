// What a library shows: characters, places and styles as one kind of card, where each is used, and how one is found. Pure.
import type { Character, Location, Style } from "../document/kinds";
import type { Film, ShotInFilm } from "../document/select";
import type { Translate } from "../i18n";

export const KINDS = ["character", "location", "style"] as const;
export type LibraryKind = (typeof KINDS)[number];

export interface Entry {
  readonly kind: LibraryKind;
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly pictures: readonly string[];
  /** In the order of the film. */
  readonly shots: readonly ShotInFilm[];
  readonly scenes: number;
}

const known = new WeakMap<Film, ReadonlyMap<string, readonly ShotInFilm[]>>();

/** The shots in which each character, place and style appears, by id; who only speaks appears too. */
export function usageOf(film: Film): ReadonlyMap<string, readonly ShotInFilm[]> {
  let used = known.get(film);
  if (!used) known.set(film, (used = read(film)));
  return used;
}

function read(film: Film): ReadonlyMap<string, readonly ShotInFilm[]> {
  const used = new Map<string, ShotInFilm[]>();
  const styles = new Set(film.styles.map((one) => one.id));
  const everywhere = film.styles.filter((one) => one.everywhere).map((one) => one.id);
  for (const one of film.shots) {
    const { location, style } = one.scene;
    const here = new Set([...one.cast.map((who) => who.id), ...one.shot.dialogue.flatMap((line) => line.character ?? [])]);
    if (location) here.add(location);
    for (const id of style && styles.has(style) ? [style] : everywhere) here.add(id);
    for (const id of here) {
      const shots = used.get(id);
      if (shots) shots.push(one);
      else used.set(id, [one]);
    }
  }
  return used;
}

/** The records of one kind, as the library shows them. */
export function entriesOf(film: Film, kind: LibraryKind): readonly Entry[] {
  const used = usageOf(film);
  const records: readonly (Character | Location | Style)[] = kind === "character" ? film.characters : kind === "location" ? film.locations : film.styles;
  return records.map((one) => {
    const shots = used.get(one.id) ?? [];
    return {
      kind, id: one.id, name: one.name, aliases: "aliases" in one ? one.aliases : [], description: one.description,
      pictures: one.pictures, shots, scenes: new Set(shots.map((shot) => shot.scene.id)).size,
    };
  });
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Those that have every word of the query in their name, other names or description; names that begin so come first. */
export function found(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const hits = entries.filter((one) => {
    const text = plain([one.name, ...one.aliases, one.description].join("\n"));
    return words.every((word) => text.includes(word));
  });
  const first = (one: Entry): boolean => plain(one.name).startsWith(words[0] ?? "");
  return [...hits.filter(first), ...hits.filter((one) => !first(one))];
}

/** A few slates in the words of a language and how many more there are: "2A, 2C, 3B and 4 more". */
export function someSlates(shots: readonly ShotInFilm[], most: number, t: Translate): string {
  const slates = shots.slice(0, most).map((one) => one.slate).join(t("cast.comma"));
  return shots.length > most ? t("would.more", { slates, count: shots.length - most }) : slates;
}

const CAMERA = /^(img|dsc|dscf|dscn|pict?|pxl|mvimg|image|photo|screen ?shot|screenshot|截屏|截图|屏幕截图|微信图片|mmexport|unnamed|untitled|download)?[\s\d._-]*(copy)?$/i;
const HASH = /^[0-9a-f-]{16,}$/i;

/** A name from that of a picture's file; empty when the file was named by a machine. */
export function nameFromFile(file: string): string {
  const stem = file.replace(/\.[a-z0-9]{1,5}$/i, "").normalize("NFC").trim();
  const words = stem.replace(/[_.\-–—\s]+/g, " ").trim();
  if (CAMERA.test(words) || HASH.test(stem)) return "";
  const bare = words.replace(/\s*(\(\d+\)|\d+|copy)$/i, "").trim() || words;
  return (bare.charAt(0).toUpperCase() + bare.slice(1)).slice(0, 120).trim();
}
