// What the server works out from the records and the machine: panels, freshness, reel, cuts, builds. Asked again when told.
import { QueryClient, useQuery } from "@tanstack/react-query";
import type { components } from "./schema";
import { client, got } from "./client";
import { steadied } from "./links";

type Schemas = components["schemas"];
export type Project = Schemas["FilmOut"];
export type Build = Schemas["BuildOut"];
export type Staleness = Schemas["StalenessOut"];
export type Reel = Schemas["ReelOut"];
export type Shown = Schemas["ReelPictureOut"];
export type Voice = Schemas["VoiceOut"];
export type Cut = Schemas["CutOut"];
export type Preset = Schemas["PresetOut"];
export type Made = Schemas["MadeOut"];
export type Me = Schemas["Me"];

/** A still of a shot, a character or a place. */
export type Still = Schemas["PictureOut"];

export const queries = new QueryClient({
  defaultOptions: { queries: { retry: 2, staleTime: 30_000, refetchOnWindowFocus: false } },
});

export const useMe = () => useQuery({ queryKey: ["me"], queryFn: () => got(client.GET("/api/session")), retry: false });

export const useProjects = () => useQuery({ queryKey: ["projects"], queryFn: () => got(client.GET("/api/projects")), staleTime: 0 });

/** The still of every shot, by shot. */
export const usePanels = (id: string, enabled = true) =>
  useQuery({
    queryKey: ["panels", id],
    enabled,
    structuralSharing: (before, after) => (same(before, after) ? before : after),
    queryFn: async (): Promise<ReadonlyMap<string, Still>> =>
      byId(await got(client.GET("/api/projects/{id}/panels", { params: { path: { id } } }))),
  });

/** Ask for all stills that are missing. */
export async function drawPanels(id: string): Promise<void> {
  const drawn = await got(client.POST("/api/projects/{id}/panels", { params: { path: { id } } }));
  queries.setQueryData(["panels", id], byId(drawn));
}

function same(one: unknown, other: unknown): boolean {
  if (!(one instanceof Map) || !(other instanceof Map) || one.size !== other.size) return false;
  return [...other].every(([id, still]: [string, Still]) => {
    const known = one.get(id) as Still | undefined;
    return known?.key === still.key && known.url === still.url && known.status === still.status;
  });
}

const byId = (stills: readonly Still[]): ReadonlyMap<string, Still> => new Map(steadied(stills).map((one) => [one.id, one]));

/** How fresh every shot is, by shot. */
export const useFreshness = (id: string) =>
  useQuery({
    queryKey: ["freshness", id],
    queryFn: () => got(client.GET("/api/projects/{id}/staleness", { params: { path: { id } } })),
  });

export const useBuilds = (project: string) =>
  useQuery({
    queryKey: ["builds", project],
    queryFn: () => got(client.GET("/api/builds", { params: { query: { project, limit: 600 } } })),
  });

/** The timeline that follows the board, brought up to date. */
export const useTimeline = (id: string, enabled = true) =>
  useQuery({
    queryKey: ["timeline", id],
    enabled,
    queryFn: () => got(client.POST("/api/projects/{project_id}/timelines", { params: { path: { project_id: id } } })),
  });

export const useReel = (timeline: string | undefined) =>
  useQuery({
    queryKey: ["reel", timeline],
    enabled: timeline !== undefined,
    queryFn: async () =>
      steadied(await got(client.GET("/api/timelines/{timeline_id}/reel", { params: { path: { timeline_id: timeline ?? "" } } }))),
  });

/** Make the proxies that a reel lacks. */
export const requestReel = (timeline: string) =>
  got(client.POST("/api/timelines/{timeline_id}/reel", { params: { path: { timeline_id: timeline } } }));

export const useCuts = (timeline: string | undefined) =>
  useQuery({
    queryKey: ["cuts", timeline],
    enabled: timeline !== undefined,
    queryFn: () => got(client.GET("/api/timelines/{timeline_id}/cuts", { params: { path: { timeline_id: timeline ?? "" } } })),
  });

export const usePresets = () =>
  useQuery({ queryKey: ["presets"], queryFn: () => got(client.GET("/api/presets")), staleTime: Infinity });

export const useLineage = (key: string | null) =>
  useQuery({
    queryKey: ["lineage", key],
    enabled: key !== null,
    queryFn: () => got(client.GET("/api/nodes/{key}/lineage", { params: { path: { key: key ?? "" } } })),
  });
