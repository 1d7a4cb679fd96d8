// Why a node failed, in the language of the interface.
import type { Language } from "../i18n";
import { problemWords } from "../i18n/problems";

/** The sentence of a node's error; "" when it tells nothing. */
export function nodeWords(error: Readonly<Record<string, unknown>> | null | undefined, language: Language): string {
  const { code, message, detail } = error ?? {};
  if (typeof message !== "string" || message === "") return "";
  return problemWords({ code: typeof code === "string" ? code : "", message, detail: detail ?? null }, language);
}
