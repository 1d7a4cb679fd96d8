// An edit as a value: apply it to a document, what would change it back, and several squashed into one. Pure.
import { defaults } from "./kinds";

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Fields = Readonly<Record<string, Value>>;
export type Kind = string;
export type Records = Readonly<Record<Kind, Readonly<Record<string, Fields>>>>;

/** Set these fields of that record; a record that is not there is made. Deleting is setting `archived`. */
export interface Change {
  readonly kind: Kind;
  readonly id: string;
  readonly set: Fields;
}

/** Changes that belong together; `id` makes a resend harmless. */
export interface Edit {
  readonly id: string;
  readonly label: string;
  readonly changes: readonly Change[];
  /** What it shares with others that belong to the same wish of mine. */
  readonly group?: string;
}

/** The document after the changes, sharing everything that they do not touch. */
export function apply(records: Records, changes: readonly Change[]): Records {
  let result: Record<Kind, Readonly<Record<string, Fields>>> | undefined;
  const copied = new Set<Kind>();
  for (const { kind, id, set } of changes) {
    result ??= { ...records };
    if (!copied.has(kind)) {
      result[kind] = { ...result[kind] };
      copied.add(kind);
    }
    const byId = result[kind] as Record<string, Fields>;
    byId[id] = { ...byId[id], ...set };
  }
  return result ?? records;
}

/**
 * The changes that undo `changes` when applied after them. A record that they made is archived again, since no record is ever
 * removed; every other field returns to what it was.
 */
export function inverse(records: Records, changes: readonly Change[]): Change[] {
  const undone: Change[] = [];
  const now = overlay(records);
  for (const change of changes) {
    const before = now.of(change);
    const set: Record<string, Value> = {};
    if (before === undefined) {
      set["archived"] = true;
    } else {
      for (const name of Object.keys(change.set)) {
        set[name] = name in before ? (before[name] as Value) : usual(change.kind, name);
      }
    }
    undone.unshift({ kind: change.kind, id: change.id, set });
    now.put(change);
  }
  return squash(undone);
}

/** The changes as they are made once more after an undo: what they had made was archived by it, and comes back. */
export function again(records: Records, changes: readonly Change[]): readonly Change[] {
  return changes.map((one) => (records[one.kind]?.[one.id] ? one : { ...one, set: { archived: false, ...one.set } }));
}

/** The document with changes on top, looked at record by record: a film of a thousand shots is not copied for each of them. */
function overlay(records: Records): { of: (change: Change) => Fields | undefined; put: (change: Change) => void } {
  const touched = new Map<string, Fields>();
  const of = ({ kind, id }: Change): Fields | undefined => touched.get(`${kind} ${id}`) ?? records[kind]?.[id];
  return { of, put: (change) => void touched.set(`${change.kind} ${change.id}`, { ...of(change), ...change.set }) };
}

/** What a field is that nobody set: the server takes no null for words. */
function usual(kind: Kind, name: string): Value {
  const known: Fields = kind in defaults ? defaults[kind as keyof typeof defaults] : {};
  return known[name] ?? (name === "archived" ? false : null);
}

/** One change a record, the last value of each field winning, in the order in which records were first touched. */
export function squash(changes: readonly Change[]): Change[] {
  const found = new Map<string, { kind: Kind; id: string; set: Record<string, Value> }>();
  for (const { kind, id, set } of changes) {
    const name = `${kind} ${id}`;
    const known = found.get(name);
    if (known) Object.assign(known.set, set);
    else found.set(name, { kind, id, set: { ...set } });
  }
  return [...found.values()];
}

/** Whether two JSON values are the same. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The changes without fields that already hold their value. */
export function effective(records: Records, changes: readonly Change[]): Change[] {
  const left: Change[] = [];
  const now = overlay(records);
  for (const change of changes) {
    const before = now.of(change);
    const set = before
      ? Object.fromEntries(Object.entries(change.set).filter(([name, value]) => !same(before[name], value)))
      : change.set;
    if (!before || Object.keys(set).length > 0) {
      const kept = { ...change, set };
      left.push(kept);
      now.put(kept);
    }
  }
  return left;
}
