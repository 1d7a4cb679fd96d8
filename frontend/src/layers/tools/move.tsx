// The tool that moves layers: press one and drag it, its corners to scale, its stalk to turn; arrows nudge, a double click puts it back.
import { useEffect, useRef, useState } from "react";
import { chooseLayer, useCanvas } from "../../canvas/store";
import type { CanvasTool } from "../../canvas/tool";
import { toPicture, type ViewBox } from "../../canvas/view";
import { useDocument } from "../../document/store";
import { useWords } from "../../i18n";
import { layerAt } from "../LivePicture";
import { grown, type Point, type Pose, poseAt, turned, unmoved } from "../pose";
import { animate, animates, draft, undraft, useLayers } from "../store";
import { inHand, movedTo, nameOf, place, reset } from "../verbs";
import { layersOf } from "../records";
import { type Held, pressed, useHeld } from "./useBox";
import "../tools.css";

const STALK = 26; // px from the box to the handle that turns it
const NEAR = 3; // px that a press may tremble before it is a drag
const STEPS = 15; // degrees, with Shift
const RESTS = 450; // ms after the last nudge before it is written

type Grip = "move" | "scale" | "turn";

/** The pose that a drag of a grip leads to; places in shares of the picture. Pure. */
export function dragged(grip: Grip, from: Pose, anchor: Point, start: Point, now: Point, ratio: number, straight: boolean): Pose {
  const [across, down] = [now[0] - start[0], now[1] - start[1]];
  if (grip === "move") {
    const level = Math.abs(across) * ratio >= Math.abs(down);
    return { ...from, across: from.across + (straight && !level ? 0 : across), down: from.down + (straight && level ? 0 : down) };
  }
  const arm = ([x, y]: Point): Point => [(x - anchor[0]) * ratio, y - anchor[1]];
  const [one, other] = [arm(start), arm(now)];
  if (grip === "scale") {
    const by = Math.hypot(...other) / Math.max(1e-6, Math.hypot(...one));
    return grown(from, Math.min(100 / from.scale, Math.max(0.01 / from.scale, by)), anchor);
  }
  let by = ((Math.atan2(other[1], other[0]) - Math.atan2(one[1], one[0])) * 180) / Math.PI;
  by = ((((by + 180) % 360) + 360) % 360) - 180;
  if (straight) by = Math.round((from.turn + by) / STEPS) * STEPS - from.turn;
  return turned(from, by, anchor, ratio);
}

function MoveOverlay({ view }: { view: ViewBox }) {
  const t = useWords();
  const held = useHeld(view);
  const [grip, setGrip] = useState<Grip | null>(null);
  useNudges(view);
  const ratio = view.width / view.height;

  const take = (event: React.PointerEvent, which: Grip, one: Pick<Held, "layer" | "pose" | "middle">): void => {
    const start: Point = toPicture(view, event.clientX, event.clientY);
    const [x, y] = [event.clientX, event.clientY];
    const { frame } = useCanvas.getState();
    const layer = layersOf(useDocument.getState().records, one.layer.shot).find((each) => each.id === one.layer.id);
    if (!layer) return;
    let latest: Pose | null = null;
    setGrip(which);
    pressed(event, {
      move: (next) => {
        if (latest === null && Math.hypot(next.clientX - x, next.clientY - y) < NEAR) return;
        latest = dragged(which, one.pose, one.middle, start, toPicture(view, next.clientX, next.clientY), ratio, next.shiftKey);
        draft(layer.id, { keys: movedTo(layer, frame, latest) });
      },
      end: (given) => {
        setGrip(null);
        if (latest && given) place(layer, frame, latest);
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
    if (held && (hit === held.layer.id || (hit === null && within(held, at, ratio)))) return take(event, "move", held);
    chooseLayer(hit);
    const layer = layers.find((one) => one.id === hit);
    if (layer) take(event, "move", { layer, pose: poseAt(layer.keys, frame, layer.easing), middle: at });
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
        if (event.button === 0) take(event, which, held);
      }} label={t("layers.handles", { name: nameOf(held.layer) })} /> : null}
    </div>
  );
}

/** Whether a place lies in the box of the layer, under its pose. */
function within({ pose, region }: Held, at: Point, ratio: number): boolean {
  const [x, y] = unmoved(pose, at, ratio);
  return x >= region[0] && x <= region[2] && y >= region[1] && y <= region[3];
}

function Box({ held, label, onTake }: { readonly held: Held; readonly label: string; readonly onTake: (event: React.PointerEvent, grip: Grip) => void }) {
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
      const keys = useLayers.getState().drafts[layer.id]?.keys ?? layer.keys;
      const from = poseAt(keys, frame, layer.easing);
      const by = event.shiftKey ? 10 : 1;
      const pose = { ...from, across: from.across + (way[0] * by) / (project?.width ?? view.width), down: from.down + (way[1] * by) / (project?.height ?? view.height) };
      draft(layer.id, { keys: movedTo(layer, frame, pose) });
      clearTimeout(waiting.current?.timer);
      const write = (): void => {
        waiting.current = null;
        place(layer, frame, pose);
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
