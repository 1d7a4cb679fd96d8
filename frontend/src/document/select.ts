// What is read from a document: scenes in order, their shots, who is in them, where each begins. Remembered per document.
import type { Records } from "./changes";
import { type Character, living, type Location, type Scene, type Shot, type Style, type Take } from "./kinds";
import { inOrder } from "./order";

export interface ShotInFilm {
  readonly shot: Shot;
  readonly scene: Scene;
  /** 12A */
  readonly slate: string;
  /** The frame of the film at which it begins. */
  readonly start: number;
  readonly cast: readonly Character[];
  /** Oldest first. */
  readonly takes: readonly Take[];
  readonly take: Take | null;
}

export interface SceneInFilm {
  readonly scene: Scene;
  readonly shots: readonly ShotInFilm[];
  readonly frames: number;
}

export interface Film {
  readonly scenes: readonly SceneInFilm[];
  readonly shots: readonly ShotInFilm[];
  readonly byId: ReadonlyMap<string, ShotInFilm>;
  readonly characters: readonly Character[];
  readonly locations: readonly Location[];
  readonly styles: readonly Style[];
  readonly frames: number;
}

const known = new WeakMap<Records, Film>();

let last: Film | null = null;

/** The film that the records tell; the same object for the same records, and in it the same objects for what is as it was. */
export function filmOf(records: Records): Film {
  let film = known.get(records);
  if (!film) known.set(records, (film = read(records, last)));
  last = film;
  return film;
}

function read(records: Records, before: Film | null): Film {
  const characters = inOrder(living(records, "character"));
  const people = new Map(characters.map((one) => [one.id, one]));
  const cast = grouped(inOrder(living(records, "casting")), (one) => one.shot);
  const takes = grouped(living(records, "take").sort((one, other) => one.number - other.number), (one) => one.shot);
  const shotsOf = grouped(inOrder(living(records, "shot")), (one) => one.scene);
  const scenes: SceneInFilm[] = [];
  const shots: ShotInFilm[] = [];
  let start = 0;
  for (const scene of inOrder(living(records, "scene"))) {
    const first = start;
    const own: ShotInFilm[] = [];
    for (const shot of shotsOf.get(scene.id) ?? []) {
      const here = (cast.get(shot.id) ?? []).flatMap((one) => people.get(one.character) ?? []);
      const drawn = takes.get(shot.id) ?? [];
      const take = drawn.find((one) => one.id === shot.take) ?? null;
      const one = { shot, scene, slate: `${scene.number}${shot.letter}`, start, cast: here, takes: drawn, take };
      own.push(kept(before?.byId.get(shot.id), one));
      start += shot.frames;
    }
    scenes.push({ scene, shots: own, frames: start - first });
    shots.push(...own);
  }
  const byId = new Map(shots.map((one) => [one.shot.id, one]));
  const locations = inOrder(living(records, "location"));
  return { scenes, shots, byId, characters, locations, styles: inOrder(living(records, "style")), frames: start };
}

/** What was there before, when this is the same: a card is drawn again only when something of it changed. */
function kept(was: ShotInFilm | undefined, is: ShotInFilm): ShotInFilm {
  const same = was && was.shot === is.shot && was.scene === is.scene && was.start === is.start && was.take === is.take
    && alike(was.cast, is.cast) && alike(was.takes, is.takes);
  return same ? was : is;
}

const alike = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at]);

function grouped<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group) group.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}

/** The shot on screen at a frame of the film; the last one after the end; null in an empty film. */
export function shotAt(film: Film, frame: number): ShotInFilm | null {
  let low = 0;
  let high = film.shots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((film.shots[middle] as ShotInFilm).start <= frame) low = middle;
    else high = middle - 1;
  }
  return film.shots[low] ?? null;
}
