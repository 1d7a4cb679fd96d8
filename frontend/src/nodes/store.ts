// What the machine is doing: nodes by key and builds by id, from hints; an older version never replaces a newer one.
import { create } from "zustand";
import type { components } from "../api/schema";

export type NodeChanged = components["schemas"]["NodeChanged"];
export type BuildChanged = components["schemas"]["BuildChanged"];

interface Machine {
  readonly nodes: Readonly<Record<string, NodeChanged>>;
  readonly builds: Readonly<Record<string, BuildChanged>>;
  /** JPEG in base64 of running nodes. */
  readonly previews: Readonly<Record<string, string>>;
}

export const useMachine = create<Machine>(() => ({ nodes: {}, builds: {}, previews: {} }));

/** A node moved on. */
export function nodeChanged(event: NodeChanged): void {
  useMachine.setState((state) => {
    const known = state.nodes[event.key];
    if (known && known.version >= event.version) return state;
    const nodes = { ...state.nodes, [event.key]: event };
    if (event.status === "running" || !(event.key in state.previews)) return { nodes };
    const previews = { ...state.previews };
    delete previews[event.key];
    return { nodes, previews };
  });
}

/** A build moved on; one that ended stays as it ended. */
export function buildChanged(event: BuildChanged): void {
  useMachine.setState((state) => {
    const known = state.builds[event.id];
    if (known && known.status !== "active" && event.status === "active") return state;
    return { builds: { ...state.builds, [event.id]: event } };
  });
}

/** An unfinished picture. */
export function previewArrived(key: string, jpeg: string): void {
  useMachine.setState((state) => ({ previews: { ...state.previews, [key]: jpeg } }));
}
