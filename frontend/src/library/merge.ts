// Two that turn out to be one: everything that points to the one points to the other, in a single edit. Pure.
import type { Change, Fields, Records, Value } from "../document/changes";
import type { LibraryKind } from "./entries";

export const MOST_PICTURES = 12;
const MOST_ALIASES = 40;
const LONGEST_CONSENT = 500;
// What the one that stays takes from the other where it has nothing itself.
const FILLED: Readonly<Record<LibraryKind, readonly string[]>> = {
  character: ["description", "gender", "age", "language"],
  location: ["description", "interior"],
  style: ["description", "negative"],
};

const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
const blank = (value: Value | undefined): boolean =>
  value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/**
 * The changes after which `gone` is put away and `kept` stands wherever it stood; empty when they are the same or one is missing.
 * What a person decided on `kept` stays; what it lacks comes from `gone`. A real person's consent is never lost.
 */
export function merge(records: Records, kind: LibraryKind, kept: string, gone: string): Change[] {
  const into = records[kind]?.[kept];
  const from = records[kind]?.[gone];
  if (kept === gone || !into || !from) return [];
  const set = joined(kind, into, from);
  return [
    ...(Object.keys(set).length > 0 ? [{ kind, id: kept, set }] : []),
    ...pointed(records, kind, kept, gone),
    { kind, id: gone, set: { archived: true } },
  ];
}

function joined(kind: LibraryKind, into: Fields, from: Fields): Record<string, Value> {
  const set: Record<string, Value> = {};
  for (const name of FILLED[kind]) {
    if (blank(into[name]) && !blank(from[name])) set[name] = from[name] as Value;
  }
  const pictures = [...new Set([...list(into["pictures"]), ...list(from["pictures"])])].slice(0, MOST_PICTURES);
  if (pictures.length > list(into["pictures"]).length) set["pictures"] = pictures;
  if (kind === "style" && from["everywhere"] === true && into["everywhere"] !== true) set["everywhere"] = true;
  const hand = kind === "character" ? "look" : "overrides";
  if (kind !== "style" && blank(into[hand]) && !blank(from[hand])) set[hand] = from[hand] as Value;
  if (kind === "character") Object.assign(set, person(into, from));
  return set;
}

function person(into: Fields, from: Fields): Record<string, Value> {
  const set: Record<string, Value> = {};
  const aliases = [...list(into["aliases"])];
  for (const alias of [from["name"] ?? "", ...list(from["aliases"])]) {
    if (!blank(alias) && alias !== into["name"] && !aliases.includes(alias) && aliases.length < MOST_ALIASES) aliases.push(alias);
  }
  if (aliases.length > list(into["aliases"]).length) set["aliases"] = aliases;
  if (blank(into["voice"]) && !blank(from["voice"])) {
    set["voice"] = from["voice"] as Value;
    set["pace"] = from["pace"] ?? 1;
  }
  if (from["real_person"] === true) {
    if (into["real_person"] !== true) set["real_person"] = true;
    const both = [...new Set([into["consent"], from["consent"]].filter((one) => !blank(one)))].join("\n");
    if (both.length <= LONGEST_CONSENT && both !== (into["consent"] ?? "")) set["consent"] = both;
  }
  return set;
}

function pointed(records: Records, kind: LibraryKind, kept: string, gone: string): Change[] {
  // What was trained on the one that goes is of the one that stays.
  const trained = Object.entries(records["adapter"] ?? {}).filter(([, one]) => one[kind] === gone).map(([id]): Change => ({ kind: "adapter", id, set: { [kind]: kept } }));
  if (kind !== "character") {
    const scenes = Object.entries(records["scene"] ?? {}).filter(([, scene]) => scene[kind] === gone);
    return [...scenes.map(([id]): Change => ({ kind: "scene", id, set: { [kind]: kept } })), ...trained];
  }
  const castings = Object.entries(records["casting"] ?? {});
  const present = new Set(castings.flatMap(([, one]) => (one["character"] === kept && one["archived"] !== true ? [one["shot"]] : [])));
  const moved = castings
    .filter(([, one]) => one["character"] === gone && one["archived"] !== true)
    .map(([id, one]): Change => ({ kind: "casting", id, set: present.has(one["shot"]) ? { archived: true } : { character: kept } }));
  const lines = Object.entries(records["shot"] ?? {}).flatMap(([id, shot]): Change[] => {
    const dialogue = list(shot["dialogue"]) as Record<string, Value>[];
    if (!dialogue.some((line) => line["character"] === gone)) return [];
    return [{ kind: "shot", id, set: { dialogue: dialogue.map((line) => (line["character"] === gone ? { ...line, character: kept } : line)) } }];
  });
  return [...moved, ...lines, ...trained];
}
