// The shot as its layers make it, at once: drawn in the browser from plate and layers while hands move, the server's picture to compare.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useCanvas } from "../canvas/store";
import { useDocument } from "../document/store";
import type { Layer } from "../document/kinds";
import { effectsOn } from "../effects/stack";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import type { Stack } from "./api";
import { flatComposer } from "./flat";
import { liftedFrom, useGhosts } from "./ghosts";
import { type Composer, glComposer } from "./gl";
import { type Covered, covered, LiveFrames } from "./live";
import { type Plan, planOf, wantedOf } from "./plan";
import { MIDDLE, poseAt, type Point, unmoved } from "./pose";
import { layersOf, unsaid } from "./records";
import { regionOf } from "./region";
import { useAsk, useStack, useWay } from "./stack";
import { drafted, useLayers } from "./store";
import { WayLine } from "./WayLine";
import "./live.css";

interface Props {
  readonly shot: string;
  readonly frame: number;
}

interface Live {
  readonly frames: LiveFrames;
  plan: Plan;
  ratio: number;
}

let live: Live | null = null;
const WIDEST = 960; // pixels of the canvas: more than the proxies have shows nothing more

/** Whether a frame can be shown at once: the clock of the canvas waits for one that cannot. */
export function liveReady(frame: number): boolean {
  const { frames, speed } = useCanvas.getState();
  return !live || live.frames.ready(atFrame(live.plan, frame), frame, frames, speed) !== null;
}

const atFrame = (plan: Plan, frame: number): Plan => ({ ...plan, sheets: plan.sheets.map((one) => (one.ghost ? one : { ...one, frame })) });

/** Where a layer is at a frame, if that is known: of its own picture, before it is moved. */
export function coveredAt(layer: string, frame: number): Covered | null {
  const sheet = [...(live?.plan.sheets ?? []), ...(live?.plan.resting ?? [])].find((one) => one.layer === layer);
  const picture = sheet && live?.frames.picture(sheet.url, sheet.ghost ? sheet.frame : frame);
  if (!sheet || !picture) return null;
  return sheet.ghost ? covered(sheet.ghost.name, liftedFrom(picture, sheet.ghost.mask)) : covered(`${frame} ${sheet.url}`, picture);
}

/** The layer on top at a place of the picture; of those not made yet, by what was said of them. */
export function layerAt(layers: readonly Layer[], place: Point, frame: number): string | null {
  const ratio = live?.ratio ?? 1;
  const hit = layers.findLast((one) => {
    if (!one.visible) return false;
    const [x, y] = unmoved(poseAt(one.keys, frame, one.easing), place, ratio, one.pivot ?? MIDDLE);
    const known = coveredAt(one.id, frame);
    if (known) return known.at(x, y);
    if (one.kind === "cut" && one.masks.length === 0) return false;
    const [left, top, right, bottom] = one.thing?.region ?? regionOf(one, frame, null).region;
    return x >= left && x <= right && y >= top && y <= bottom;
  });
  return hit?.id ?? null;
}

/** The shot at a frame. Fills its parent. */
export function LivePicture({ shot, frame }: Props) {
  const t = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const composer = useRef<Composer | null>(null);
  const open = useRef<Live | null>(null);
  const speed = useCanvas((state) => state.speed);
  const count = useCanvas((state) => state.frames);
  const chosen = useCanvas((state) => state.layer);
  const project = useDocument((state) => state.project);
  const stack = useStack(shot);
  const plan = usePlan(shot, frame, stack);
  const [arrived, setArrived] = useState(0);
  const exact = useLayers((state) => state.exact);
  const ratio = (project?.width ?? 16) / (project?.height ?? 9);
  const width = Math.min(WIDEST, project?.width ?? WIDEST);
  useAsk(shot, stack, useWanted(shot, chosen, exact));

  useEffect(() => {
    if (!canvas.current || !project) return undefined;
    composer.current = glComposer(canvas.current) ?? flatComposer(canvas.current);
    const frames = new LiveFrames(rateOf(project.rate), () => setArrived((n) => n + 1));
    const own: Live = { frames, plan: { back: null, ghosted: false, sheets: [], resting: [], waiting: [] }, ratio };
    open.current = live = own;
    return () => {
      frames.close();
      composer.current?.close();
      composer.current = null;
      if (live === own) live = null;
      open.current = null;
    };
  }, [project?.id, project?.rate, ratio]); // eslint-disable-line -- the project itself changes with every edit

  useEffect(() => {
    if (!plan || !open.current || !composer.current || !canvas.current) return;
    open.current.plan = plan;
    const ready = open.current.frames.ready(plan, frame, count, speed);
    if (!ready) return; // what was there stays until it is decoded
    const began = performance.now();
    composer.current.draw(ready.below, ready.laid);
    Object.assign(canvas.current.dataset, { frame, layers: ready.laid.length, took: (performance.now() - began).toFixed(1) });
  }, [plan, frame, count, speed, arrived]);

  return (
    <div className="live-picture">
      <canvas ref={canvas} width={width} height={Math.round(width / ratio)} role="img" aria-label={t("live.picture")} />
      {exact ? <Exact frame={frame} stack={stack} /> : null}
      {plan && stack ? <Notes plan={plan} stack={stack} /> : null}
    </div>
  );
}

function useDrawn(shot: string) {
  const records = useDocument((state) => state.records);
  const drafts = useLayers((state) => state.drafts);
  return useMemo(() => {
    const layers = layersOf(records, shot).map((one) => drafted(one, drafts));
    const effects = (layer: string): number => effectsOn(records, shot, layer).filter((one) => one.enabled).length;
    const backdrop = (records["shot"]?.[shot]?.["backdrop"] ?? null) !== null;
    return { layers, effects, backdrop };
  }, [records, drafts, shot]);
}

function usePlan(shot: string, frame: number, stack: Stack | undefined): Plan | null {
  const { layers, effects, backdrop } = useDrawn(shot);
  const lifted = useCanvas((state) => (state.shot === shot && (state.tool === "move" || state.tool === "path") ? state.layer : null));
  const bare = useMemo(() => (stack ? planOf(stack, layers, backdrop, frame, effects) : null), [stack, layers, backdrop, frame, effects]);
  const lacking = useMemo(() => {
    const about = lifted && stack?.layers.some((one) => one.id === lifted && !one.proxy.url && !one.problem) ? [lifted] : [];
    return [...new Set([...(bare?.waiting ?? []), ...about])];
  }, [bare, lifted, stack]);
  const ghosts = useGhosts(shot, stack?.take ?? "", layers, lacking, frame);
  return useMemo(() => (stack && bare && ghosts.size > 0 ? planOf(stack, layers, backdrop, frame, effects, ghosts) : bare), [stack, bare, layers, backdrop, frame, effects, ghosts]);
}

function useWanted(shot: string, chosen: string | null, finish: boolean) {
  const { layers, effects, backdrop } = useDrawn(shot);
  const tool = useCanvas((state) => state.tool);
  const lifted = (tool === "move" || tool === "path") && chosen !== null && layers.some((one) => one.id === chosen && one.kind === "cut" && !unsaid(one));
  return useMemo(() => ({ ...wantedOf(layers, backdrop, effects, chosen, lifted), finish }), [layers, effects, backdrop, chosen, lifted, finish]);
}

/** What is still missing of the picture, in one line. */
function Notes({ plan, stack }: { readonly plan: Plan; readonly stack: Stack }) {
  const t = useWords();
  const plate = useWay(plan.ghosted ? stack.plate.proxy : null);
  const first = useWay(stack.layers.find((one) => one.id === plan.waiting[0])?.proxy);
  if (!plan.ghosted && plan.waiting.length === 0) return null;
  return (
    <p className="live-note" role="status">
      {plan.waiting.length > 0 ? <span>{t("live.waiting", { count: plan.waiting.length })} <WayLine way={first} /></span> : <span>{t("live.ghost")} <WayLine way={plate} /></span>}
    </p>
  );
}

/** The server's own picture, over the browser's. */
function Exact({ frame, stack }: { readonly frame: number; readonly stack: Stack | undefined }) {
  const t = useWords();
  const rate = useDocument((state) => state.project?.rate ?? "24/1");
  const canvas = useRef<HTMLCanvasElement>(null);
  const way = useWay(stack?.finish);
  const url = stack?.finish.url;
  const frames = useRef<LiveFrames | null>(null);
  const [arrived, setArrived] = useState(0);
  const [shown, setShown] = useState(false);
  const speed = useCanvas((state) => state.speed);
  const count = useCanvas((state) => state.frames);
  const draw = useCallback(() => {
    const context = canvas.current?.getContext("2d", { alpha: false });
    if (!url || !context || !canvas.current) return;
    const ready = frames.current?.ready({ back: url, ghosted: false, sheets: [], resting: [], waiting: [] }, frame, count, speed);
    if (!ready?.below) return;
    const { picture } = ready.below;
    [canvas.current.width, canvas.current.height] = [picture.width, picture.height];
    picture.draw(context, 0, 0, picture.width, picture.height);
    setShown(true);
  }, [url, frame, count, speed]);
  useEffect(() => {
    frames.current = new LiveFrames(rateOf(rate), () => setArrived((n) => n + 1));
    return () => frames.current?.close();
  }, [rate]);
  useEffect(draw, [draw, arrived]);
  return (
    <>
      <canvas ref={canvas} className={shown && url ? "exact" : "exact waiting"} role="img" aria-label={t("live.exact")} />
      <p className="live-note top">{url && shown ? t("live.exact") : <>{t("live.exactMaking")} <WayLine way={way} /></>}</p>
    </>
  );
}
