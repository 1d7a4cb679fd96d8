// A length as a person writes it, and as it is shown: "3:00", "90 s", "2.5 min", "两分半". Pure; frames on our side, clock time on theirs.
import { clockAt, clockText, type Rate } from "../film/time";

export type Bare = "min" | "s"; // what a number alone counts

const NUMERALS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 };
const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, 小: 3600, 分: 60, 秒: 1 };
const PART = /(\d+(?:[.,]\d+)?|[一二两三四五六七八九十])\s*(hours?|h|minutes?|mins?|m|seconds?|secs?|s|小时|分钟?|秒钟?)\s*(半?)/giy;

/** Whole clock seconds, 0 for nothing; null for what is no length. */
export function clockOf(text: string, bare: Bare): number | null {
  const said = text.normalize("NFKC").trim().replace(/^(?:about|around|约|大约)\s*/i, "");
  if (said === "") return 0;
  if (/^\d{1,3}(?::[0-5]?\d){1,2}$/.test(said)) return said.split(":").reduce((sum, one) => sum * 60 + Number(one), 0);
  if (/^\d+(?:[.,]\d+)?$/.test(said)) return Math.round(Number(said.replace(",", ".")) * (bare === "min" ? 60 : 1));
  let [at, sum] = [0, 0];
  PART.lastIndex = 0;
  for (let part = PART.exec(said); part; part = PART.exec(said)) {
    const [, count = "", unit = "", half = ""] = part;
    const each = UNITS[unit[0]?.toLowerCase() ?? ""] ?? 1;
    sum += ((NUMERALS[count] ?? Number(count.replace(",", "."))) + (half ? 0.5 : 0)) * each;
    at = PART.lastIndex;
  }
  return at === said.length ? Math.round(sum) : null;
}

/** Frames of so many clock seconds. */
export const framesOf = (clock: number, rate: Rate): number => Math.round((clock * rate.numerator) / rate.denominator);

/** Frames as m:ss. */
export const shownLength = (frames: number, rate: Rate): string => clockText(Math.round(clockAt(frames, rate)));
