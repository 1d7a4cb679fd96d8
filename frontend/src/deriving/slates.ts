// A take's name as a clapperboard says it.
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";

/** 12A-3 */
export const slateOf = (one: ShotInFilm, take: Take): string => `${one.slate}-${take.number}`;
