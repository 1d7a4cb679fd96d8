// What the studio is asked about one frame of a shot: to look at it, for a mask, for what words name.
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { components } from "../api/schema";
import type { Prompts } from "./maskKeys";

type Schemas = components["schemas"];
export type Look = Schemas["LookOut"];
export type Found = Awaited<ReturnType<typeof find>>;
export type Made = Schemas["MadeOut"];

const CHECKPOINT = "sam2-tiny@1"; // the default of layers.embed

/** Where the decoder of the network that looks at frames is fetched from. */
export const decoderUrl = (checkpoint = CHECKPOINT): string => `/api/checkpoints/${encodeURIComponent(checkpoint)}/files/decoder.onnx`;

const shot = (id: string) => ({ params: { path: { id } } });

/** Look at a frame of the shot's take: the frame whole, and what the network sees in it. */
export const look = async (id: string, frame: number): Promise<Look> =>
  steadied(await got(client.POST("/api/shots/{id}/look", { ...shot(id), body: { frame } })));

/** The server's own mask of the same prompts, where a browser cannot make it. */
export const maskOnServer = async (id: string, frame: number, said: Prompts): Promise<Made> =>
  steadied(await got(client.POST("/api/shots/{id}/mask", { ...shot(id), body: { frame, ...bodyOf(said) } })));

/** What these words name in a frame, best first. */
export const find = (id: string, frame: number, words: string) =>
  got(client.POST("/api/shots/{id}/find", { ...shot(id), body: { frame, words } }));

/** Prompts as values that can be sent. */
export const bodyOf = ({ points, box, strokes }: Prompts) => ({
  points: points.map(([x, y, belongs]): [number, number, boolean] => [x, y, belongs]),
  box: box ? ([...box] as [number, number, number, number]) : null,
  strokes: strokes.map((one) => ({ width: one.width, belongs: one.belongs, path: one.path.map(([x, y]): [number, number] => [x, y]) })),
});
