// What is being brought in: every file with how far it is or what became of it, for the one summary of them all.
import { create } from "zustand";
import type { Taken } from "./sniff";
import type { UploadProgress } from "./uploads";

/** Why a file did not come in: a key of ours, or the studio's refusal. */
export type Trouble =
  | { readonly refuse: string }
  | { readonly code: string; readonly message: string; readonly detail: unknown };

export interface Item {
  readonly id: number;
  readonly batch: number;
  readonly name: string;
  readonly size: number;
  readonly is: Taken | null;
  readonly state: "waiting" | "going" | "done" | "failed" | "cancelled";
  readonly progress: UploadProgress | null;
  readonly trouble: Trouble | null;
  /** Where one can look at it: an address in the studio. */
  readonly to: string | null;
  readonly stop: (() => void) | null;
  readonly again: (() => void) | null;
  /** Takes away what the studio keeps of it to go on from. */
  readonly discard: (() => void) | null;
  /** ms of the clock of the page when it ended; 0 until then. */
  readonly ended: number;
}

interface Bringing {
  readonly items: readonly Item[];
  readonly unfolded: boolean;
}

export const useBringing = create<Bringing>(() => ({ items: [], unfolded: false }));

let last = 0;
let batches = 0;

/** A number for files that come together. */
export const newBatch = (): number => ++batches;

/** Files begin to come in; their ids, in the same order. */
export function add(files: readonly { readonly name: string; readonly size: number }[], batch: number): number[] {
  const fresh = files.map(({ name, size }): Item => ({
    id: ++last, batch, name, size, is: null, state: "waiting", progress: null, trouble: null, to: null, stop: null, again: null, discard: null, ended: 0,
  }));
  useBringing.setState(({ items }) => {
    const busy = items.some((one) => one.state === "waiting" || one.state === "going");
    return { items: [...(busy ? items : items.filter((one) => one.state === "failed")), ...fresh] };
  });
  return fresh.map((one) => one.id);
}

/** One of them moved on. */
export function change(id: number, set: Partial<Item>): void {
  const ended = set.state && set.state !== "going" && set.state !== "waiting" ? { ended: performance.now() } : {};
  useBringing.setState(({ items }) => ({ items: items.map((one) => (one.id === id ? { ...one, ...set, ...ended } : one)) }));
}

/** One of them is forgotten, by the studio too. */
export function forget(id: number): void {
  useBringing.getState().items.find((one) => one.id === id)?.discard?.();
  useBringing.setState(({ items }) => ({ items: items.filter((one) => one.id !== id) }));
}

/** Those that have ended are forgotten; those under way stay. */
export function clear(): void {
  for (const one of useBringing.getState().items) if (one.state === "cancelled") one.discard?.();
  useBringing.setState(({ items }) => ({ items: items.filter((one) => one.state === "waiting" || one.state === "going") }));
}

/** Whatever is under way is stopped. */
export function stopAll(): void {
  for (const one of useBringing.getState().items) {
    if (one.state === "going") one.stop?.();
    else if (one.state === "waiting") change(one.id, { state: "cancelled" });
  }
}

export interface Summary {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly left: number;
  readonly bytes: number;
  readonly sent: number;
  readonly speed: number;
  /** Whole seconds; null while nothing is known. */
  readonly remains: number | null;
  readonly away: boolean;
}

/** All of them in one line. Pure. */
export function summed(items: readonly Item[]): Summary {
  let [done, failed, left, bytes, sent, speed] = [0, 0, 0, 0, 0, 0];
  let away = false;
  for (const one of items) {
    if (one.state === "done") done++;
    else if (one.state === "failed" || one.state === "cancelled") failed++;
    else {
      left++;
      bytes += one.size;
      sent += one.progress?.sent ?? 0;
      speed += one.progress?.speed ?? 0;
      away ||= one.progress?.phase === "away";
    }
  }
  const byBytes = speed > 0 && bytes > sent ? (bytes - sent) / speed : null;
  const known = [byBytes, byCount(items, left)].filter((one) => one !== null);
  const remains = away || known.length === 0 ? null : Math.ceil(Math.max(...known));
  return { total: items.length, done, failed, left, bytes, sent, speed, remains, away };
}

/** Seconds until `left` more have ended, by how fast the last ones did: many small files wait for the studio, not for the line. */
function byCount(items: readonly Item[], left: number): number | null {
  const ends = items.flatMap((one) => (one.state === "done" && one.ended > 0 ? one.ended : [])).sort((one, other) => one - other).slice(-12);
  const [first, last] = [ends[0], ends.at(-1)];
  if (ends.length < 4 || first === undefined || last === undefined || left === 0) return null;
  return (((last - first) / 1000) * left) / (ends.length - 1);
}
