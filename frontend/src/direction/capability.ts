// What a model can be given, as few pictures as say it, and what of a shot's direction it cannot take. Pure.
import type { IconName } from "../ui/Icon";
import type { Direction, GuideKind } from "./direction";

/** A row of `GET /api/checkpoints`, as far as directing needs it. */
export interface Model {
  readonly id: string;
  readonly capability: string;
  readonly title: string;
  readonly licence: string;
  readonly commercial: boolean;
  readonly installed: boolean;
  /** Bytes. */
  readonly size: number;
  /** Memory of the card that it wants, in GiB; 0: none. */
  readonly gpu: number;
  readonly family: string;
  readonly takes: readonly string[];
  /** Of these, what it cannot do without. */
  readonly needs?: readonly string[];
  /** Frames at `rate`. */
  readonly longest?: number | null;
  readonly rate?: string | null;
  /** Usual steps of a draft and of a final take. */
  readonly steps?: readonly number[] | null;
  readonly guidance?: number | null;
  readonly references: number;
  /** Of its words; none: any. */
  readonly languages?: readonly string[];
  readonly hosted?: boolean;
  readonly price?: { readonly amount: string | number; readonly unit: string; readonly currency: string } | null;
}

/** The marks, in the order in which they stand; each says what it is by `dir.takes.<name>`. */
export const MARKS = [
  { name: "first", icon: "picture", any: ["first", "source"] },
  { name: "last", icon: "end", any: ["last"] },
  { name: "held", icon: "rows", any: ["held"] },
  { name: "references", icon: "person", any: ["references"] },
  { name: "guides", icon: "merge", any: ["guide.depth", "guide.pose", "guide.edges"] },
  { name: "tracks", icon: "follow", any: ["tracks", "boxes"] },
  { name: "camera", icon: "camera", any: ["camera", "stage"] },
  { name: "edits", icon: "pen", any: ["source", "mask", "strength"] },
  { name: "adapters", icon: "style", any: ["adapters"] },
  { name: "sound", icon: "sound", any: ["sound", "speech"] },
] as const satisfies readonly { readonly name: string; readonly icon: IconName; readonly any: readonly string[] }[];

export type Mark = (typeof MARKS)[number];

/** Which of the marks this model bears. "edits" wants a source and not only a first picture. */
export function marksOf(takes: readonly string[]): readonly Mark[] {
  const has = new Set(takes);
  return MARKS.filter(({ name, any }) => {
    if (name === "first") return has.has("first");
    if (name === "edits") return has.has("source");
    return any.some((one) => has.has(one));
  });
}

/** The kinds of guide that it takes, in the usual order. */
export const guidesOf = (takes: readonly string[]): readonly GuideKind[] =>
  (["depth", "edges", "pose"] as const).filter((kind) => takes.includes(`guide.${kind}`));

export type Lacking = "continues" | "animatic" | "guide" | "over" | "held" | "tracks" | "boxes" | "adapters" | "steps" | "guidance";

/** What was asked for that this model cannot take: it is kept in the shot, and waits for a model that can. */
export function lacking(direction: Direction, takes: readonly string[]): readonly Lacking[] {
  const has = (name: string): boolean => takes.includes(name);
  const found: Lacking[] = [];
  if (direction.continues && !has("first")) found.push("continues");
  if (direction.animatic && !has(`guide.${direction.animatic.kind}`)) found.push("animatic");
  if (direction.guide && !has(`guide.${direction.guide.kind}`)) found.push("guide");
  if (direction.over && !has("source")) found.push("over");
  if (direction.held.length > 0 && !has("held")) found.push("held");
  if (direction.tracks.some((one) => one.box === null) && !has("tracks")) found.push("tracks");
  if (direction.tracks.some((one) => one.box !== null) && !has("boxes")) found.push("boxes");
  if (direction.adapters.length > 0 && !has("adapters")) found.push("adapters");
  if (direction.steps > 0 && !has("steps")) found.push("steps");
  if (direction.guidance !== null && !has("guidance")) found.push("guidance");
  return found;
}

/** Whether a shot says something in Chinese to a model that does not read it, and nobody has put it into English. */
export function unread(model: Pick<Model, "takes" | "languages">, words: string, direction: Direction): boolean {
  const languages = model.languages ?? [];
  return model.takes.includes("words") && languages.length > 0 && !languages.includes("zh") && /[\u3400-\u9fff]/.test(words) && !direction.translation?.words;
}

export type Needed = "first" | "last" | "pose";

/** What this model cannot do without and the shot does not give it: it would refuse to draw. `before`: a shot to go on from. */
export function wanting(needs: readonly string[], shot: { readonly first: string; readonly last: string }, direction: Direction, before: boolean): readonly Needed[] {
  const posed = [direction.animatic, direction.guide].some((one) => one?.kind === "pose");
  const there = { first: shot.first !== "" || (direction.continues && before), last: shot.last !== "", pose: posed };
  return (["first", "last", "pose"] as const).filter((one) => needs.includes(one === "pose" ? "guide.pose" : one) && !there[one]);
}

/** The usual one first, then what is here, then what is hosted, then what would have to be fetched; each by name. */
export function inOrder<T extends Model>(models: readonly T[], usual: string): readonly T[] {
  const place = (one: Model): number => (one.id === usual ? 0 : one.installed && !one.hosted ? 1 : one.installed ? 2 : 3);
  return [...models].sort((one, other) => place(one) - place(other) || one.title.localeCompare(other.title));
}

/** Those that have every word of the query in title, family or id. */
export function matching<T extends Model>(models: readonly T[], query: string): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((one) => words.every((word) => `${one.title} ${one.family} ${one.id}`.toLowerCase().includes(word)));
}

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  if (bytes <= 0) return "";
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}

/** An amount of money, no digit more than it has: 0.05 USD. */
export function moneyText(amount: string | number, currency: string, language: string): string {
  const value = Number(amount);
  const digits = value !== 0 && Math.abs(value) < 0.1 ? 3 : 2;
  try {
    return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", { style: "currency", currency, maximumFractionDigits: digits }).format(value);
  } catch {
    return `${value.toFixed(digits)} ${currency}`; // a provider's own credits have no sign
  }
}
