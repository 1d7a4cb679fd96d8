// What the gallery shows: every effect, each named style, look and move of one, and what was kept; found by words. Pure.
import type { Operation } from "../api/machine";
import { choiceName, familyName, operationHelp, operationName } from "../forms/names";
import { fieldsOf } from "../forms/schema";
import type { Language } from "../i18n";
import type { Carried, Params } from "./stack";

export const CATEGORIES = ["style", "camera", "time", "clarity", "colour", "frame"] as const;
export type Category = (typeof CATEGORIES)[number] | "other" | "kept";

export interface Item {
  /** The same for the same thing in every language: what is remembered as a favourite. */
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly category: Category;
  readonly effects: readonly Carried[];
  /** A picture of what it looks like; "" where there is none. */
  readonly picture: string;
  readonly credit: string;
  /** The camera's move that it is; "" for anything else. */
  readonly move: string;
  /** One of several settings of an operation: stands behind what are effects of their own. */
  readonly variant: boolean;
}

interface Pictured {
  readonly id: string;
  readonly thumbnail: string;
  readonly credit: string;
}

/** Looks that were kept, as the server tells them. */
export interface Kept {
  readonly id: string;
  readonly name: string;
  readonly film: string;
  readonly effects: readonly Carried[];
}

/** The choice of an operation each value of which is something of its own; the others are not offered. */
const VARIANTS: Readonly<Record<string, { readonly field: string; readonly without: readonly string[] }>> = {
  "style.transfer": { field: "style", without: ["picture"] }, "style.film": { field: "look", without: ["none"] }, "camera.move": { field: "move", without: ["static"] },
};
const FAMILIES: Readonly<Record<string, Category>> = { camera: "camera", time: "time", quality: "clarity", frame: "frame" };

/** In which part of the gallery an operation stands. */
export function categoryOf(operation: string): Category {
  if (operation === "style.transfer") return "style";
  const family = operation.split(".", 1)[0] ?? "";
  return family === "style" ? "colour" : (FAMILIES[family] ?? "other");
}

const plain = (words: string): string => words.normalize("NFKC").toLowerCase();
const both = ["en", "zh"] as const;

interface Listed extends Item {
  /** Names in both languages, for what begins with the words; and everything that is said of it. */
  readonly names: readonly string[];
  readonly words: string;
}

/** Everything there is, in the order in which it is shown. */
export function itemsOf(operations: readonly Operation[], pictures: readonly Pictured[], kept: readonly Kept[], language: Language): Listed[] {
  const order = new Map<Category, number>(([...CATEGORIES, "other", "kept"] as const).map((one, place) => [one, place]));
  const made = operations.flatMap((one): Listed[] => {
    const category = categoryOf(one.name);
    const said = (each: Language): string => `${operationName(each, one.name)} ${familyName(each, one.name)} ${operationHelp(each, one.name, one.description)}`;
    const whole: Listed = {
      id: one.name, title: operationName(language, one.name), help: operationHelp(language, one.name, one.description), category, picture: "", credit: "", move: "", variant: false,
      effects: [{ operation: one.name, params: {} }], names: both.map((each) => plain(operationName(each, one.name))), words: plain(`${both.map(said).join(" ")} ${one.description} ${one.name}`),
    };
    const variants = VARIANTS[one.name];
    const field = variants && fieldsOf(one.parameters).find((each) => each.name === variants.field);
    if (!variants || field?.is !== "choice") return [whole];
    return [whole, ...field.options.filter((each) => !variants.without.includes(String(each))).map((value): Listed => {
      const shown = pictures.find((each) => one.name === "style.transfer" && each.id === value);
      const names = both.map((each) => plain(choiceName(each, variants.field, value)));
      return {
        ...whole, id: `${one.name}:${value}`, title: choiceName(language, variants.field, value), help: whole.title, variant: true, names,
        picture: shown?.thumbnail ?? "", credit: shown?.credit ?? "", move: one.name === "camera.move" ? String(value) : "",
        effects: [{ operation: one.name, params: { [variants.field]: value } satisfies Params }], words: `${names.join(" ")} ${whole.words} ${plain(shown?.credit ?? "")} ${value}`,
      };
    })];
  });
  const looks = kept.map((one): Listed => ({
    id: `kept:${one.id}`, title: one.name, help: one.film, category: "kept", picture: "", credit: "", move: "", variant: false, effects: one.effects,
    names: [plain(one.name)], words: plain(`${one.name} ${one.film} ${one.effects.map((each) => both.map((l) => operationName(l, each.operation)).join(" ")).join(" ")}`),
  }));
  const all = [...made, ...looks];
  return all.map((one, place) => ({ one, place })).sort((a, b) => (order.get(a.one.category) ?? 0) - (order.get(b.one.category) ?? 0) || a.place - b.place).map(({ one }) => one);
}

/** What of it has all the words, what begins with the first of them before the rest; nothing typed: all. */
export function found<I extends Pick<Listed, "names" | "words">>(items: readonly I[], query: string): I[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [...items];
  const rank = (one: I): number => (one.names.some((name) => name.startsWith(first)) ? 0 : one.names.some((name) => name.includes(first)) ? 1 : 2);
  return items.filter((one) => words.every((word) => one.words.includes(word))).sort((a, b) => rank(a) - rank(b));
}

/** A list with this in front, each once, no longer than `most`. */
export const inFront = (list: readonly string[], id: string, most = 12): string[] => [id, ...list.filter((one) => one !== id)].slice(0, most);

/** A list with this, or without it where it is there. */
export const turned = (list: readonly string[], id: string): string[] => (list.includes(id) ? list.filter((one) => one !== id) : [...list, id]);
