// When records or the machine move on, what the server worked out from them is asked again: soon, but not at every step.
import { useEffect } from "react";
import { drawPanels, queries } from "../api/queries";
import { client, got } from "../api/client";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";
import type { NodeChanged } from "../nodes/store";

const SETTLED = 350; // ms without news before asking again
const PANELS_AFTER = 900; // ms after the last edit before missing stills are asked for

function later(what: () => void, wait: number): { now: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    now: () => {
      clearTimeout(timer);
      timer = setTimeout(what, wait);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Keeps panels, freshness, timeline, reel and builds of an open project up to date. */
export function useRefresh(project: string): void {
  useEffect(() => {
    const ask = (...names: string[]): void => {
      for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
    };
    const records = later(() => ask("freshness", "timeline", "reel", "readiness", "cuts"), SETTLED);
    const machine = later(() => ask("freshness", "panels", "reel", "builds", "cuts", "readiness"), SETTLED);
    const panels = later(() => void drawPanels(project).catch(() => ask("panels")), PANELS_AFTER);
    let revision = -1;
    const leaveDocument = useDocument.subscribe((state) => {
      if (state.project?.id !== project || state.revision === revision) return;
      revision = state.revision;
      records.now();
      panels.now();
    });
    const leaveMachine = useMachine.subscribe((state, before) => {
      if (ended(state.nodes) !== ended(before.nodes) || state.builds !== before.builds) machine.now();
    });
    return () => {
      leaveDocument();
      leaveMachine();
      for (const one of [records, machine, panels]) one.stop();
    };
  }, [project]);
}

const counted = new WeakMap<object, number>();

/** How many nodes are done or failed; running ones move too often to count. */
function ended(nodes: Readonly<Record<string, NodeChanged>>): number {
  let count = counted.get(nodes);
  if (count === undefined) {
    count = 0;
    for (const node of Object.values(nodes)) if (node.status === "done" || node.status === "failed") count++;
    counted.set(nodes, count);
  }
  return count;
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
