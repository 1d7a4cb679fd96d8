// When records or the machine move on, what the server worked out from them is asked again: soon, and only what may have changed.
import { useEffect } from "react";
import { type Build, drawPanels, freshPanels, freshStates, queries, type Reel, type Staleness, type Still } from "../api/queries";
import { client, got } from "../api/client";
import type { Records } from "../document/changes";
import { useDocument } from "../document/store";
import { useLink } from "../document/sync";
import { useMachine } from "../nodes/store";
import type { NodeChanged } from "../nodes/store";
import { affected, around, both, nothing } from "./affected";
import { settled } from "./settled";

const SETTLED = 350; // ms without news before asking again
const PANELS_AFTER = 700; // ms after the last edit before missing stills are asked for
const REEL_AFTER = 900; // ms: the player shows what it has; this is about the whole film

const ask = (...names: string[]): void => {
  for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
};

/** Keeps panels, freshness, timeline, reel and builds of an open project up to date. */
export function useRefresh(project: string): void {
  useEffect(() => {
    let [edited, drawn] = [nothing, nothing];
    let keys = new Set<string>();
    const states = settled(() => {
      const of = edited;
      edited = nothing;
      return freshStates(project, of);
    }, SETTLED);
    const panels = settled(() => {
      const of = drawn;
      drawn = nothing;
      return drawPanels(project, of).catch(() => freshPanels(project, of)); // who may not edit looks at what there is
    }, PANELS_AFTER);
    const reel = settled(() => Promise.all([
      queries.invalidateQueries({ queryKey: ["reel"] }), queries.invalidateQueries({ queryKey: ["readiness"] }),
      queries.invalidateQueries({ queryKey: ["boardInTime"] }),
    ]), REEL_AFTER);
    const builds = settled(() => Promise.all([
      queries.invalidateQueries({ queryKey: ["builds"] }), queries.invalidateQueries({ queryKey: ["cuts"] }),
    ]), SETTLED);
    const machine = settled(async () => {
      const ended = keys;
      keys = new Set();
      const { records } = useDocument.getState();
      if (heardIn(ended)) reel.news();
      await Promise.all([
        freshPanels(project, around(records, seenIn(project, ended))), freshStates(project, around(records, takenIn(records, ended))),
      ]);
    }, SETTLED);

    const leaveDocument = useDocument.subscribe((state, before) => {
      if (state.project?.id !== project || state.committed === before.committed) return;
      if (before.project?.id !== project) return; // it was opened just now: everything is asked for anyway
      const of = affected(before.committed, state.committed);
      if (state.committed["timeline"] !== before.committed["timeline"]) ask("timeline");
      reel.news();
      ask("cuts");
      if (of !== "film" && of.scenes.size === 0) return;
      [edited, drawn] = [both(edited, of), both(drawn, of)];
      states.news();
      panels.news();
    });
    const leaveMachine = useMachine.subscribe((state, before) => {
      if (state.nodes !== before.nodes) {
        const more = endedSince(before.nodes, state.nodes);
        for (const key of more) keys.add(key);
        if (more.length > 0) machine.news();
      }
      if (state.builds !== before.builds && unlisted(project, state.builds)) builds.news();
    });
    const leaveLink = useLink.subscribe((state, before) => {
      if (!state.online || before.online) return; // back again: what the machine did meanwhile nobody told
      ask("freshness", "panels", "reel", "boardInTime", "builds", "cuts", "readiness");
    });
    const leavePanels = drawMissing(project);
    return () => {
      for (const leave of [leaveDocument, leaveMachine, leaveLink, leavePanels]) leave();
      for (const one of [states, panels, reel, builds, machine]) one.stop();
    };
  }, [project]);
}

/** Once the stills of a film that was opened are known, those that are missing are asked for. */
function drawMissing(project: string): () => void {
  const look = (): boolean => {
    const stills = queries.getQueryData<ReadonlyMap<string, Still>>(["panels", project]);
    if (!stills) return false;
    if ([...stills.values()].some((one) => one.status === "missing")) void drawPanels(project).catch(() => undefined);
    return true;
  };
  if (look()) return () => undefined;
  const leave = queries.getQueryCache().subscribe(({ query, type }) => {
    if (type === "updated" && query.queryKey[0] === "panels" && query.queryKey[1] === project && look()) leave();
  });
  return leave;
}

/** The nodes that ended between the two. */
function endedSince(before: Nodes, now: Nodes): string[] {
  const ended: string[] = [];
  for (const key in now) {
    const node = now[key];
    if (node && node !== before[key] && (node.status === "done" || node.status === "failed")) ended.push(key);
  }
  return ended;
}

type Nodes = Readonly<Record<string, NodeChanged>>;

/** Shots whose still is one of these nodes. */
function seenIn(project: string, keys: ReadonlySet<string>): string[] {
  const stills = queries.getQueryData<ReadonlyMap<string, Still>>(["panels", project]);
  return [...(stills?.values() ?? [])].filter((one) => keys.has(one.key)).map((one) => one.id);
}

/** Shots whose current take is one of these nodes, as far as that is news. */
function takenIn(records: Records, keys: ReadonlySet<string>): string[] {
  const takes = records["take"] ?? {};
  const fresh = queries.getQueriesData<Readonly<Record<string, Staleness>>>({ queryKey: ["freshness"] }).at(-1)?.[1] ?? {};
  return Object.entries(records["shot"] ?? {}).flatMap(([id, { take }]) => {
    const key = typeof take === "string" ? takes[take]?.["key"] : undefined;
    return typeof key === "string" && keys.has(key) && fresh[id]?.state !== "fresh" ? [id] : [];
  });
}

/** Whether one of these nodes is played. */
function heardIn(keys: ReadonlySet<string>): boolean {
  const reels = queries.getQueriesData<Reel>({ queryKey: ["reel"] }).flatMap(([, reel]) => reel ?? []);
  const played = reels.flatMap((reel) => [
    ...reel.pictures.flatMap((one) => [one.proxy, one.panel, one.over]), ...[...reel.voices, ...(reel.rooms ?? [])].map((one) => one.audio),
  ]);
  return played.some((one) => one && one.status !== "done" && keys.has(one.key));
}

/** Whether a build is not in the list yet, or stands otherwise there; how far it is needs no list. */
function unlisted(project: string, live: ReturnType<typeof useMachine.getState>["builds"]): boolean {
  const listed = new Map((queries.getQueryData<readonly Build[]>(["builds", project]) ?? []).map((one) => [one.id, one.status]));
  return Object.values(live).some((one) => listed.get(one.id) !== one.status);
}

/** The states of these nodes, for what no event has told yet. */
export async function fetchNodes(keys: readonly string[]): Promise<void> {
  const known = useMachine.getState().nodes;
  const wanted = [...new Set(keys)].filter((key) => key.length === 64 && !(key in known));
  if (wanted.length === 0) return;
  for (let at = 0; at < wanted.length; at += 400) {
    const found = await got(client.GET("/api/nodes", { params: { query: { keys: wanted.slice(at, at + 400).join(",") } } }));
    useMachine.setState(({ nodes }) => {
      const next = { ...nodes };
      for (const { key, operation, status, progress, note, error, version } of found) {
        const before = next[key];
        if (!before || before.version < version) next[key] = { type: "node", key, operation, status, progress, note, error, version };
      }
      return { nodes: next };
    });
  }
}
