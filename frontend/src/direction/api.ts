// What the studio is asked about directing: what a model gets of a shot, and the guide that its animatic is.
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { components } from "../api/schema";
import type { GuideKind } from "./direction";

type Schemas = components["schemas"];
export type Brief = Schemas["BriefOut"];

/** Exactly what the shot's model will get, and what of the direction it cannot take. */
export const briefOf = (shot: string): Promise<Brief> => got(client.GET("/api/shots/{id}/brief", { params: { path: { id: shot } } }));

/** The shot's words in English, by the language model. */
export const translationOf = (shot: string): Promise<Schemas["TranslatedOut"]> =>
  got(client.POST("/api/shots/{id}/translate", { params: { path: { id: shot } } }));

/** The animatic as a guide, at one frame; asked again until it has a link. */
export const guideOf = async (shot: string, kind: GuideKind, frame: number): Promise<Schemas["MadeOut"]> =>
  steadied(await got(client.POST("/api/shots/{id}/guide", { params: { path: { id: shot } }, body: { kind, frame } })));
