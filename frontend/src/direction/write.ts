// Directing one shot or many as one edit: what is changed is changed in each, the rest of each stays.
import type { ShotInFilm } from "../document/select";
import { change } from "../film/verbs";
import { type Direction, directionOf, written } from "./direction";

/** Change a part of the direction of these shots; `part` may look at each. */
export function direct(label: string, shots: readonly ShotInFilm[], part: Partial<Direction> | ((now: Direction, one: ShotInFilm) => Partial<Direction>)): void {
  change(label, shots.map((one) => {
    const now = directionOf(one.shot.direction);
    return { kind: "shot", id: one.shot.id, set: { direction: written({ ...now, ...(typeof part === "function" ? part(now, one) : part) }) } };
  }));
}
