// What a person does to a film, as changes: insert, duplicate, move, archive shots and scenes, cast people. Pure.
import { carriedDirection, carriedEffect, carriedLayer } from "./carried";
import type { Change, Fields, Records, Value } from "./changes";
import { inOrder, ranksAt, rankOf, type Ranked } from "./order";
import { living } from "./kinds";
import type { Film, ShotInFilm } from "./select";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"; // a slate leaves out I and O

/** The letters of the n-th shot of a scene, from 0: A … Z, then AA, AB … */
export function lettersOf(position: number): string {
  let letters = "";
  for (let rest = position; ; rest = Math.floor(rest / LETTERS.length) - 1) {
    letters = (LETTERS[rest % LETTERS.length] ?? "") + letters;
    if (rest < LETTERS.length) return letters;
  }
}

/** The first letters that no shot of the scene has, archived ones included: a slate is never used twice. */
export function freeLetters(records: Records, scene: string, count = 1): string[] {
  const used = new Set(
    Object.values(records["shot"] ?? {}).flatMap((one) => (one["scene"] === scene ? [String(one["letter"] ?? "")] : [])),
  );
  const found: string[] = [];
  for (let position = 0; found.length < count; position++) {
    const letters = lettersOf(position);
    if (!used.has(letters)) found.push(letters);
  }
  return found;
}

/** The living shots of a scene, in order. */
export const siblings = (records: Records, scene: string, without: ReadonlySet<string> = new Set()): Ranked[] =>
  inOrder(living(records, "shot").filter((one) => one.scene === scene && !without.has(one.id)));

/** A blank shot at `index` of a scene. */
export function insertShot(records: Records, scene: string, index: number, id: string, frames: number): Change[] {
  const [rank = "a0"] = ranksAt(siblings(records, scene), index);
  const [letter = ""] = freeLetters(records, scene);
  const seed = Number.parseInt(id.slice(0, 8), 16) >>> 0;
  return [{ kind: "shot", id, set: { scene, rank, letter, frames, seed } }];
}

/** A scene with one blank shot, after `after` (null: at the beginning). */
export function insertScene(
  records: Records, after: string | null, ids: { scene: string; shot: string }, frames: number,
): Change[] {
  const scenes = inOrder(living(records, "scene"));
  const index = after === null ? 0 : scenes.findIndex((one) => one.id === after) + 1;
  const [rank = "a0"] = ranksAt(scenes, index);
  const used = new Set(Object.values(records["scene"] ?? {}).map((one) => String(one["number"] ?? "")));
  let number = scenes.length + 1;
  while (used.has(String(number))) number++;
  const made: Change = { kind: "scene", id: ids.scene, set: { number: String(number), rank } };
  const seed = Number.parseInt(ids.shot.slice(0, 8), 16) >>> 0;
  return [made, { kind: "shot", id: ids.shot, set: { scene: ids.scene, rank: "a0", letter: "A", frames, seed } }];
}

/** The shots, in film order, moved together to `index` among the other shots of `scene`. */
export function moveShots(records: Records, film: Film, ids: readonly string[], scene: string, index: number): Change[] {
  const moved = film.shots.filter((one) => ids.includes(one.shot.id));
  const ranks = ranksAt(siblings(records, scene, new Set(ids)), index, moved.length);
  const coming = moved.filter((one) => one.shot.scene !== scene);
  const letters = freeLetters(records, scene, coming.length);
  return moved.map(({ shot }, position) => {
    const rank = ranks[position] ?? shot.rank;
    if (shot.scene === scene) return { kind: "shot", id: shot.id, set: { rank } };
    return { kind: "shot", id: shot.id, set: { rank, scene, letter: letters[coming.findIndex((one) => one.shot.id === shot.id)] ?? "" } };
  });
}

/** The scene moved to `index` among the others. */
export function moveScene(records: Records, id: string, index: number): Change[] {
  const [rank = "a0"] = ranksAt(inOrder(living(records, "scene").filter((one) => one.id !== id)), index);
  return [{ kind: "scene", id, set: { rank } }];
}

/** Copies right after the last of the shots, with the same cast; a copy has no take yet. */
export function duplicateShots(records: Records, film: Film, ids: readonly string[], draw: () => string): Change[] {
  const chosen = film.shots.filter((one) => ids.includes(one.shot.id));
  const last = chosen.at(-1);
  if (!last) return [];
  const scene = last.shot.scene;
  const here = siblings(records, scene);
  const ranks = ranksAt(here, here.findIndex((one) => one.id === last.shot.id) + 1, chosen.length);
  const letters = freeLetters(records, scene, chosen.length);
  return chosen.flatMap((one, position) =>
    copyOf(records, one, draw(), { scene, rank: ranks[position] ?? "a0", letter: letters[position] ?? "", locked: false }, draw),
  );
}

/** A shot like another from its frame `from` on, with the same cast, layers and effects, and with `set` on top; it has no take yet. */
export function copyOf(records: Records, { shot, cast }: ShotInFilm, id: string, set: Fields, draw: () => string, from = 0): Change[] {
  const copied: Record<string, Value> = {};
  for (const [name, value] of Object.entries((records["shot"]?.[shot.id] ?? {}) as Fields)) {
    if (name !== "take" && name !== "voices" && name !== "drafted") copied[name] = value; // a copy is a person's: written anew, it stays
  }
  const castings = cast.map((one, place): Change => castOne(id, one.id, draw(), `a${place}`));
  const own = (kind: "layer" | "effect") => Object.entries(records[kind] ?? {}).filter(([, one]) => one["shot"] === shot.id && one["archived"] !== true);
  const layers = new Map(own("layer").map(([layer]) => [layer, draw()]));
  const attached = own("layer").map(([layer, fields]): Change => ({
    kind: "layer", id: layers.get(layer) ?? "", set: { ...carriedLayer(fields, layers, from), shot: id },
  }));
  for (const [, fields] of own("effect")) {
    const of = fields["layer"];
    if (typeof of === "string" && !layers.has(of)) continue; // its layer was put away
    attached.push({ kind: "effect", id: draw(), set: { ...carriedEffect(fields, layers, from), shot: id } });
  }
  if (copied["direction"]) copied["direction"] = carriedDirection(copied["direction"], layers, from);
  return [{ kind: "shot", id, set: { ...copied, ...set } }, ...castings, ...attached];
}

/** Put away; undo brings it back with everything in it. */
export function archive(kind: "shot" | "scene" | "take" | "character" | "location" | "style" | "adapter", ids: readonly string[]): Change[] {
  return ids.map((id) => ({ kind, id, set: { archived: true } }));
}

function castOne(shot: string, character: string, id: string, rank: string): Change {
  return { kind: "casting", id, set: { shot, character, rank, archived: false } };
}

/** A character enters the shot, or leaves it. */
export function castIn(records: Records, shot: string, character: string, present: boolean, id: string): Change[] {
  const all = Object.entries(records["casting"] ?? {}).filter(([, one]) => one["shot"] === shot);
  const own = all.filter(([, one]) => one["character"] === character);
  if (!present) return own.filter(([, one]) => one["archived"] !== true).map(([old]) => ({ kind: "casting", id: old, set: { archived: true } }));
  const ranked = inOrder(all.filter(([, one]) => one["archived"] !== true).map(([old, one]) => ({ id: old, rank: rankOf(one) })));
  const [rank = "a0"] = ranksAt(ranked, ranked.length);
  const before = own[0];
  return [before ? { kind: "casting", id: before[0], set: { archived: false, rank } } : castOne(shot, character, id, rank)];
}
