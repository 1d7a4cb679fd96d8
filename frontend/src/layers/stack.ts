// How far the parts of a shot's stack are, kept up with edits and the machine; what is needed and missing is asked for once.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { attempt } from "../api/act";
import { queries, useBuilds } from "../api/queries";
import { useCanvas } from "../canvas/store";
import type { Records } from "../document/changes";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { settled } from "../film/settled";
import { useMachine } from "../nodes/store";
import { layersOf, unsaid } from "./records";
import { askStack, type Made, type Stack, stackOf, type Wanted } from "./api";

const SETTLED = 300; // ms after an edit before the stack is looked at again
const ASK_AFTER = 700; // ms that edits rest before anything is asked to be made
const KINDS = ["layer", "shot", "effect"] as const;

/** Every part that is made, of a stack. */
export const partsOf = (stack: Stack): Made[] => [
  stack.plate.made, stack.plate.proxy, ...(stack.backdrop ? [stack.backdrop] : []), stack.bare.made, stack.bare.proxy, stack.finish,
  ...stack.layers.flatMap((one) => [one.matte, one.alpha, one.proxy]),
];

const LIFTS: readonly string[] = ["move", "path"]; // tools under which the layer in hand is about to leave its place
const EVERY = 2500; // ms between two looks while something is being made

/** What the plate is to be without although it rests. */
function useLift(shot: string | null): readonly string[] {
  const layer = useCanvas((state) => (state.shot === shot && LIFTS.includes(state.tool) ? state.layer : null));
  const cut = useDocument((state) => layer !== null && shot !== null && layersOf(state.records, shot).some((one) => one.id === layer && one.kind === "cut" && !unsaid(one)));
  return useMemo(() => (cut && layer ? [layer] : []), [cut, layer]);
}

const underWay = (one: Made): boolean => one.status === "queued" || one.status === "running";
const moving = (stack: Stack): boolean => partsOf(stack).some(underWay);

/** The stack of a shot; null looks at none. */
export function useStack(shot: string | null): Stack | undefined {
  const lift = useLift(shot);
  const take = useDocument((state) => typeof state.records["shot"]?.[shot ?? ""]?.["take"] === "string");
  const found = useQuery({
    queryKey: ["stack", shot, ...lift], enabled: shot !== null && take, placeholderData: (before, query) => (query?.queryKey[1] === shot ? before : undefined),
    queryFn: () => stackOf(shot ?? "", lift), retry: 1, refetchInterval: (query) => (query.state.data && moving(query.state.data) ? EVERY : false),
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
      const ended = (key: string): boolean => state.nodes[key] !== before.nodes[key] && ["done", "failed"].includes(state.nodes[key]?.status ?? "");
      const stacks = queries.getQueriesData<Stack>({ queryKey: ["stack", shot] });
      if (stacks.some(([, stack]) => stack && partsOf(stack).some((one) => one.status !== "done" && ended(one.key)))) look.news();
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
export function lacking(stack: Stack, wanted: Wanted, known: ReadonlySet<string> = asked): Wanted | null {
  const missing = (one: Made | null | undefined): boolean => one?.status === "missing" && one.key !== "" && !known.has(one.key);
  const layers = wanted.layers.filter((id) => missing(stack.layers.find((each) => each.id === id)?.proxy));
  const plate = wanted.plate === true && missing(stack.plate.proxy);
  const finish = wanted.finish === true && missing(stack.finish);
  return layers.length > 0 || plate || finish || missing(stack.bare.proxy) ? { layers, plate, finish } : null;
}

/** What was being made and is no part of the stack any more: an edit, or its undo, has made it idle. */
export function idle(making: ReadonlySet<string>, stack: Stack): readonly string[] {
  const parts = new Set(partsOf(stack).map((one) => one.key));
  return [...making].filter((key) => !parts.has(key));
}

/** Ask for what is needed once nothing has changed for a while; asking also stops what is not needed any more. */
export function useAsk(shot: string, stack: Stack | undefined, wanted: Wanted): void {
  const said = JSON.stringify(wanted);
  const lift = useLift(shot);
  const making = useRef(new Set<string>());
  useEffect(() => {
    if (!stack) return undefined;
    for (const { proxy } of stack.layers) if (underWay(proxy)) making.current.add(proxy.key); // plates change with the tool, and are wanted again
    const timer = setTimeout(() => {
      const lacks = lacking(stack, JSON.parse(said) as Wanted);
      const stale = idle(making.current, stack);
      for (const key of stale) {
        making.current.delete(key);
        asked.delete(key); // wanted again after a redo, it is asked for again
      }
      if (!lacks && stale.length === 0) return;
      for (const one of lacks ? askedOf(stack, lacks) : []) asked.add(one.key);
      void askAgain(shot, lacks ?? { layers: [] }, lift);
    }, ASK_AFTER);
    return () => clearTimeout(timer);
  }, [shot, stack, said, lift]);
}

const askedOf = (stack: Stack, lacks: Wanted): Made[] => [
  stack.bare.proxy, ...(lacks.plate ? [stack.plate.proxy] : []), ...(lacks.finish ? [stack.finish] : []),
  ...stack.layers.flatMap((one) => (lacks.layers.includes(one.id) ? [one.proxy] : [])),
];

/** Ask now, also for what failed before. */
export async function askAgain(shot: string, wanted: Wanted, lift: readonly string[] = []): Promise<void> {
  const stack = await attempt(() => askStack(shot, lift, wanted));
  if (stack) queries.setQueryData(["stack", shot, ...lift], stack);
  void queries.invalidateQueries({ queryKey: ["builds"] });
}

export interface Way {
  readonly is: "none" | "missing" | "queued" | "making" | "done" | "failed";
  /** 0 … 1 */
  readonly done: number;
  /** Whole seconds that are left; null when nothing is known. */
  readonly low: number | null;
  readonly high: number | null;
  readonly problem: Made["problem"] | null;
}

const NOTHING: Way = { is: "none", done: 0, low: null, high: null, problem: null };

/** How far something is, with all that it is made from, and how long the build that makes it still takes. */
export function useWay(made: Made | null | undefined): Way {
  const { id } = useOpenFilm();
  const key = made?.key ?? "";
  const builds = useBuilds(id);
  const listed = builds.data?.find((one) => one.root === key);
  const live = useMachine((state) => state.builds[listed?.id ?? ""]);
  return useMemo(() => {
    if (!made) return NOTHING;
    const build = listed && (live ?? listed);
    if (made.url || made.status === "done") return { ...NOTHING, is: "done", done: 1 };
    if (made.status === "failed") return { ...NOTHING, is: "failed", problem: made.problem ?? null };
    const [low, high] = [build?.eta_low ?? null, build?.eta_high ?? null];
    if (made.status === "running") return { is: "making", done: Math.min(0.99, made.progress), low, high, problem: null };
    if (made.status === "queued" || build?.status === "active") return { is: "queued", done: 0, low, high, problem: null };
    return { ...NOTHING, is: "missing" };
  }, [made, listed, live]);
}
