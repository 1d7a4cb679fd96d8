// The layers of shots that become one: each goes on over the whole of it, and what two shots both call by one name is one layer. Pure.
import { carriedEffect, carriedLayer } from "./carried";
import type { Change, Fields, Records, Value } from "./changes";
import type { Shot } from "./kinds";
import { inOrder, type Ranked, rankOf, ranksAt } from "./order";

type Framed = { readonly frame: number } & Record<string, Value>;
const MOST_MASKS = 200;

/**
 * What becomes of the layers of the shots that are put away: a layer that the first shot has too, by name and kind, gets their masks
 * at their own frames; any other is copied, with its effects, and its masks and keys keep their places in time.
 */
export function mergedLayers(records: Records, shots: readonly Shot[], draw: () => string): Change[] {
  const [first, ...rest] = shots;
  if (!first) return [];
  const there = layersOf(records, first.id);
  const masks = new Map<string, Framed[]>();
  const copied: Change[] = [];
  let offset = first.frames;
  let last: readonly Ranked[] = there.map(([id, fields]) => ({ id, rank: rankOf(fields) }));
  for (const shot of rest) {
    const own = layersOf(records, shot.id);
    const twins = new Map(own.flatMap(([id, fields]) => {
      const twin = there.find(([, one]) => same(one, fields));
      return twin ? [[id, twin[0]] as const] : [];
    }));
    const ids = new Map(own.map(([id]) => [id, twins.get(id) ?? draw()]));
    const ranks = ranksAt(last, last.length, own.length);
    own.forEach(([id, fields], place) => {
      const carried = carriedLayer(fields, ids, -offset);
      const twin = twins.get(id);
      if (twin !== undefined) masks.set(twin, [...(masks.get(twin) ?? []), ...list(carried["masks"])]);
      else copied.push({ kind: "layer", id: ids.get(id) ?? "", set: { ...carried, shot: first.id, rank: ranks[place] ?? "a0" } });
    });
    for (const [, effect] of Object.entries(records["effect"] ?? {})) {
      const layer = effect["layer"];
      if (effect["archived"] === true || typeof layer !== "string" || !ids.has(layer) || twins.has(layer)) continue;
      copied.push({ kind: "effect", id: draw(), set: { ...carriedEffect(effect, ids, -offset), shot: first.id } });
    }
    last = [...last, ...own.map(([id], place) => ({ id, rank: ranks[place] ?? "a0" }))];
    offset += shot.frames;
  }
  const joined = [...masks].map(([id, more]): Change => {
    const before = list(records["layer"]?.[id]?.["masks"]).filter((one) => one.frame < first.frames);
    return { kind: "layer", id, set: { masks: [...before, ...more].slice(0, MOST_MASKS) } };
  });
  return [...joined, ...copied];
}

const list = (value: Value | undefined): Framed[] => (Array.isArray(value) ? (value as unknown as Framed[]) : []);

function layersOf(records: Records, shot: string): [string, Fields][] {
  const own = Object.entries(records["layer"] ?? {}).filter(([, one]) => one["shot"] === shot && one["archived"] !== true);
  const fields = new Map(own);
  return inOrder(own.map(([id, one]) => ({ id, rank: rankOf(one) }))).map(({ id }) => [id, fields.get(id) ?? {}]);
}

/** Whether two layers are of one thing: cut out by masks, and called the same. */
function same(one: Fields, other: Fields): boolean {
  const plain = (fields: Fields): boolean => (fields["kind"] ?? "cut") === "cut" && !fields["matte"];
  return plain(one) && plain(other) && (one["name"] ?? "") !== "" && one["name"] === other["name"] && (one["auto"] ?? "") === (other["auto"] ?? "");
}
