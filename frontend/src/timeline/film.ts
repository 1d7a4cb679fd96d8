// The film as the timeline plays it: its shots where they are seen, for everything that asks what is on screen at a frame. Pure.
import type { Reel } from "../api/queries";
import type { Film, SceneInFilm, ShotInFilm } from "../document/select";

const known = new WeakMap<Film, { readonly reel: Reel; readonly film: Film }>();

/** A film whose shots begin where the reel shows them: one that is seen twice is in it twice, and one that is cut out is not. */
export function playedFilm(film: Film, reel: Reel | null): Film {
  if (!reel) return film;
  const was = known.get(film);
  if (was?.reel === reel) return was.film;
  const shots: ShotInFilm[] = [];
  for (const one of reel.pictures) {
    const shot = film.byId.get(one.shot);
    if (!shot) continue;
    const last = shots.at(-1);
    // A transition and what it goes over are one stretch of their shot.
    if (last?.shot.id === one.shot && last.start + last.shot.frames === one.start) shots[shots.length - 1] = { ...last, shot: { ...last.shot, frames: last.shot.frames + one.frames } };
    else shots.push({ ...shot, start: one.start, shot: { ...shot.shot, frames: one.frames } });
  }
  const scenes: SceneInFilm[] = [];
  for (const shot of shots) {
    const last = scenes.at(-1);
    if (last?.scene.id === shot.scene.id) scenes[scenes.length - 1] = { ...last, shots: [...last.shots, shot], frames: shot.start + shot.shot.frames - (last.shots[0]?.start ?? 0) };
    else scenes.push({ scene: shot.scene, shots: [shot], frames: shot.shot.frames });
  }
  const played: Film = { ...film, scenes, shots, frames: reel.frames };
  known.set(film, { reel, film: played });
  return played;
}
