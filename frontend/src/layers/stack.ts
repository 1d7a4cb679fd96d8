// How far the parts of a shot's stack are, kept up with edits and the machine; what is needed and missing is asked for once.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { attempt } from "../api/act";
import { queries, useBuilds } from "../api/queries";
import type { Records } from "../document/changes";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { settled } from "../film/settled";
import { useMachine } from "../nodes/store";
import { askStack, type Made, type Stack, stackOf, type Wanted } from "./api";

const SETTLED = 300; // ms after an edit before the stack is looked at again
const ASK_AFTER = 700; // ms that edits rest before anything is asked to be made
const KINDS = ["layer", "shot", "effect"] as const;

/** Every part that is made, of a stack. */
export const partsOf = (stack: Stack): Made[] => [
  stack.plate.made, stack.plate.proxy, ...(stack.backdrop ? [stack.backdrop] : []), stack.bare.made, stack.bare.proxy, stack.finish,
  ...stack.layers.flatMap((one) => [one.matte, one.alpha, one.proxy]),
];

/** The stack of a shot; null looks at none. */
export function useStack(shot: string | null): Stack | undefined {
  const found = useQuery({
    queryKey: ["stack", shot], enabled: shot !== null, placeholderData: (before, query) => (query?.queryKey[1] === shot ? before : undefined),
    queryFn: () => stackOf(shot ?? ""), retry: 1,
  });
  const { data } = found;
  useEffect(() => {
    if (shot === null) return;
    const look = settled(() => queries.invalidateQueries({ queryKey: ["stack", shot] }), SETTLED);
    const leaveDocument = useDocument.subscribe((state, before) => {
      if (state.committed !== before.committed && touches(before.committed, state.committed, shot)) look.news();
    });
    const leaveMachine = useMachine.subscribe((state, before) => {
      if (state.nodes === before.nodes) return;
      const stack = queries.getQueryData<Stack>(["stack", shot]);
      const ended = (key: string): boolean => state.nodes[key] !== before.nodes[key] && ["done", "failed"].includes(state.nodes[key]?.status ?? "");
      if (stack && partsOf(stack).some((one) => one.status !== "done" && ended(one.key))) look.news();
    });
    return () => {
      leaveDocument();
      leaveMachine();
      look.stop();
    };
  }, [shot]);
  return data;
}

function touches(before: Records, after: Records, shot: string): boolean {
  return KINDS.some((kind) => {
    const [was, is] = [before[kind] ?? {}, after[kind] ?? {}];
    if (was === is) return false;
    if (kind === "shot") return was[shot] !== is[shot];
    return Object.keys(is).some((id) => was[id] !== is[id] && (is[id]?.["shot"] === shot || was[id]?.["shot"] === shot));
  });
}

const asked = new Set<string>();

/** What of these is missing and was not asked for yet. */
export function lacking(stack: Stack, wanted: Wanted): Wanted | null {
  const missing = (...made: readonly (Made | null)[]): boolean => made.some((one) => one?.status === "missing" && !asked.has(one.key));
  const layers = (wanted.layers ?? []).filter((id) => {
    const one = stack.layers.find((each) => each.id === id);
    return one !== undefined && !one.problem && missing(one.proxy);
  });
  const plate = wanted.plate === true && missing(stack.plate.proxy);
  const finish = wanted.finish === true && missing(stack.finish);
  return layers.length > 0 || plate || finish || missing(stack.bare.proxy) ? { layers, plate, finish } : null;
}

/** Ask for what is needed once nothing has changed for a while. */
export function useAsk(shot: string, stack: Stack | undefined, wanted: Wanted): void {
  const said = JSON.stringify(wanted);
  useEffect(() => {
    if (!stack) return undefined;
    const timer = setTimeout(() => {
      const lacks = lacking(stack, JSON.parse(said) as Wanted);
      if (!lacks) return;
      for (const one of partsOf(stack)) if (one.status === "missing") asked.add(one.key);
      void askAgain(shot, lacks);
    }, ASK_AFTER);
    return () => clearTimeout(timer);
  }, [shot, stack, said]);
}

/** Ask now, also for what failed before. */
export async function askAgain(shot: string, wanted: Wanted): Promise<void> {
  const stack = await attempt(() => askStack(shot, wanted));
  if (stack) queries.setQueryData(["stack", shot], stack);
  void queries.invalidateQueries({ queryKey: ["builds"] });
}

export interface Way {
  readonly is: "none" | "missing" | "queued" | "making" | "done" | "failed";
  /** 0 … 1 */
  readonly done: number;
  /** Whole seconds that are left; null when nothing is known. */
  readonly low: number | null;
  readonly high: number | null;
  readonly error: Readonly<Record<string, unknown>> | null;
}

const NOTHING: Way = { is: "none", done: 0, low: null, high: null, error: null };

/** How far something is, by its node and the build that makes it. */
export function useWay(made: Made | null | undefined): Way {
  const { id } = useOpenFilm();
  const key = made?.key ?? "";
  const node = useMachine((state) => state.nodes[key]);
  const builds = useBuilds(id);
  const listed = builds.data?.find((one) => one.root === key);
  const live = useMachine((state) => state.builds[listed?.id ?? ""]);
  return useMemo(() => {
    if (!made) return NOTHING;
    const build = listed && (live ?? listed);
    const error = node?.error ?? listed?.error ?? null;
    if (made.url || made.status === "done" || node?.status === "done") return { ...NOTHING, is: "done", done: 1 };
    const [low, high] = [build?.eta_low ?? null, build?.eta_high ?? null];
    if (build?.status === "active") {
      const done = build.total > 0 ? Math.min(0.99, (build.made + (node?.status === "running" ? node.progress : 0)) / build.total) : 0;
      return { is: build.made > 0 || node?.status === "running" ? "making" : "queued", done, low, high, error: null };
    }
    const status = node?.status ?? made.status;
    if (status === "failed" || build?.status === "failed") return { ...NOTHING, is: "failed", error };
    if (status === "running") return { is: "making", done: node?.progress ?? made.progress, low, high, error: null };
    return { ...NOTHING, is: status === "queued" ? "queued" : "missing" };
  }, [made, node, listed, live]);
}
