// Keys of parameters: what they hold at a frame, and each thing that can be done to them. Pure; as generation/keyed.py has it.
import type { Value } from "../document/changes";
import { type Field, held, type NumberField, snapped } from "./schema";

export const EASES = ["linear", "smooth", "in", "out", "hold"] as const;
export type Ease = (typeof EASES)[number];

/** How the parameter goes from this frame to the next key. */
export interface Key {
  readonly frame: number;
  readonly value: number;
  readonly ease: Ease;
}
export type Keys = readonly Key[];
type Values = Readonly<Record<string, Value>>;

const NONE: Keys = [];
export const MOST = 300; // of one parameter
const known = new WeakMap<object, Readonly<Record<string, Keys>>>();

function keyOf(one: Value): Key[] {
  if (!Array.isArray(one)) return [];
  const [frame, value, ease] = one;
  if (typeof frame !== "number" || typeof value !== "number") return [];
  return [{ frame, value, ease: EASES.find((each) => each === ease) ?? "linear" }];
}

/** The keys of every parameter that has some, in order of their frames; the same objects for the same values. */
export function allKeys(values: Values): Readonly<Record<string, Keys>> {
  const written = values["keys"];
  if (!written || typeof written !== "object" || Array.isArray(written)) return {};
  let found = known.get(written);
  if (!found) {
    const read = Object.entries(written).map(([name, keys]) => [name, Array.isArray(keys) ? keys.flatMap(keyOf).sort((a, b) => a.frame - b.frame) : []] as const);
    known.set(written, (found = Object.fromEntries(read.filter(([, keys]) => keys.length > 0))));
  }
  return found;
}

export const keysOf = (values: Values, name: string): Keys => allKeys(values)[name] ?? NONE;

/** The value of keys at a frame: it stands before the first and after the last, and lies between two in between. */
export function valueAt(keys: Keys, frame: number): number {
  const after = keys.findIndex((key) => key.frame > frame);
  const [one, other] = [keys[after === -1 ? keys.length - 1 : Math.max(0, after - 1)], keys[after]];
  if (!one) return 0;
  if (after <= 0 || !other || one.ease === "hold") return one.value;
  const long = other.frame - one.frame;
  const t = (frame - one.frame) / long;
  const share = one.ease === "in" ? t * t : one.ease === "out" ? t * (2 - t) : t;
  const [leaves, comes] = [slope(keys, after - 1) * long, slope(keys, after) * long];
  const found =
    one.ease === "smooth"
      ? one.value * (2 * t ** 3 - 3 * t ** 2 + 1) + leaves * (t ** 3 - 2 * t ** 2 + t) + other.value * (3 * t ** 2 - 2 * t ** 3) + comes * (t ** 3 - t ** 2)
      : one.value + (other.value - one.value) * share;
  return Math.min(Math.max(found, Math.min(one.value, other.value)), Math.max(one.value, other.value));
}

/** How fast it goes through a key between two smooth stretches that lead the same way; elsewhere it stops. */
function slope(keys: Keys, n: number): number {
  const [first, here, last] = [keys[n - 1], keys[n], keys[n + 1]];
  if (!first || !here || !last || first.ease !== "smooth" || here.ease !== "smooth") return 0;
  const [before, after] = [here.frame - first.frame, last.frame - here.frame];
  const [comes, leaves] = [(here.value - first.value) / before, (last.value - here.value) / after];
  return comes * leaves <= 0 ? 0 : (3 * (before + after)) / ((2 * after + before) / comes + (after + 2 * before) / leaves);
}

/** Every field's value at a frame: what its keys say, else what it holds. */
export function valuesAt(fields: readonly Field[], values: Values, frame: number): Record<string, Value> {
  const keys = allKeys(values);
  return Object.fromEntries(fields.filter((one) => one.is !== "keys").map((one) => [one.name, fieldAt(one, values, keys[one.name], frame)]));
}

function fieldAt(field: Field, values: Values, keys: Keys | undefined, frame: number): Value {
  if (!keys || field.is !== "number") return held(field, values);
  const found = valueAt(keys, frame);
  return field.whole ? Math.round(found) : found;
}

/** The parameters with these keys of one of them; without any it holds `rest` from now on. */
export function withKeys(values: Values, name: string, keys: Keys, rest?: number): Record<string, Value> {
  const all: Record<string, Value> = {};
  for (const [each, own] of Object.entries(allKeys(values))) if (each !== name) all[each] = written(own);
  if (keys.length > 0) all[name] = written(keys);
  return { keys: all, ...(keys.length === 0 && rest !== undefined ? { [name]: rest } : {}) };
}

const written = (keys: Keys): Value => [...keys].sort((a, b) => a.frame - b.frame).map((key) => [key.frame, key.value, key.ease]);

/** A key at this frame, in the place of one that is there; a new one eases as the one before it does. */
export function put(keys: Keys, frame: number, value: number, ease?: Ease): Keys {
  const there = keys.find((key) => key.frame === frame);
  const before = keys.filter((key) => key.frame < frame).at(-1);
  const made: Key = { frame, value, ease: ease ?? there?.ease ?? before?.ease ?? keys[0]?.ease ?? "smooth" };
  return [...keys.filter((key) => key.frame !== frame), made].sort((a, b) => a.frame - b.frame);
}

export const without = (keys: Keys, frame: number): Keys => keys.filter((key) => key.frame !== frame);

/** A key moved in time, between its neighbours and within the clip: it never jumps over another. */
export function moved(keys: Keys, from: number, to: number, frames: number): Keys {
  const at = keys.findIndex((key) => key.frame === from);
  const one = keys[at];
  if (!one) return keys;
  const least = (keys[at - 1]?.frame ?? -1) + 1;
  const most = (keys[at + 1]?.frame ?? Math.max(frames, one.frame + 1)) - 1;
  const frame = Math.max(Math.min(least, one.frame), Math.min(Math.max(most, one.frame), Math.round(to)));
  return keys.map((key) => (key === one ? { ...one, frame } : key));
}

export const eased = (keys: Keys, frame: number, ease: Ease): Keys => keys.map((key) => (key.frame === frame ? { ...key, ease } : key));

export const before = (keys: Keys, frame: number): Key | undefined => keys.filter((key) => key.frame < frame).at(-1);
export const after = (keys: Keys, frame: number): Key | undefined => keys.find((key) => key.frame > frame);

/**
 * What a person set at a frame, as parameters to be written: a parameter that has keys gets one there, every other its value.
 */
export function setAt(fields: readonly Field[], values: Values, given: Values, frame: number): Record<string, Value> {
  let found: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = fields.find((one): one is NumberField => one.name === name && one.is === "number");
    const keys = keysOf({ ...values, ...found }, name);
    if (field && keys.length > 0 && typeof value === "number") found = { ...found, ...withKeys({ ...values, ...found }, name, put(keys, frame, snapped(field, value, field.step / 100))) };
    else found[name] = value;
  }
  return found;
}

/** All keys later by so many frames: for a clip of which the beginning is cut off, or something is put before it. */
export function later(values: Values, by: number): Record<string, Value> {
  const all = Object.entries(allKeys(values)).map(([name, keys]) => [name, written(keys.map((key) => ({ ...key, frame: key.frame + by })))] as const);
  return all.length === 0 ? { ...values } : { ...values, keys: Object.fromEntries(all) };
}

/** As few keys as say the same line of values to within `off`, one value for each frame; at most `MOST`. */
export function fewest(line: readonly number[], off: number): Keys {
  const kept = new Set([0, line.length - 1]);
  const spans: [number, number][] = [[0, line.length - 1]];
  while (spans.length > 0 && kept.size < MOST) {
    const [from, to] = spans.shift() as [number, number];
    const [a, b] = [line[from] ?? 0, line[to] ?? 0];
    let [worst, far] = [-1, off];
    for (let n = from + 1; n < to; n++) {
      const gap = Math.abs((line[n] ?? 0) - (a + ((b - a) * (n - from)) / (to - from)));
      if (gap > far) [worst, far] = [n, gap];
    }
    if (worst < 0) continue;
    kept.add(worst);
    spans.push([from, worst], [worst, to]);
  }
  const frames = [...kept].filter((n) => n >= 0).sort((a, b) => a - b);
  const flat = frames.every((n) => Math.abs((line[n] ?? 0) - (line[0] ?? 0)) <= off);
  return (flat ? frames.slice(0, 1) : frames).map((frame) => ({ frame, value: line[frame] ?? 0, ease: "linear" }));
}
