// What the studio knows of a take's making, put in the order in which a person asks: the words, the seed, by what, from what.
import { useLanguage, words as said } from "../i18n";

export interface Used {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly credit: string;
  readonly commercial: boolean;
}

export interface Step {
  readonly key: string;
  /** "video.generate" */
  readonly operation: string;
  readonly version: string;
  /** What was written for it: the prompt, the line, the description. */
  readonly words: string;
  readonly seed: number | null;
  readonly checkpoint: string;
  /** Everything else that was set, unusual or not. */
  readonly params: readonly { readonly name: string; readonly value: string }[];
  /** Digests that it made and read. */
  readonly made: readonly string[];
  readonly read: readonly string[];
  readonly took: number | null; // ms
  readonly host: string;
  readonly gpu: string;
  readonly at: string;
}

export interface Making {
  /** What was made last comes first. */
  readonly steps: readonly Step[];
  readonly used: readonly Used[];
  readonly uploads: readonly { readonly digest: string; readonly media: string; readonly created: string }[];
  readonly took: number; // ms of all steps
  readonly hosts: readonly string[];
}

const WORDS = ["words", "prompt", "description", "texts"] as const;
const APART = new Set<string>(["seed", "checkpoint", ...WORDS]);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const words = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A value as people read it; "" for nothing. */
export function readable(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map(readable).filter(Boolean).join(" · ");
  if (isFields(value)) return Object.entries(value).map(([name, one]) => `${name}: ${readable(one)}`).join(", ");
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toFixed(3)));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function digests(value: unknown): string[] {
  if (typeof value === "string") return /^[0-9a-f]{64}$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(digests);
  return isFields(value) ? Object.values(value).flatMap(digests) : [];
}

function stepOf(raw: Fields): Step {
  const params = isFields(raw["params"]) ? raw["params"] : {};
  const made = isFields(raw["made_on"]) ? raw["made_on"] : {};
  const [operation = "", version = ""] = words(raw["operation"]).split("@");
  const said = WORDS.flatMap((name) => (params[name] === undefined || readable(params[name]) === "" ? [] : [readable(params[name])]));
  return {
    key: words(raw["key"]), operation, version,
    words: (said[0] ?? "").trim(), seed: typeof params["seed"] === "number" ? params["seed"] : null, checkpoint: words(params["checkpoint"]),
    params: Object.entries(params).flatMap(([name, value]) => {
      const shown = APART.has(name) && !(WORDS.includes(name as (typeof WORDS)[number]) && readable(value) !== said[0]) ? "" : readable(value);
      return shown === "" || value === false ? [] : [{ name, value: shown }];
    }),
    made: digests(raw["outputs"]), read: digests(raw["consumed"]),
    took: typeof raw["took_ms"] === "number" ? raw["took_ms"] : null,
    host: words(made["host"]), gpu: words(made["cuda"]), at: words(raw["changed"]),
  };
}

/** The answer of the studio, read; whatever is missing in it is left out. */
export function makingOf(answer: unknown): Making {
  const raw = isFields(answer) ? answer : {};
  const steps = list(raw["nodes"]).filter(isFields).map(stepOf).toReversed();
  const used = list(raw["checkpoints"]).filter(isFields).map((one): Used => ({
    id: words(one["id"]), title: words(one["title"]) || words(one["id"]), licence: words(one["licence"]), credit: words(one["credit"]), commercial: one["commercial"] !== false,
  }));
  return {
    steps, used,
    uploads: list(raw["uploads"]).filter(isFields).map((one) => ({ digest: words(one["digest"]), media: words(one["media"]), created: words(one["created"]) })),
    took: steps.reduce((sum, one) => sum + (one.took ?? 0), 0),
    hosts: [...new Set(steps.map((one) => one.host).filter(Boolean))],
  };
}

/** How long a step took, as short as it can be said without a lie: 40 ms, 3.6 s, 2:05. */
export function tookText(ms: number): string {
  if (ms < 1000) return said(useLanguage.getState().language, "common.clockMs", { count: Math.round(ms) });
  if (ms < 59_950) return said(useLanguage.getState().language, "common.clock", { count: (ms / 1000).toFixed(1) });
  return `${Math.floor(Math.round(ms / 1000) / 60)}:${String(Math.round(ms / 1000) % 60).padStart(2, "0")}`;
}
