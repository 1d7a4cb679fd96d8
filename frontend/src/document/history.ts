// Undo and redo of my edits, never a colleague's: a gesture begins with a mark and becomes one step. Pure.
import { type Change, squash } from "./changes";

/** One step: what it changed and what changes it back. */
export interface Step {
  readonly label: string;
  readonly changes: readonly Change[];
  readonly inverse: readonly Change[];
  /** What it shares with others that the studio wrote for the same wish. */
  readonly group?: string;
}

export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
  /** The gesture that is under way, if any. */
  readonly open: Step | null;
}

export const LIMIT = 500;
export const empty: History = { done: [], undone: [], open: null };

/** A gesture begins; everything recorded until `commit` is one step. */
export function mark(history: History, label: string): History {
  return { ...commit(history), open: { label, changes: [], inverse: [] } };
}

/** My edit was applied. Outside a gesture it is a step of its own. What was undone cannot be redone any more. */
export function record(history: History, step: Step): History {
  if (step.changes.length === 0) return history;
  if (history.open) {
    const { open } = history;
    const changes = squash([...open.changes, ...step.changes]);
    const inverse = squash([...step.inverse, ...open.inverse]);
    return { ...history, undone: [], open: { label: open.label || step.label, changes, inverse } };
  }
  return { ...history, done: [...history.done, step].slice(-LIMIT), undone: [] };
}

/** Part of something that the studio does for me bit by bit: it belongs to the step of its group, wherever that is by now. */
export function join(history: History, group: string, step: Step): History {
  const at = history.done.findLastIndex((one) => one.group === group);
  const before = history.done[at];
  if (!before) return { ...history, done: [...history.done, { ...step, group }].slice(-LIMIT), undone: [] };
  const joined = { ...before, changes: squash([...before.changes, ...step.changes]), inverse: squash([...step.inverse, ...before.inverse]) };
  return { ...history, done: history.done.with(at, joined) };
}

/** The gesture is over. */
export function commit(history: History): History {
  const { open } = history;
  if (!open) return history;
  const closed = { ...history, open: null };
  return open.changes.length > 0 ? { ...closed, done: [...history.done, open].slice(-LIMIT) } : closed;
}

/** The gesture is given up: what changes it back, and a history that never knew it. */
export function bail(history: History): [History, readonly Change[]] {
  return [{ ...history, open: null }, history.open?.inverse ?? []];
}

/** The last step undone: the changes to make, or null when there is none. */
export function undo(history: History): [History, Step | null] {
  const closed = commit(history);
  const step = closed.done.at(-1);
  if (!step) return [closed, null];
  return [{ ...closed, done: closed.done.slice(0, -1), undone: [...closed.undone, step] }, step];
}

/** The last undone step made again, or null when there is none. */
export function redo(history: History): [History, Step | null] {
  const closed = commit(history);
  const step = closed.undone.at(-1);
  if (!step) return [closed, null];
  return [{ ...closed, undone: closed.undone.slice(0, -1), done: [...closed.done, step] }, step];
}
