// What this window knows of the timeline: zoom, tool, what is chosen, what is being dragged. Heights and switches are remembered.
import { create } from "zustand";
import type { Rows } from "./rows";
import type { Scale } from "./scale";

export type Tool = "select" | "blade" | "ripple" | "roll" | "slip" | "slide";

/** What a drag would come to, drawn while it lasts. */
export interface Live {
  readonly rows: Rows;
  /** Beside the pointer: how many frames, of what. */
  readonly words: string;
  readonly x: number;
  readonly y: number;
  /** Where an edge has snapped to. */
  readonly snap: number | null;
}

interface TimelineState {
  readonly scale: Scale;
  readonly width: number;
  readonly tool: Tool;
  readonly snapping: boolean;
  readonly linked: boolean;
  readonly chosen: ReadonlySet<string>;
  /** Empty room that was clicked. */
  readonly gap: { readonly track: string; readonly frame: number } | null;
  readonly live: Live | null;
  readonly marquee: { readonly from: { frame: number; y: number }; readonly to: { frame: number; y: number } } | null;
  /** Where something dragged in from elsewhere, or the blade, would be. */
  readonly ghost: { readonly start: number; readonly frames: number; readonly track: string | null } | null;
  readonly heights: Readonly<Record<string, number>>;
  /** Pixels of the whole timeline beneath the player. */
  readonly tall: number;
  readonly menu: { readonly x: number; readonly y: number; readonly about: "clip" | "gap" | "track" | "marker"; readonly id: string } | null;
  readonly marker: string | null;
  readonly updating: boolean;
}

const NAME = "filmwright.timeline";

type Kept = Pick<TimelineState, "snapping" | "linked" | "heights" | "tall">;

function kept(): Kept {
  const usual: Kept = { snapping: true, linked: true, heights: {}, tall: 300 };
  if (typeof localStorage === "undefined") return usual;
  try {
    const known = JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<Kept>;
    return {
      snapping: known.snapping ?? true, linked: known.linked ?? true, tall: typeof known.tall === "number" ? known.tall : usual.tall,
      heights: typeof known.heights === "object" && known.heights !== null ? known.heights : {},
    };
  } catch {
    return usual;
  }
}

export const useTimelineView = create<TimelineState>(() => ({
  scale: { zoom: 0, left: 0 }, width: 0, tool: "select", chosen: new Set<string>(), gap: null, live: null, marquee: null, ghost: null, menu: null,
  marker: null, updating: false, ...kept(),
}));

/** Set what is remembered. */
export function settle(set: Partial<Pick<TimelineState, "snapping" | "linked" | "heights" | "tall">>): void {
  useTimelineView.setState(set);
  const { snapping, linked, heights, tall } = useTimelineView.getState();
  localStorage.setItem(NAME, JSON.stringify({ snapping, linked, heights, tall }));
}

/** Another film: nothing is chosen, its whole length is shown. */
export function forget(): void {
  useTimelineView.setState({ scale: { zoom: 0, left: 0 }, tool: "select", chosen: new Set(), gap: null, live: null, marquee: null, ghost: null, menu: null, marker: null, updating: false });
}
