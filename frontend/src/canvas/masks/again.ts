// What is asked of the decoder a second time, about its own first answer: the server's sums (generation/prompting.py). Pure.
import { LOW, SIDE, surest } from "./coverage";
import type { Feeds } from "./coverage";

export const LIKE = 0.5; // IoU of the two answers below which the second is about something else
const FIRM = 32; // logits that are given back are held within ±this

export type Box = readonly [number, number, number, number];

/** Left, top, right, bottom in shares of what is inside; rows and columns with a single pixel are specks. Null where nothing is. */
export function boxOf(logits: Float32Array): Box | null {
  const rows = new Uint16Array(LOW);
  const columns = new Uint16Array(LOW);
  for (let y = 0; y < LOW; y++) {
    for (let x = 0; x < LOW; x++) {
      if ((logits[y * LOW + x] as number) <= 0) continue;
      rows[y] = (rows[y] as number) + 1;
      columns[x] = (columns[x] as number) + 1;
    }
  }
  const many = (count: number): boolean => count >= 2;
  const [top, left] = [rows.findIndex(many), columns.findIndex(many)];
  if (top < 0 || left < 0) return null;
  return [left / LOW, top / LOW, (columns.findLastIndex(many) + 1) / LOW, (rows.findLastIndex(many) + 1) / LOW];
}

/** The same prompts, and a box. */
export const boxed = ({ coords, labels }: Feeds, box: Box): Feeds => ({
  coords: Float32Array.from([...coords, ...box.map((share) => Math.fround(share) * SIDE)]),
  labels: Float32Array.from([...labels, 2, 3]),
});

/** Logits as they are given back. */
export const firm = (logits: Float32Array): Float32Array => logits.map((one) => Math.min(FIRM, Math.max(-FIRM, one)));

/** IoU of what is inside two answers; 0 where both are empty. */
export function likeness(one: Float32Array, other: Float32Array): number {
  let [both, either] = [0, 0];
  for (let at = 0; at < one.length; at++) {
    const [here, there] = [(one[at] as number) > 0, (other[at] as number) > 0];
    if (here && there) both++;
    if (here || there) either++;
  }
  return both / Math.max(1, either);
}

/** Which answer is to be believed most, and how far: as sure as the decoder is, less the share of the clicks that it goes against. */
export function trusted(masks: Float32Array, sure: Float32Array, { coords, labels }: Feeds): { readonly best: number; readonly trust: number } {
  const clicks = [...labels].flatMap((label, at) => (label === 0 || label === 1 ? [at] : []));
  const cell = (at: number): number => Math.min(LOW - 1, Math.floor(((coords[at] as number) * LOW) / SIDE));
  const trusts = [...sure].map((one, mask) => {
    const against = clicks.filter((at) => {
      const inside = (masks[mask * LOW * LOW + cell(2 * at + 1) * LOW + cell(2 * at)] as number) > 0;
      return inside !== (labels[at] === 1);
    });
    return one - against.length / Math.max(1, clicks.length);
  });
  const best = surest(trusts);
  return { best, trust: trusts[best] ?? 0 };
}
