// What the studio writes bit by bit because I asked for it once, such as making the film, is one step of mine: undone at once.
import { type Change, inverse, type Records } from "./changes";
import { type History, join } from "./history";
import { useDocument } from "./store";

interface Part {
  readonly changes: readonly Change[];
  readonly inverse: readonly Change[];
}

const own = new Map<string, string>(); // group → the words of the step
const early = new Map<string, Part[]>(); // parts that came before it was known whose they are
const MOST = 40;

/** That group is what I asked for: what it wrote so far and what it will write is one step. */
export function adopt(group: string, label: string): void {
  own.set(group, label);
  for (const part of early.get(group) ?? []) put(group, part);
  early.delete(group);
}

/** Whether the studio writes that group for me, rather than I myself. */
export const adopted = (group: string): boolean => own.has(group);

/** An edit of a group is about to be applied. Takes that were made stay; what shows them goes back. */
export function part(group: string, records: Records, changes: readonly Change[]): void {
  const kept = changes.filter((one) => one.kind !== "take");
  if (kept.length === 0) return;
  const one = { changes: kept, inverse: inverse(records, kept) };
  if (own.has(group)) put(group, one);
  else if (early.size < MOST || early.has(group)) early.set(group, [...(early.get(group) ?? []), one]);
}

/** The group in which a shot was made to show a take, if it is not known yet for whom. */
export function showing(shot: string, take: string): string | null {
  for (const [group, parts] of early) {
    if (parts.some(({ changes }) => changes.some((one) => one.kind === "shot" && one.id === shot && one.set["take"] === take))) return group;
  }
  return null;
}

function put(group: string, one: Part): void {
  const history: History = join(useDocument.getState().history, group, { ...one, label: own.get(group) ?? "" });
  useDocument.setState({ history });
}
