// What builds and cuts ask of the server: their order, their end, what a cut would take, and the cut itself.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { type Cut, queries } from "../api/queries";
import type { components } from "../api/schema";

/** How a cut is wished for; what is null is as the preset and the project say. */
export type Wish = components["schemas"]["CutIn"];

const again = (...names: string[]): void => {
  for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
};

/** Make a build before another, or after all that is active; whether it was done. */
export async function place(id: string, before: string | null): Promise<boolean> {
  const done = await attempt(() => got(client.POST("/api/builds/{id}/place", { params: { path: { id } }, body: { before } })));
  again("builds");
  return done !== null;
}

/** Cancel everything that is being made or waits, in this project. */
export async function cancelAll(id: string): Promise<void> {
  await attempt(() => got(client.POST("/api/projects/{id}/builds/cancel", { params: { path: { id } } })));
  again("builds", "projects");
}

/** What a cut would take, and what it lacks. */
export const useReadiness = (timeline: string | undefined, wish: Wish) =>
  useQuery({
    queryKey: ["readiness", timeline, wish],
    enabled: timeline !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () => got(client.GET("/api/timelines/{timeline_id}/readiness", { params: { path: { timeline_id: timeline ?? "" }, query: wish } })),
  });

/** Export the timeline, or a part of it. */
export async function requestCut(timeline: string, wish: Wish): Promise<Cut | null> {
  const cut = await attempt(() =>
    got(client.POST("/api/timelines/{timeline_id}/cuts", { params: { path: { timeline_id: timeline } }, body: wish })),
  );
  again("cuts", "builds", "readiness");
  return cut;
}

/** Let a cut go from the list: its bytes may be forgotten; asked for again, it is made again. */
export async function letGo(id: string): Promise<void> {
  await attempt(() => got(client.POST("/api/cuts/{cut_id}/keep", { params: { path: { cut_id: id } }, body: { kept: false } })));
  again("cuts");
}
