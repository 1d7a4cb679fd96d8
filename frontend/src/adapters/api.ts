// What the studio is asked about adapters: to train one, how far that is, to stop it.
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { components } from "../api/schema";

export type TrainingState = components["schemas"]["TrainingOut"];

/** How far the training of an adapter is. */
export const trainingOf = async (adapter: string): Promise<TrainingState> =>
  steadied(await got(client.GET("/api/adapters/{id}/training", { params: { path: { id: adapter } } })));

/** Train it as its record says. */
export const train = async (adapter: string): Promise<TrainingState> =>
  steadied(await got(client.POST("/api/adapters/{id}/train", { params: { path: { id: adapter } } })));

/** Stop it; what it has learned so far stays, and it goes on from there when it is asked for again. */
export async function stopTraining(state: TrainingState | undefined): Promise<void> {
  if (state?.build) await got(client.POST("/api/builds/{id}/cancel", { params: { path: { id: state.build } } }));
}
