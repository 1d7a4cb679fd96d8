// What the studio is asked about layers, and what it answers; links steadied, so that nothing is fetched twice.
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Made = Schemas["PartOut"];
export type Stack = Schemas["StackOut"];
export type StackLayer = Stack["layers"][number];
export type Deliverable = { readonly form: "prores4444" | "png"; readonly alpha: "straight" | "premultiplied" };
export type Wanted = { readonly layers: readonly string[]; readonly plate?: boolean; readonly finish?: boolean };
export type BackdropsIn = Schemas["BackdropsIn"];

/** How far each part of a shot's stack is made; the plate is to be without those of `lift` too. */
export const stackOf = async (shot: string, lift: readonly string[]): Promise<Stack> =>
  steadied(await got(client.GET("/api/shots/{id}/stack", { params: { path: { id: shot }, query: { lift: [...lift] } } })));

/** The same, and what is missing of these is asked for. */
export const askStack = async (shot: string, lift: readonly string[], { layers, plate = false, finish = false }: Wanted): Promise<Stack> => {
  const body = { layers: [...layers], lift: [...lift], plate, finish };
  return steadied(await got(client.POST("/api/shots/{id}/stack", { params: { path: { id: shot } }, body })));
};

/** A layer as a file; asked again until it has a link. */
export const deliver = async (layer: string, body: Deliverable): Promise<Schemas["DeliverOut"]> =>
  steadied(await got(client.POST("/api/layers/{id}/deliver", { params: { path: { id: layer } }, body })));

/** Another place behind these shots: one edit. */
export const setBackdrops = (project: string, body: BackdropsIn): Promise<Schemas["RevisionOut"]> =>
  got(client.POST("/api/projects/{id}/backdrops", { params: { path: { id: project } }, body }));
