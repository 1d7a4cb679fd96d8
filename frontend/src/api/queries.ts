// What the server works out from the records and the machine: panels, freshness, reel, cuts, builds. Asked again when told.
import { QueryClient, useQuery } from "@tanstack/react-query";
import type { components } from "./schema";
import { client, got } from "./client";
import { steadied } from "./links";
import { useDocument } from "../document/store";
import { type Affected, joined } from "../film/affected";
import { turns } from "../film/turns";

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

/** Ask for the stills that are missing, of some scenes or of the whole film. */
export async function drawPanels(id: string, of: Affected = "film"): Promise<void> {
  if (of !== "film" && of.scenes.size === 0) return;
  panelsTold(id, of, await got(client.POST("/api/projects/{id}/panels", { params: { path: { id }, query: asked(of) } })));
}

/** The stills of some scenes anew; those of the whole film only where they are looked at. */
export async function freshPanels(id: string, of: Affected): Promise<void> {
  if (of === "film" || !queries.getQueryData(["panels", id])) return queries.invalidateQueries({ queryKey: ["panels", id] });
  if (of.scenes.size === 0) return;
  panelsTold(id, of, await got(client.GET("/api/projects/{id}/panels", { params: { path: { id }, query: asked(of) } })));
}

/** How fresh the shots of some scenes are, anew; what was asked for later holds, whichever answer comes first. */
export async function freshStates(id: string, of: Affected): Promise<void> {
  const whole = (): Promise<void> => queries.invalidateQueries({ queryKey: ["freshness", id] });
  if (of === "film" || !queries.getQueryData(["freshness", id])) return whole();
  if (of.scenes.size === 0) return;
  const mine = statesAsked.begin(of.scenes);
  try {
    const found = await got(client.GET("/api/projects/{id}/staleness", { params: { path: { id }, query: asked(of) } }));
    // An answer about the whole film that is still on its way would bring back what was.
    if (queries.isFetching({ queryKey: ["freshness", id] }) > 0) return await whole();
    const shots = shotsOf(statesAsked.still(of.scenes, mine));
    const told = new Map(Object.entries(found).filter(([shot]) => shots.has(shot)));
    queries.setQueryData<Readonly<Record<string, Staleness>>>(["freshness", id], (known) =>
      known && Object.fromEntries(joined(new Map(Object.entries(known)), told, shots)));
  } catch (problem) {
    void whole(); // asked only once it would stay as it was for ever
    throw problem;
  }
}

const statesAsked = turns();

function panelsTold(id: string, of: Affected, stills: readonly Still[]): void {
  queries.setQueryData<ReadonlyMap<string, Still>>(["panels", id], (known) => {
    const told = byId(stills);
    const next = known && of !== "film" ? joined(known, told, shotsOf(of.scenes)) : told;
    return same(known, next) ? known : next;
  });
}

const asked = (of: Affected): { scenes?: string[] } => (of === "film" ? {} : { scenes: [...of.scenes] });

function shotsOf(scenes: ReadonlySet<string>): ReadonlySet<string> {
  const shots = Object.entries(useDocument.getState().records["shot"] ?? {});
  return new Set(shots.filter(([, shot]) => scenes.has(String(shot["scene"]))).map(([id]) => id));
}

function same(one: unknown, other: unknown): boolean {
  if (!(one instanceof Map) || !(other instanceof Map) || one.size !== other.size) return false;
  return [...other].every(([id, still]: [string, Still]) => {
    const known = one.get(id) as Still | undefined;
    return known?.key === still.key && known.url === still.url && known.status === still.status;
  });
}

const byId = (stills: readonly Still[]): ReadonlyMap<string, Still> => new Map(steadied(stills).map((one) => [one.id, one]));

/** Whether the film's document is there: it comes before anything that is worked out from it. */
const useOpened = (id: string): boolean => useDocument((state) => state.project?.id === id);

/** How fresh every shot is, by shot. */
export const useFreshness = (id: string) =>
  useQuery({
    queryKey: ["freshness", id],
    enabled: useOpened(id),
    queryFn: () => got(client.GET("/api/projects/{id}/staleness", { params: { path: { id } } })),
  });

export const useBuilds = (project: string) =>
  useQuery({
    queryKey: ["builds", project],
    enabled: useOpened(project),
    queryFn: () => got(client.GET("/api/builds", { params: { query: { project, limit: 600 } } })),
  });

/** The film's timeline, laid where there is none: as long as it follows the board, what it plays is the board as it is. */
export const useTimeline = (id: string, enabled = true) =>
  useQuery({
    queryKey: ["timeline", id],
    enabled,
    staleTime: Infinity, // told by the document when it changes
    queryFn: async () => {
      const params = { params: { path: { project_id: id } } };
      const there = await got(client.GET("/api/projects/{project_id}/timelines", params));
      return there[0] ?? got(client.POST("/api/projects/{project_id}/timelines", params));
    },
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
