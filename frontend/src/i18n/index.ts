// The language of the interface: chosen by the person, remembered, otherwise the browser's.
import { create } from "zustand";
import { en, type Key } from "./en";
import { zh } from "./zh";

export type Language = "en" | "zh";
const NAME = "filmwright.language";

function first(): Language {
  const kept = typeof localStorage === "undefined" ? null : localStorage.getItem(NAME);
  if (kept === "en" || kept === "zh") return kept;
  return typeof navigator !== "undefined" && navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const useLanguage = create<{ language: Language }>(() => ({ language: first() }));

/** Choose the language of the interface. */
export function choose(language: Language): void {
  localStorage.setItem(NAME, language);
  document.documentElement.lang = language;
  useLanguage.setState({ language });
}

/** The words of a key, with `{name}` filled in, and `{name:one/many}` by whether `name` is 1. */
export function words(language: Language, key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  const text: string = (language === "zh" ? zh : en)[key];
  return text.replace(/\{(\w+)(?::([^/}]*)\/([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : String(Number(value) === 1 ? one : many);
  });
}

export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** `t("key", {count: 3})` in the present language; the component is drawn again when it changes. */
export function useWords(): Translate {
  const language = useLanguage((state) => state.language);
  return (key, values) => words(language, key, values);
}
