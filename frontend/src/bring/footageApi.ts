// What the studio says of a film that somebody brought in: its cuts, pictures, words and faces, as far as they are found.
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type Footage = Schemas["FootageOut"];
export type FoundCut = Schemas["FoundCutOut"];
export type HeardLine = Schemas["HeardLineOut"];
export type SeenPerson = Schemas["SeenPersonOut"];
export type Wanted = Omit<Schemas["ShotsIn"], "id">;

/** Begin to look at it; what is known so far. */
export const askFootage = async (film: string, digest: string): Promise<Footage> =>
  steadied(await got(client.POST("/api/projects/{id}/footage", { params: { path: { id: film } }, body: { artifact: digest } })));

/** What is known by now. */
export const footageNow = async (film: string, digest: string): Promise<Footage> =>
  steadied(await got(client.GET("/api/projects/{id}/footage/{digest}", { params: { path: { id: film, digest } } })));

/** Make the shots. */
export const shotsFrom = (film: string, digest: string, wanted: Wanted): Promise<Schemas["RevisionOut"]> =>
  got(client.POST("/api/projects/{id}/footage/{digest}/shots", {
    params: { path: { id: film, digest } }, body: { id: crypto.randomUUID(), ...wanted },
  }));
