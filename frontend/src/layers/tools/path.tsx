// The tool that draws paths: the layer in hand goes along, or what was brushed does; keys lie on the path and can be dragged.
import { useState } from "react";
import { useCanvas } from "../../canvas/store";
import type { CanvasTool } from "../../canvas/tool";
import { toPicture, toScreen, type ViewBox } from "../../canvas/view";
import { useDocument } from "../../document/store";
import { useWords } from "../../i18n";
import { IconButton } from "../../ui/Button";
import { SelectField } from "../../ui/Field";
import { type Drawn, keysAlong } from "../path";
import { middleOf } from "../pivot";
import { MIDDLE, moved, type Point, poseAt, REST, withKey } from "../pose";
import { draft, undraft } from "../store";
import { follow, movePart, nameOf, onPivot, write } from "../verbs";
import { layersOf } from "../records";
import { say } from "../../film/verbs";
import { MOST_POINTS, MOST_STROKES, type Stroke, usePaths } from "./pathStore";
import { type Held, pressed, useHeld } from "./useBox";
import "../tools.css";

const REACH = 10; // px round a key that take hold of it
const LEAST = 4; // points of a path
const share = (value: number): number => Number(Math.min(1, Math.max(0, value)).toFixed(5));

function PathOverlay({ view }: { view: ViewBox }) {
  const t = useWords();
  const { what, timing, range, width, strokes } = usePaths();
  const held = useHeld(view);
  const [drawing, setDrawing] = useState<readonly Point[]>([]);
  const ratio = view.width / view.height;
  const line = (event: React.PointerEvent, done: (path: readonly Drawn[]) => void): void => {
    const path: Drawn[] = [{ at: toPicture(view, event.clientX, event.clientY), when: event.timeStamp }];
    setDrawing([path[0]?.at ?? [0, 0]]);
    pressed(event, {
      move: (next) => {
        for (const one of next.getCoalescedEvents?.() ?? [next]) path.push({ at: toPicture(view, one.clientX, one.clientY), when: one.timeStamp });
        setDrawing(path.map((one) => one.at));
      },
      end: (given) => {
        setDrawing([]);
        if (given) done(path);
      },
    });
  };
  const span = (): readonly [number, number] => {
    const { frame, frames } = useCanvas.getState();
    const start = range === "whole" || frame >= frames - 1 ? 0 : frame;
    return [start, frames - start];
  };
  const press = (event: React.PointerEvent): void => {
    const { shot, frame } = useCanvas.getState();
    if (event.button !== 0 || !shot) return;
    const at: Point = toPicture(view, event.clientX, event.clientY);
    if (what === "layer") {
      if (!held) return;
      const key = keyAt(held, view, [event.clientX - view.originX, event.clientY - view.originY]);
      if (key !== null) return dragKey(event, view, held, key);
      return line(event, (path) => {
        if (path.length < LEAST) return;
        const [start, count] = span();
        const found = layersOf(useDocument.getState().records, shot).find((one) => one.id === held.layer.id);
        const layer = found && onPivot(found, frame);
        if (layer) follow(layer, keysAlong(path, start, count, timing, poseAt(layer.keys, start, layer.easing), ratio));
      });
    }
    if (strokes.length > 0 && !event.shiftKey && painted(strokes, at, ratio)) {
      return line(event, (path) => {
        if (path.length < LEAST) return;
        const [start, count] = span();
        movePart(shot, { frame, points: [], box: null, strokes, words: "" }, keysAlong(path, start, count, timing, REST, ratio));
        usePaths.setState({ strokes: [], what: "layer" });
      });
    }
    line(event, (path) => {
      const every = Math.max(1, Math.ceil(path.length / MOST_POINTS));
      const stroke: Stroke = { path: path.filter((_, n) => n % every === 0).map(({ at: [x, y] }) => [share(x), share(y)]), width, belongs: true };
      if (strokes.length < MOST_STROKES) usePaths.setState({ strokes: [...strokes, stroke] });
    });
  };
  const points = (path: readonly Point[]): string => path.map(([x, y]) => toScreen(view, x, y).join(",")).join(" ");
  const brushing = what === "part" && (strokes.length === 0 || !painted(strokes, drawing[0] ?? [-9, -9], ratio));
  return (
    <div className={what === "layer" && !held ? "canvas-overlay path-tool idle" : "canvas-overlay path-tool"} onPointerDown={press}>
      <svg className="layer-path" aria-hidden>
        <defs><marker id="path-head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" /></marker></defs>
        {what === "part" ? strokes.map((one, n) => <polyline key={n} className="painted" points={points([...one.path, ...(one.path.length === 1 ? one.path : [])])} style={{ strokeWidth: one.width * view.width }} />) : null}
        {what === "layer" && held ? <Path held={held} view={view} /> : null}
        {drawing.length > 0 ? <polyline className={brushing ? "painted" : "drawn"} points={points(drawing)} style={brushing ? { strokeWidth: width * view.width } : undefined} markerEnd={brushing ? undefined : "url(#path-head)"} /> : null}
      </svg>
      {what === "part" && drawing.length === 0 ? <p className="tool-told">{t(strokes.length === 0 ? "layers.partPaint" : "layers.partArrow")}</p> : null}
    </div>
  );
}

/** Whether a place was brushed. */
function painted(strokes: readonly Stroke[], [x, y]: Point, ratio: number): boolean {
  return strokes.some((one) => one.path.some(([across, down]) => Math.hypot(across - x, (down - y) / ratio) <= one.width / 2));
}

function keyAt(held: Held, view: ViewBox, [x, y]: Point): number | null {
  const ratio = view.width / view.height;
  if (held.layer.keys.length < 2) return null;
  const found = held.layer.keys.find((key) => {
    const [across, down] = toScreen(view, ...moved(key, middleOf(held.region), ratio, held.layer.pivot ?? MIDDLE));
    return Math.hypot(across - x, down - y) <= REACH;
  });
  return found?.frame ?? null;
}

function dragKey(event: React.PointerEvent, view: ViewBox, held: Held, frame: number): void {
  const layer = layersOf(useDocument.getState().records, held.layer.shot).find((one) => one.id === held.layer.id);
  const key = layer?.keys.find((one) => one.frame === frame);
  if (!layer || !key) return;
  useCanvas.setState({ frame });
  const start = toPicture(view, event.clientX, event.clientY);
  let keys: ReturnType<typeof withKey> | null = null;
  pressed(event, {
    move: (next) => {
      const [x, y] = toPicture(view, next.clientX, next.clientY);
      keys = withKey(layer.keys, frame, { ...key, across: key.across + x - start[0], down: key.down + y - start[1] });
      draft(layer.id, { keys });
    },
    end: (given) => {
      if (keys && given) write(layer, { keys }, say("layers.edit.path", { name: nameOf(layer) }));
      else undraft(layer.id);
    },
  });
}

/** The way that a layer goes: a dot for each frame, a larger one for each key, a ring where it is now. */
function Path({ held, view }: { readonly held: Held; readonly view: ViewBox }) {
  const frames = useCanvas((state) => state.frames);
  const frame = useCanvas((state) => state.frame);
  const { layer } = held;
  if (layer.keys.length < 2) return null;
  const ratio = view.width / view.height;
  const middle = middleOf(held.region); // as it was shot: what its path is drawn of
  const at = (n: number): Point => toScreen(view, ...moved(poseAt(layer.keys, n, layer.easing), middle, ratio, layer.pivot ?? MIDDLE));
  const [first, last] = [layer.keys[0]?.frame ?? 0, Math.min(frames - 1, layer.keys.at(-1)?.frame ?? 0)];
  const way = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => at(first + n));
  const [x, y] = at(frame);
  return (
    <>
      <polyline className="way" points={way.map((one) => one.join(",")).join(" ")} />
      {way.length <= 600 ? way.map(([cx, cy], n) => <circle key={n} className="each" cx={cx} cy={cy} r={1.6} />) : null}
      {layer.keys.map((key) => {
        const [cx, cy] = toScreen(view, ...moved(key, middle, ratio, layer.pivot ?? MIDDLE));
        return <rect key={key.frame} className="key" x={cx - 4} y={cy - 4} width={8} height={8} transform={`rotate(45 ${cx} ${cy})`} />;
      })}
      <circle className="now" cx={x} cy={y} r={7} />
    </>
  );
}

function PathOptions() {
  const t = useWords();
  const { what, timing, range, width, strokes } = usePaths();
  const { shot, layer: id } = useCanvas();
  const layer = useDocument((state) => (shot ? layersOf(state.records, shot).find((one) => one.id === id) : undefined));
  return (
    <>
      <div className="segments" role="radiogroup" aria-label={t("layers.pathWhat")}>
        <div>
          {(["layer", "part"] as const).map((one) => (
            <label key={one} className={what === one ? "on" : ""}><input type="radio" name="path-what" checked={what === one} onChange={() => usePaths.setState({ what: one })} />{t(`layers.path.${one}`)}</label>
          ))}
        </div>
      </div>
      <SelectField
        hidden label={t("layers.timing")} value={timing} options={(["drawn", "even"] as const).map((value) => ({ value, label: t(`layers.timing.${value}`) }))}
        onWrite={(value) => usePaths.setState({ timing: value === "even" ? "even" : "drawn" })}
      />
      <SelectField
        hidden label={t("layers.range")} value={range} options={(["rest", "whole"] as const).map((value) => ({ value, label: t(`layers.range.${value}`) }))}
        onWrite={(value) => usePaths.setState({ range: value === "whole" ? "whole" : "rest" })}
      />
      {what === "part" ? (
        <>
          <label className="check brush-width">{t("layers.brushWidth")} <input type="range" min={0.01} max={0.25} step={0.005} value={width} onChange={(event) => usePaths.setState({ width: Number(event.target.value) })} /></label>
          <IconButton icon="undo" label={t("layers.strokeBack")} disabled={strokes.length === 0} onClick={() => usePaths.setState({ strokes: strokes.slice(0, -1) })} />
        </>
      ) : layer ? <b className="tool-layer">{nameOf(layer)}</b> : <span className="note">{t("layers.pathNone")}</span>}
    </>
  );
}

export const pathTool: CanvasTool = {
  id: "path", key: "p", words: "layers.tool.path", hint: "layers.hint.path", sees: "stack", Overlay: PathOverlay, Options: PathOptions,
  icon: "M3 13a1.300 1.300 0 1 0 0-2.600A1.300 1.300 0 0 0 3 13zM4.300 11.500c5 0 1-6.500 7.200-6.500M9.500 3l2.200 2-2.200 2",
};
