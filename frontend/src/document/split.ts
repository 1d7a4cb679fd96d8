// One shot becomes two, neighbours become one: frames and lines are neither lost nor made. Pure.
import type { Change, Fields, Records, Value } from "./changes";
import { defaults, type Line, living, type Shot } from "./kinds";
import { mergedLayers } from "./merged";
import { ranksAt } from "./order";
import { copyOf, freeLetters, siblings } from "./verbs";
import type { Film, ShotInFilm } from "./select";

export const LONGEST = 100_000; // frames of a shot

/** How many of the lines are spoken before frame `at`: each belongs to the half in which its middle falls, in order. */
export function linesBefore(lines: readonly Line[], frames: number, at: number, starts: readonly (number | null)[] = []): number {
  const weight = (line: Line): number => line.words.length + 4; // a breath, and as long as the words are
  const whole = lines.reduce((sum, line) => sum + weight(line), 0);
  let told = 0;
  let before = 0;
  lines.forEach((line, place) => {
    const length = (weight(line) / whole) * frames;
    const middle = (starts[place] ?? (told / whole) * frames) + length / 2;
    told += weight(line);
    if (middle < at && before === place) before = place + 1;
  });
  return before;
}

/**
 * The shot is cut before its frame `at`. The first half keeps the slate and the takes; the second says the same words, has the same
 * cast and effects, and goes on where the first ends, in the person's own footage too. Nothing when there is nothing to cut.
 */
export function splitShot(
  records: Records, one: ShotInFilm, at: number, draw: () => string, starts: readonly (number | null)[] = [],
): Change[] {
  const { shot } = one;
  if (!Number.isInteger(at) || at < 1 || at >= shot.frames) return [];
  const here = siblings(records, shot.scene);
  const [rank = "a0"] = ranksAt(here, here.findIndex((each) => each.id === shot.id) + 1);
  const [letter = ""] = freeLetters(records, shot.scene);
  const spoken = linesBefore(shot.dialogue, shot.frames, at, starts);
  const lines = shot.dialogue as unknown as Value[];
  const second: Record<string, Value> = {
    rank, letter, frames: shot.frames - at, dialogue: lines.slice(spoken), titles: [], first: "", locked: false,
  };
  if (shot.footage) second["footage"] = { ...shot.footage, start: shot.footage.start + at };
  const first: Record<string, Value> = { frames: at, dialogue: lines.slice(0, spoken), last: "" };
  return [{ kind: "shot", id: shot.id, set: first }, ...copyOf(records, one, draw(), second, draw, at)];
}

/** Why shots cannot become one; null when they can. */
export type Unmergeable = "alone" | "apart" | "footage" | "long";

/** Whether the chosen shots can become one: neighbours of a scene, and of one source where they are a person's own footage. */
export function whyNotMerged(film: Film, ids: readonly string[]): Unmergeable | null {
  const chosen = inFilm(film, ids);
  const [first] = chosen;
  if (!first || chosen.length < 2) return "alone";
  const own = film.scenes.find((one) => one.scene.id === first.shot.scene)?.shots ?? [];
  const from = own.indexOf(first);
  if (chosen.some((one, place) => own[from + place] !== one)) return "apart";
  if (chosen.reduce((sum, one) => sum + one.shot.frames, 0) > LONGEST) return "long";
  for (let place = 1; place < chosen.length; place++) {
    if (!goesOn((chosen[place - 1] as ShotInFilm).shot, (chosen[place] as ShotInFilm).shot)) return "footage";
  }
  return null;
}

function goesOn(one: Shot, next: Shot): boolean {
  if (!one.footage && !next.footage) return true;
  return one.footage !== null && next.footage !== null && one.footage.artifact === next.footage.artifact
    && one.footage.fit === next.footage.fit && (one.footage.motion ?? "shown") === (next.footage.motion ?? "shown") && one.footage.start + one.frames === next.footage.start;
}

const inFilm = (film: Film, ids: readonly string[]): ShotInFilm[] => film.shots.filter((one) => ids.includes(one.shot.id));

/** The first of the shots becomes all of them: words joined, lengths summed, everybody in it; the others are put away. */
export function mergeShots(records: Records, film: Film, ids: readonly string[], draw: () => string): Change[] {
  if (whyNotMerged(film, ids) !== null) return [];
  const chosen = inFilm(film, ids);
  const [first, ...rest] = chosen as [ShotInFilm, ...ShotInFilm[]];
  const all = chosen.map((one) => one.shot);
  const last = all.at(-1) as Shot;
  const set: Record<string, Value> = {
    frames: all.reduce((sum, shot) => sum + shot.frames, 0),
    action: joined(all.map((shot) => shot.action)),
    dialogue: all.flatMap((shot) => shot.dialogue) as unknown as Value[],
    props: [...new Set(all.flatMap((shot) => shot.props))],
    titles: all.flatMap((shot) => shot.titles),
    frames_locked: all.some((shot) => shot.frames_locked),
    last: last.last,
  };
  const here = new Set(first.cast.map((one) => one.id));
  const castings = living(records, "casting").filter((one) => one.shot === first.shot.id);
  const coming = [...new Set(rest.flatMap((one) => one.cast.map((each) => each.id)))].filter((one) => !here.has(one));
  const ranks = coming.length > 0 ? ranksAt(castings.sort((a, b) => (a.rank < b.rank ? -1 : 1)), castings.length, coming.length) : [];
  return [
    { kind: "shot", id: first.shot.id, set },
    ...mergedLayers(records, chosen.map((one) => one.shot), draw),
    ...coming.map((character, place): Change => ({ kind: "casting", id: draw(), set: { shot: first.shot.id, character, rank: ranks[place] ?? "a0", archived: false } })),
    ...rest.map((one): Change => ({ kind: "shot", id: one.shot.id, set: { archived: true } })),
  ];
}

/** Words one after the other; the same words are said once; Chinese needs no space between. */
export function joined(words: readonly string[]): string {
  return words.map((one) => one.trim()).filter((one, place, all) => one !== "" && all.indexOf(one) === place)
    .reduce((text, one) => (text === "" ? one : `${text}${/[\u3000-\u9fff\uff00-\uffef]$/.test(text) ? "" : " "}${one}`), "");
}

/** A new scene after that of the first chosen shot, with its heading and place, and the chosen shots in it. */
export function groupShots(records: Records, film: Film, ids: readonly string[], id: string): Change[] {
  const chosen = inFilm(film, ids);
  const [first] = chosen;
  if (!first) return [];
  const index = film.scenes.findIndex((one) => one.scene.id === first.shot.scene);
  const [rank = "a0"] = ranksAt(film.scenes.map((one) => one.scene), index + 1);
  const used = new Set(Object.values(records["scene"] ?? {}).map((one) => String(one["number"] ?? "")));
  let number = film.scenes.length + 1;
  while (used.has(String(number))) number++;
  const copied: Record<string, Value> = {};
  for (const [name, value] of Object.entries((records["scene"]?.[first.shot.scene] ?? {}) as Fields)) {
    if (name in defaults.scene || name === "style" || name === "interior") copied[name] = value;
  }
  const ranks = ranksAt([], 0, chosen.length);
  return [
    { kind: "scene", id, set: { ...copied, synopsis: "", number: String(number), rank, archived: false } },
    ...chosen.map(({ shot }, place): Change => ({
      kind: "shot", id: shot.id, set: { scene: id, rank: ranks[place] ?? "a0", letter: freeLetters({}, id, chosen.length)[place] ?? "" },
    })),
  ];
}
