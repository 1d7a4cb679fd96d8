// What operations, their parameters and choices are called in the language of the interface; what has no words there keeps its own.
import type { Language } from "../i18n";
import { en } from "../i18n/en";
import { zh } from "../i18n/zh";
import type { Field } from "./schema";

const dictionaries: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, zh };

/** The words of a key, if the dictionary has it. */
const known = (language: Language, key: string): string | undefined => dictionaries[language][key];

const plain = (name: string): string => {
  const words = name.replaceAll(/[._-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** "style.grade@1" → Grade, 调色. */
export function operationName(language: Language, operation: string): string {
  const name = operation.split("@", 1)[0] ?? operation;
  return known(language, `op.${name}`) ?? plain(name.split(".").at(-1) ?? name);
}

/** What an operation does, in a sentence. */
export function operationHelp(language: Language, operation: string, description: string): string {
  return known(language, `op.${operation}.help`) ?? description;
}

/** The family of an operation: what stands before the point. */
export function familyName(language: Language, operation: string): string {
  const family = operation.split(".", 1)[0] ?? operation;
  return known(language, `family.${family}`) ?? plain(family);
}

/** What a parameter is called; `title` is what its schema calls it. */
export function fieldName(language: Language, operation: string, name: string, title: string): string {
  return known(language, `param.${operation}.${name}`) ?? known(language, `param.${name}`) ?? (title || plain(name));
}

/** What a parameter does, where there are words for it. */
export function fieldHelp(language: Language, operation: string, field: Field): string {
  return known(language, `help.${operation}.${field.name}`) ?? known(language, `help.${field.name}`) ?? field.help;
}

/** A unit as it is written behind a number. */
export function unitName(language: Language, unit: string): string {
  return known(language, `unit.${unit}`) ?? unit;
}

/** One of several, as a person says it. */
export function choiceName(language: Language, field: string, choice: string | number): string {
  if (choice === "") return known(language, "form.auto") ?? "–";
  return known(language, `choice.${field}.${choice}`) ?? known(language, `${field}.${choice}`) ?? known(language, `choice.${choice}`) ?? (typeof choice === "number" ? String(choice) : plain(choice));
}
