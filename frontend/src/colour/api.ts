// What colour asks the server for: a scene's light brought together, a grade as a table.
import { client, got } from "../api/client";
import type { components } from "../api/schema";
import type { Change } from "../document/changes";
import { remember } from "../document/store";

export type Balanced = components["schemas"]["BalancedOut"];

/** Bring the shots of a scene to the light of its most typical one: one step of undo. */
export async function balanceScene(project: string, scene: string, label: string): Promise<Balanced> {
  const done = await got(client.POST("/api/projects/{id}/balance", { params: { path: { id: project } }, body: { scene, shots: [], goal: "typical" } }));
  if (done.edit) remember({ label, changes: done.edit.changes as unknown as Change[], inverse: done.edit.inverse as unknown as Change[] });
  return done;
}

/** Where a shot's colour effects, or one of them, are kept as a `.cube`. */
export function tableAddress(shot: string, { effect, frame }: { readonly effect?: string; readonly frame?: number } = {}): string {
  const asked = new URLSearchParams({ size: "65", frame: String(Math.max(0, Math.round(frame ?? 0))), ...(effect ? { effect } : {}) });
  return `/api/shots/${shot}/lut?${asked.toString()}`;
}
