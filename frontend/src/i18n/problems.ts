// A refusal in the language of the interface: the studio's own sentence in English, by its code in Chinese.
import type { ApiProblem } from "../api/client";
import { type Language, useLanguage } from "./index";
import { problems } from "./zh/problems";

type Told = Pick<ApiProblem, "code" | "message" | "detail">;

/** What to say of whatever was thrown: a refusal as `problemWords` does, anything else in its own words. */
export function errorWords(thrown: unknown, language?: Language): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { code, detail } = thrown as Partial<Told>;
  return problemWords({ code: code ?? "", message: thrown.message, detail: detail ?? null }, language);
}

/** What to say of a refusal; where there is no Chinese for its code, the studio's own sentence. */
export function problemWords(problem: Told, language: Language = useLanguage.getState().language): string {
  const known = language === "zh" ? problems[problem.code] : undefined;
  if (known === undefined) return problem.message;
  const told = problem.detail && typeof problem.detail === "object" ? (problem.detail as Record<string, unknown>) : {};
  const detail: Record<string, unknown> = { said: problem.message, ...told };
  const blanks = known.match(/\{\w+\}/g) ?? [];
  if (blanks.some((blank) => detail[blank.slice(1, -1)] === undefined)) return problem.message;
  return known.replace(/\{(\w+)\}/g, (_, name: string) => listed(detail[name]));
}

function listed(value: unknown): string {
  return Array.isArray(value) ? value.join("、") : String(value);
}
