// Beginning a film: empty, or from a screenplay as a form carries it.
import { asForm } from "../api/form";
import { ApiProblem, client, got } from "../api/client";
import type { Shape } from "./shape";

const USUAL: Shape = { width: 1280, height: 720, rate: "24/1" };

/** Start an empty film of this id; asked again with the same id, it is the same film. Throws ApiProblem. */
export async function newFilm(id: string, title: string, language: string, shape: Shape = USUAL): Promise<string> {
  try {
    await got(client.POST("/api/projects", { body: { id, title: title.slice(0, 200), language, ...shape } }));
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== "ID_TAKEN") throw problem; // begun before, and the answer was lost
  }
  return id;
}

export interface Reading {
  readonly title?: string;
  /** en, zh, or "" to be told by the words. */
  readonly language?: string;
  /** rules, local or endpoint. */
  readonly breakdown?: string;
}

/** A screenplay as the request that carries it. */
export function formed(file: File, { title = "", language = "", breakdown = "rules" }: Reading = {}) {
  const body = { file: file as unknown as string, breakdown, language, title };
  return {
    body,
    bodySerializer: asForm,
  };
}
