// When something was, as near as it matters: minutes today, days this week, a date before.
import type { Language } from "../i18n";

const MINUTE = 60_000;
const UNITS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [[60 * MINUTE, "minute"], [24 * 60 * MINUTE, "hour"], [7 * 24 * 60 * MINUTE, "day"]];

/** "3 minutes ago", "昨天", "4 Mar 2026". */
export function whenText(at: string, language: Language, now = Date.now()): string {
  const then = new Date(at);
  const ago = now - then.getTime();
  if (Number.isNaN(ago)) return "";
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (ago < MINUTE) return words.format(0, "second");
  let size = MINUTE;
  for (const [until, unit] of UNITS) {
    if (ago < until) return words.format(-Math.floor(ago / size), unit);
    size = until === 7 * 24 * 60 * MINUTE ? size : until;
  }
  return then.toLocaleDateString(language, { year: "numeric", month: "short", day: "numeric" });
}
