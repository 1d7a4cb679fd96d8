// What a card says about its shot: nothing when all is well, otherwise one line with whose move it is. Pure.
import type { ShotInFilm } from "../document/select";

export interface NodeLike {
  readonly status: string;
  readonly progress: number;
  readonly note: string;
  readonly error?: Readonly<Record<string, unknown>> | null;
}

export interface BuildLike {
  readonly status: string;
  readonly made: number;
  readonly total: number;
  readonly eta_low?: number | null;
  readonly eta_high?: number | null;
  readonly error?: Readonly<Record<string, unknown>> | null;
}

export interface Cause {
  readonly words: Readonly<Record<string, string>>;
}

export type CardState =
  | { readonly is: "fresh" }
  | { readonly is: "missing" }
  | { readonly is: "queued" }
  | { readonly is: "making"; readonly progress: number; readonly low: number | null; readonly high: number | null; readonly note: string }
  | { readonly is: "stale"; readonly causes: readonly Cause[] }
  | { readonly is: "failed"; readonly message: string; readonly blame: string; readonly code?: string };

/** The state of a shot's card, from its take's node, the build that makes it, and how fresh the take is. */
export function cardState(
  one: Pick<ShotInFilm, "take">,
  node: NodeLike | undefined,
  build: BuildLike | undefined,
  fresh: { readonly state: string; readonly causes: readonly Cause[] } | undefined,
): CardState {
  if (!one.take) return { is: "missing" };
  if (node?.status === "failed") return failed(node.error);
  if (node?.status !== "done") {
    const low = build?.eta_low ?? null;
    const high = build?.eta_high ?? null;
    if (node?.status === "running") return { is: "making", progress: node.progress, low, high, note: node.note };
    if (build?.status === "failed") return failed(build.error); // something that the take is made from
    if (build?.status === "active" && build.made > 0 && build.made < build.total) {
      return { is: "making", progress: 0, low, high, note: "" };
    }
    if (build?.status === "active" || node?.status === "queued") return { is: "queued" };
    if (fresh?.state === "missing" || (node && node.status !== "done")) return { is: "missing" };
  }
  if (fresh?.state === "stale") return { is: "stale", causes: fresh.causes };
  return { is: "fresh" };
}

function failed(error: Readonly<Record<string, unknown>> | null | undefined): CardState {
  const { message, blame, code } = error ?? {};
  const said = { message: typeof message === "string" ? message : "", blame: typeof blame === "string" ? blame : "us" };
  return typeof code === "string" ? { is: "failed", ...said, code } : { is: "failed", ...said };
}
