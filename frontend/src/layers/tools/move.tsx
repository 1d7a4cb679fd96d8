// The tool that moves layers: drag one, its corners to scale, its stalk to turn, the cross to turn it about another point; arrows nudge.
import { useEffect, useRef, useState } from "react";
import { chooseLayer, useCanvas } from "../../canvas/store";
import type { CanvasTool } from "../../canvas/tool";
import { toPicture, toScreen, type ViewBox } from "../../canvas/view";
import type { Layer } from "../../document/kinds";
import { useDocument } from "../../document/store";
import { useWords } from "../../i18n";
import { coveredAt, layerAt } from "../LivePicture";
import { middleOf, movement, pivotAt, regionAt, withPivot } from "../pivot";
import { MIDDLE, type Point, type Pose, poseAt, unmoved } from "../pose";
import { animate, animates, draft, undraft, useLayers } from "../store";
import { inHand, movedTo, nameOf, onPivot, pivotTo, place, reset } from "../verbs";
import { layersOf } from "../records";
import { type Held, pressed, useHeld } from "./useBox";
import "../tools.css";

const STALK = 26; // px from the box to the handle that turns it
const NEAR = 3; // px that a press may tremble before it is a drag
const STEPS = 15; // degrees, with Shift
const LEAST_ARM = 0.004; // heights of the picture: a handle that lies on the pivot itself would grow without bounds
const RESTS = 450; // ms after the last nudge before it is written

type Grip = "move" | "scale" | "turn" | "pivot";

/** The pose that a drag of a grip leads to, about the anchor: where the pivot lies; places in shares of the picture. Pure. */
export function dragged(grip: Exclude<Grip, "pivot">, from: Pose, anchor: Point, start: Point, now: Point, ratio: number, straight: boolean): Pose {
  const [across, down] = [now[0] - start[0], now[1] - start[1]];
  if (grip === "move") {
    const level = Math.abs(across) * ratio >= Math.abs(down);
    return { ...from, across: from.across + (straight && !level ? 0 : across), down: from.down + (straight && level ? 0 : down) };
  }
  const arm = ([x, y]: Point): Point => [(x - anchor[0]) * ratio, y - anchor[1]];
  const [one, other] = [arm(start), arm(now)];
  if (grip === "scale") {
    const by = Math.hypot(...other) / Math.max(LEAST_ARM, Math.hypot(...one));
    return { ...from, scale: Math.min(100, Math.max(0.01, from.scale * by)) };
  }
  let by = ((Math.atan2(other[1], other[0]) - Math.atan2(one[1], one[0])) * 180) / Math.PI;
  by = ((((by + 180) % 360) + 360) % 360) - 180;
  if (straight) by = Math.round((from.turn + by) / STEPS) * STEPS - from.turn;
  return { ...from, turn: from.turn + by };
}

function MoveOverlay({ view }: { view: ViewBox }) {
  const t = useWords();
  const held = useHeld(view);
  const [grip, setGrip] = useState<Grip | null>(null);
  useNudges(view);
  const ratio = view.width / view.height;

  const take = (event: React.PointerEvent, which: Grip, of: Layer): void => {
    const start: Point = toPicture(view, event.clientX, event.clientY);
    const [x, y] = [event.clientX, event.clientY];
    const { frame } = useCanvas.getState();
    const found = layersOf(useDocument.getState().records, of.shot).find((each) => each.id === of.id);
    if (!found) return;
    const layer = onPivot(found, frame);
    if (which === "pivot") return takePivot(event, layer, frame);
    const from = poseAt(layer.keys, frame, layer.easing);
    const pivot = layer.pivot ?? MIDDLE;
    const anchor: Point = [pivot[0] + from.across, pivot[1] + from.down];
    let latest: Pose | null = null;
    setGrip(which);
    pressed(event, {
      move: (next) => {
        if (latest === null && Math.hypot(next.clientX - x, next.clientY - y) < NEAR) return;
        latest = dragged(which, from, anchor, start, toPicture(view, next.clientX, next.clientY), ratio, next.shiftKey);
        draft(layer.id, movedTo(layer, frame, latest));
      },
      end: (given) => {
        setGrip(null);
        if (latest && given) place(layer, frame, latest);
        else undraft(layer.id);
      },
    });
  };
  const takePivot = (event: React.PointerEvent, layer: Layer, frame: number): void => {
    const from = poseAt(layer.keys, frame, layer.easing);
    const region = regionAt(layer, frame, coveredAt(layer.id, frame)?.box ?? null);
    const [x, y] = [event.clientX, event.clientY];
    let latest: Layer | null = null;
    setGrip("pivot");
    pressed(event, {
      move: (next) => {
        if (latest === null && Math.hypot(next.clientX - x, next.clientY - y) < NEAR) return;
        latest = withPivot(layer, pivotAt(from, layer.pivot ?? MIDDLE, region, toPicture(view, next.clientX, next.clientY), view), ratio);
        draft(layer.id, movement(latest, latest.keys));
      },
      end: (given) => {
        setGrip(null);
        if (latest && given) pivotTo(latest);
        else undraft(layer.id);
      },
    });
  };
  const press = (event: React.PointerEvent): void => {
    if (event.button !== 0) return;
    const at: Point = toPicture(view, event.clientX, event.clientY);
    const { frame, shot } = useCanvas.getState();
    const layers = shot ? layersOf(useDocument.getState().records, shot) : [];
    const hit = layerAt(layers, at, frame);
    if (held && (hit === held.layer.id || (hit === null && within(held, at, ratio)))) return take(event, "move", held.layer);
    chooseLayer(hit);
    const layer = layers.find((one) => one.id === hit);
    if (layer) take(event, "move", layer);
  };
  return (
    <div
      className={`canvas-overlay move-tool ${grip ?? ""}`} onPointerDown={press}
      onDoubleClick={() => {
        const layer = inHand();
        if (layer && layer.keys.length > 0) reset(layer);
      }}
    >
      {held ? <Box held={held} onTake={(event, which) => {
        event.stopPropagation();
        if (event.button === 0) take(event, which, held.layer);
      }} onCentre={() => {
        const { layer } = held;
        if (layer.pivot) pivotTo(withPivot(layer, middleOf(held.region), ratio));
      }} view={view} label={t("layers.handles", { name: nameOf(held.layer) })} /> : null}
    </div>
  );
}

/** Whether a place lies in the box of the layer, under its pose. */
function within({ pose, region, layer }: Held, at: Point, ratio: number): boolean {
  const [x, y] = unmoved(pose, at, ratio, layer.pivot ?? MIDDLE);
  return x >= region[0] && x <= region[2] && y >= region[1] && y <= region[3];
}

interface BoxProps {
  readonly held: Held;
  readonly view: ViewBox;
  readonly label: string;
  readonly onTake: (event: React.PointerEvent, grip: Grip) => void;
  readonly onCentre: () => void;
}

function Box({ held, view, label, onTake, onCentre }: BoxProps) {
  const t = useWords();
  const [px, py] = toScreen(view, ...held.pivot);
  const [a, b, c, d] = held.corners as readonly [Point, Point, Point, Point];
  const top: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const low: Point = [(c[0] + d[0]) / 2, (c[1] + d[1]) / 2];
  const far = Math.max(1, Math.hypot(top[0] - low[0], top[1] - low[1]));
  const knob: Point = [top[0] + ((top[0] - low[0]) / far) * STALK, top[1] + ((top[1] - low[1]) / far) * STALK];
  return (
    <svg className="layer-box" role="group" aria-label={label}>
      <polygon points={held.corners.map((one) => one.join(",")).join(" ")} />
      <line x1={top[0]} y1={top[1]} x2={knob[0]} y2={knob[1]} />
      <circle className="turn" cx={knob[0]} cy={knob[1]} r={6} onPointerDown={(event) => onTake(event, "turn")} />
      {held.corners.map(([x, y], n) => <rect key={n} className={n % 2 === 0 ? "scale down" : "scale up"} x={x - 5} y={y - 5} width={10} height={10} onPointerDown={(event) => onTake(event, "scale")} />)}
      <g
        className="pivot" onPointerDown={(event) => onTake(event, "pivot")}
        onDoubleClick={(event) => {
          event.stopPropagation();
          onCentre();
        }}
      >
        <title>{t("layers.pivotTip")}</title>
        <circle cx={px} cy={py} r={7} />
        <path d={`M${px - 11} ${py}H${px + 11}M${px} ${py - 11}V${py + 11}`} />
      </g>
    </svg>
  );
}

const WAYS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Arrows move the layer by a pixel of the film, with Shift by ten; one step of undo for presses that follow each other. */
function useNudges(view: ViewBox): void {
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; write: () => void } | null>(null);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const way = WAYS[event.key];
      const layer = inHand();
      const target = event.target instanceof Element ? event.target : null;
      if (!way || !layer || event.metaKey || event.ctrlKey || event.altKey || target?.closest("input, textarea, select, dialog, .layers-stack, [role=menu], [role=slider]")) return;
      event.preventDefault();
      event.stopPropagation();
      const { frame } = useCanvas.getState();
      const { project } = useDocument.getState();
      const own = onPivot(layer, frame);
      const from = poseAt(own.keys, frame, own.easing);
      const by = event.shiftKey ? 10 : 1;
      const pose = { ...from, across: from.across + (way[0] * by) / (project?.width ?? view.width), down: from.down + (way[1] * by) / (project?.height ?? view.height) };
      draft(layer.id, movedTo(own, frame, pose));
      clearTimeout(waiting.current?.timer);
      const write = (): void => {
        waiting.current = null;
        place(own, frame, pose);
      };
      waiting.current = { timer: setTimeout(write, RESTS), write };
    };
    window.addEventListener("keydown", key, true);
    return () => {
      window.removeEventListener("keydown", key, true);
      clearTimeout(waiting.current?.timer);
      waiting.current?.write();
    };
  }, [view.width, view.height]);
}

function MoveOptions() {
  const t = useWords();
  const { shot, layer: id } = useCanvas();
  const layer = useDocument((state) => (shot ? layersOf(state.records, shot).find((one) => one.id === id) : undefined));
  const said = useLayers((state) => state.animated);
  if (!layer) return <span className="note">{t("layers.moveNone")}</span>;
  const on = animates(layer, said);
  return (
    <>
      <b className="tool-layer">{nameOf(layer)}</b>
      <label className="check"><input type="checkbox" checked={on} onChange={() => animate(layer.id, !on)} /> {t(on ? "layers.moveKeys" : "layers.moveWhole")}</label>
    </>
  );
}

export const moveTool: CanvasTool = {
  id: "move", key: "m", words: "layers.tool.move", hint: "layers.hint.move", sees: "stack", Overlay: MoveOverlay, Options: MoveOptions,
  icon: "M8 1.500v13M1.500 8h13M8 1.500 6 3.500M8 1.500l2 2M8 14.500l-2-2M8 14.500l2-2M1.500 8l2-2M1.500 8l2 2M14.500 8l-2-2M14.500 8l-2 2",
};
