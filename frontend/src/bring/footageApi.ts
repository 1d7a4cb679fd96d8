// What the studio says of a film that somebody brought in: its cuts, pictures, words and faces, as far as they are found.
import { ApiProblem, csrfToken } from "../api/client";
import { steadied } from "../api/links";
import type { Made } from "../api/queries";
import type { Artifact } from "./uploads";

export interface FoundCut {
  /** The first frame after the cut, at the film's rate. */
  readonly frame: number;
  /** 0 to 1. */
  readonly certainty: number;
  readonly kind: "hard" | "gradual";
  readonly by: "transnet" | "content" | "both";
}

export interface HeardLine {
  readonly start: number;
  readonly frames: number;
  readonly words: string;
  readonly language: string;
}

export interface SeenPerson {
  readonly id: string;
  readonly picture: string;
  /** Which stretches, counted from 0. */
  readonly shots: readonly number[];
  readonly certainty: number;
}

export interface Footage {
  readonly artifact: Artifact;
  /** How long it is, at the film's rate. */
  readonly frames: number;
  /** Its own. */
  readonly rate: string;
  readonly width: number;
  readonly height: number;
  readonly sound: boolean;
  readonly notes: readonly string[];
  readonly cuts: { readonly made: Made; readonly found: readonly FoundCut[]; readonly curve: readonly number[]; readonly step: number };
  readonly strip: Made;
  readonly columns: number;
  readonly tiles: number;
  readonly proxy: Made;
  readonly words: { readonly made: Made | null; readonly lines: readonly HeardLine[] };
  readonly faces: { readonly made: Made | null; readonly people: readonly SeenPerson[] };
}

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method, credentials: "same-origin", body: body ? JSON.stringify(body) : null,
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    });
  } catch {
    throw new ApiProblem({}, 0);
  }
  const said: unknown = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ApiProblem(said as object, answer.status);
  return said as T;
}

const at = (film: string): string => `/api/projects/${film}/footage`;

/** Begin to look at it; what is known so far. */
export const askFootage = async (film: string, digest: string): Promise<Footage> =>
  steadied(await ask<Footage>("POST", at(film), { artifact: digest }));

/** What is known by now. */
export const footageNow = async (film: string, digest: string): Promise<Footage> =>
  steadied(await ask<Footage>("GET", `${at(film)}/${digest}`));

export interface Wanted {
  readonly cuts: readonly number[];
  /** The scene that they come into; null: one of their own at the end. */
  readonly scene: string | null;
  /** The shot of the scene after which they come; null: at its end. */
  readonly after: string | null;
  readonly words: boolean;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly fit: "fill" | "fit";
}

interface Revision {
  readonly revision: number;
  readonly id: string;
  readonly changes: readonly object[];
  readonly inverse: readonly object[];
}

/** Make the shots. */
export const shotsFrom = (film: string, digest: string, wanted: Wanted): Promise<Revision> =>
  ask<Revision>("POST", `${at(film)}/${digest}/shots`, { id: crypto.randomUUID(), ...wanted });
