// Builds as a line: what is made in which order, what is gathered, how far all of it is, and when nothing moves any more. Pure.
import type { Build } from "../api/queries";
import { isHousekeeping, readLabel, type BuildKind } from "./labels";

/** What hints tell of a build, newer than the answer that lists it. */
export type Live = Partial<Pick<Build, "status" | "made" | "total" | "eta_low" | "eta_high">>;

export interface Gathered {
  readonly kind: BuildKind;
  readonly ones: readonly Build[];
}

export interface Arranged {
  /** Asked for by somebody, in the order in which it is made. */
  readonly asked: readonly Build[];
  /** What comes by itself, by kind. */
  readonly gathered: readonly Gathered[];
  readonly failed: readonly Build[];
  /** Newest first; without what comes by itself. */
  readonly ended: readonly Build[];
}

/** A build with what is known of it by now. An ended one stays ended. */
export function joined(one: Build, live: Live | undefined): Build {
  if (!live || one.status !== "active") return one;
  const { status = one.status, made = one.made, total = one.total } = live;
  return { ...one, status, made: Math.max(made, one.made), total, eta_low: live.eta_low ?? one.eta_low, eta_high: live.eta_high ?? one.eta_high };
}

/** Whether `one` is made before `other`. */
export function sooner(one: Build, other: Build): number {
  return other.priority - one.priority || one.place - other.place || one.created.localeCompare(other.created) || one.id.localeCompare(other.id);
}

const ENDED = 60; // of what is over, the latest are enough

/** The builds of a project as they are shown. Of failures only those that nothing later made good. */
export function arranged(builds: readonly Build[]): Arranged {
  const active = builds.filter((one) => one.status === "active").sort(sooner);
  const helping = active.filter((one) => isHousekeeping(one.label));
  const kinds = [...new Set(helping.map((one) => readLabel(one.label).kind))];
  const newest = [...builds].sort((one, other) => other.created.localeCompare(one.created));
  const latest = new Map<string, Build>();
  for (const one of newest) if (!latest.has(one.root)) latest.set(one.root, one);
  return {
    asked: active.filter((one) => !isHousekeeping(one.label)),
    gathered: kinds.map((kind) => ({ kind, ones: helping.filter((one) => readLabel(one.label).kind === kind) })),
    failed: newest.filter((one) => one.status === "failed" && latest.get(one.root) === one),
    ended: newest.filter((one) => (one.status === "done" || one.status === "cancelled") && !isHousekeeping(one.label)).slice(0, ENDED),
  };
}

export interface Whole {
  readonly made: number;
  readonly total: number;
  /** Whole seconds; null when of some of it nothing is known. */
  readonly low: number | null;
  readonly high: number | null;
}

interface Counted {
  readonly made: number;
  readonly total: number;
  readonly eta_low?: number | null;
  readonly eta_high?: number | null;
}

/** How far all of it is. What several want is counted for each: it is at most as long as this says. */
export function wholeOf(builds: readonly Counted[]): Whole {
  const sum = (of: (one: Counted) => number | null | undefined): number | null =>
    builds.reduce<number | null>((all, one) => {
      const part = of(one);
      return all === null || part === null || part === undefined ? null : all + part;
    }, 0);
  return {
    made: builds.reduce((all, one) => all + one.made, 0), total: builds.reduce((all, one) => all + one.total, 0),
    low: sum((one) => one.eta_low), high: sum((one) => one.eta_high),
  };
}

/** The order after one is taken to before another (null: to the end). */
export function reordered<T extends { readonly id: string }>(line: readonly T[], id: string, before: string | null): T[] {
  const one = line.find((each) => each.id === id);
  if (!one || id === before) return [...line];
  const rest = line.filter((each) => each.id !== id);
  const at = before === null ? rest.length : rest.findIndex((each) => each.id === before);
  return at < 0 ? [...line] : [...rest.slice(0, at), one, ...rest.slice(at)];
}

/** Before which build one lands that is dropped at a place of the line (0: first); its own place counts. */
export function beforeAt(line: readonly { readonly id: string }[], id: string, place: number): string | null {
  const rest = line.filter((each) => each.id !== id);
  const own = line.findIndex((each) => each.id === id);
  const at = place > own ? place - 1 : place;
  return rest[Math.max(0, at)]?.id ?? null;
}

/** Which rows of a long list to draw. */
export function rowsIn(top: number, height: number, row: number, count: number, spare = 6): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / row) - spare);
  return { first, last: Math.min(count, Math.ceil((top + height) / row) + spare) };
}

export type Stall = "none" | "waiting" | "stuck";
const QUIET = 45; // clock seconds without any news before something is said
const LONG = 180;

/** Whether nothing moves: nothing is taken up though it waits, or what runs has not been heard of for long. */
export function stallOf(active: readonly Pick<Build, "running">[], quiet: number): Stall {
  if (active.length === 0 || quiet < QUIET) return "none";
  if (active.every((one) => one.running === 0)) return "waiting";
  return quiet < LONG ? "none" : "stuck";
}
