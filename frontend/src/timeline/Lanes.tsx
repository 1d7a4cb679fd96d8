// The lanes: a canvas that is drawn when something of it changed, with the pointer, the wheel, and what hovers above it.
import { useEffect, useMemo, useRef } from "react";
import { usePanels } from "../api/queries";
import { filmOf } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { bring, choose, withLinked } from "./act";
import type { Current } from "./current";
import { type Lanes as Laid, laneAt, underPoint } from "./layout";
import { type Colours, paint } from "./paint";
import { bladeFrame, cursorOf, pressed } from "./pointer";
import { type Clip, filmEnd } from "./rows";
import { bounded, frameAt, snapped, snapsOf, xOf, zoomed } from "./scale";
import { useTimelineView } from "./store";
import { Thumbs } from "./thumbs";
import { heardIn, Waves } from "./waves";

interface Props {
  readonly current: Current;
  readonly lanes: Laid;
  readonly project: ProjectFields;
  readonly colours: Colours;
}

/** What is dragged from the shots into the timeline. */
export const SHOTS = "application/x-filmwright-shots";

export function LanesView({ current, lanes, project, colours }: Props) {
  const t = useWords();
  const { id, reel } = useOpenFilm();
  const panels = usePanels(id).data;
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const rate = useMemo(() => rateOf(project.rate), [project.rate]);
  const redraw = useRef((): void => undefined);
  // Where each sound lies in its take is worked out when a reel arrives; edits after it only move the clips. A reel that is there
  // before its clips waits for them.
  const known = reel?.voices.some((one) => current.rows.clips.has(one.clip)) ?? false;
  const heard = useMemo(() => (reel ? heardIn(reel, current.rows, rate) : new Map<string, never>()), [reel, rate, known]);

  const latest = useRef({ current, lanes, panels, colours, heard, t });
  latest.current = { current, lanes, panels, colours, heard, t };

  useEffect(() => {
    let asked = 0;
    const soon = (): void => {
      if (asked === 0) asked = requestAnimationFrame(draw);
    };
    const thumbs = new Thumbs(soon, () => rate);
    const waves = new Waves(soon);
    const draw = (): void => {
      asked = 0;
      const element = canvas.current;
      const context = element?.getContext("2d", { alpha: false });
      const { scale, width, chosen, gap, live } = useTimelineView.getState();
      const { current: now, lanes: laid, panels: stills, colours: shades, heard: sounds, t: said } = latest.current;
      if (!element || !context || width === 0 || scale.zoom === 0) return;
      const density = Math.min(2, devicePixelRatio || 1);
      const [wide, high] = [Math.round(width * density), Math.round(Math.max(1, laid.height) * density)];
      if (element.width !== wide || element.height !== high) {
        element.width = wide;
        element.height = high;
        element.style.width = `${width}px`;
        element.style.height = `${laid.height}px`;
      }
      context.setTransform(density, 0, 0, density, 0, 0);
      const film = filmOf(useDocument.getState().records);
      paint(context, {
        rows: live?.rows ?? now.rows, lanes: laid, scale, width, chosen, gap, rate, colours: shades, thumbs, waves, heard: sounds, ratio: project.width / project.height,
        name: (clip) => nameOf(film, clip, said),
        still: (clip) => stills?.get(clip.shot ?? "")?.url ?? null,
        proxy: (clip) => now.board?.shots[clip.shot ?? ""]?.proxy?.url ?? null,
        alone: now.rows.tracks.some((one) => one.kind !== "picture" && one.solo),
      });
    };
    redraw.current = soon;
    const leave = useTimelineView.subscribe(soon);
    soon();
    return () => {
      leave();
      cancelAnimationFrame(asked);
      thumbs.close();
    };
  }, [rate, project.width, project.height]);
  useEffect(() => redraw.current());

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(([entry]) => useTimelineView.setState({ width: Math.round(entry?.contentRect.width ?? 0) }));
    watch.observe(element);
    // A wheel listener of React's is passive: it could not keep the page from zooming.
    const wheel = (event: WheelEvent): void => {
      const { scale, width } = useTimelineView.getState();
      const x = event.clientX - element.getBoundingClientRect().left;
      const frames = filmEnd(latest.current.current.rows);
      if (event.ctrlKey || event.metaKey || event.altKey) {
        event.preventDefault();
        useTimelineView.setState({ scale: bounded(zoomed(scale, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.003)), x), width, frames) });
        return;
      }
      const along = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      const scroller = element.closest(".tl-scroll");
      const tall = scroller !== null && scroller.scrollHeight > scroller.clientHeight + 1;
      const by = along !== 0 ? along : tall ? 0 : event.deltaY; // nothing to scroll down to: the wheel goes along
      if (by === 0) return;
      event.preventDefault();
      useTimelineView.setState({ scale: bounded({ ...scale, left: scale.left + (by * (event.deltaMode === 1 ? 30 : 1)) / scale.zoom }, width, frames) });
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener("wheel", wheel);
    };
  }, []);

  const inside = (x: number, y: number): { x: number; y: number } => {
    const edge = box.current?.getBoundingClientRect();
    return { x: x - (edge?.left ?? 0), y: y - (edge?.top ?? 0) };
  };
  return (
    <div
      ref={box} className="tl-lanes" style={{ height: Math.max(40, lanes.height) }}
      onPointerDown={(event) => {
        const { x, y } = inside(event.clientX, event.clientY);
        (document.activeElement as HTMLElement | null)?.blur?.();
        pressed({ x, y, event: event.nativeEvent, lanes, inside });
      }}
      onPointerMove={(event) => {
        if (event.buttons !== 0) return;
        const { tool, scale } = useTimelineView.getState();
        const { x, y } = inside(event.clientX, event.clientY);
        const under = underPoint(current.rows, lanes, scale, x, y);
        event.currentTarget.style.cursor = cursorOf(tool, under);
        const ghost = tool === "blade" && under.clip && !under.lane?.track.locked ? { start: bladeFrame(current, under.frame), frames: 0, track: under.lane?.track.id ?? null } : null;
        if (ghost?.start !== useTimelineView.getState().ghost?.start) useTimelineView.setState({ ghost });
      }}
      onPointerLeave={() => useTimelineView.setState({ ghost: null })}
      onDoubleClick={(event) => {
        const { x, y } = inside(event.clientX, event.clientY);
        const { clip } = underPoint(current.rows, lanes, useTimelineView.getState().scale, x, y);
        if (clip) choose([clip.id]);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        const { x, y } = inside(event.clientX, event.clientY);
        const under = underPoint(current.rows, lanes, useTimelineView.getState().scale, x, y);
        if (under.clip && !useTimelineView.getState().chosen.has(under.clip.id)) choose(withLinked(current.rows, [under.clip.id]));
        if (!under.clip && under.lane) useTimelineView.setState({ gap: { track: under.lane.track.id, frame: Math.floor(under.frame) } });
        if (under.lane) useTimelineView.setState({ menu: { x: event.clientX, y: event.clientY, about: under.clip ? "clip" : "gap", id: under.clip?.id ?? under.lane.track.id } });
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(SHOTS)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "copy";
        const { x, y } = inside(event.clientX, event.clientY);
        useTimelineView.setState({ ghost: { start: dropFrame(current, x), frames: carried, track: laneAt(lanes, y)?.track.id ?? null } });
      }}
      onDragLeave={() => useTimelineView.setState({ ghost: null })}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes(SHOTS)) return;
        event.preventDefault();
        event.stopPropagation();
        const { x, y } = inside(event.clientX, event.clientY);
        useTimelineView.setState({ ghost: null });
        const shots = JSON.parse(event.dataTransfer.getData(SHOTS)) as string[];
        bring(shots, dropFrame(current, x), event.ctrlKey || event.metaKey ? "insert" : "overwrite", laneAt(lanes, y)?.track.id ?? null);
      }}
    >
      <canvas ref={canvas} className="tl-canvas" aria-hidden />
    </div>
  );
}

let carried = 48;
/** How many frames are being dragged in: the browser does not tell before they are dropped. */
export const carrying = (frames: number): void => void (carried = frames);

function dropFrame(current: Current, x: number): number {
  const { scale, snapping } = useTimelineView.getState();
  const at = Math.max(0, Math.round(frameAt(scale, x)));
  return (snapping ? snapped([at], snapsOf(current.rows.clips.values(), new Set(), []), 9 / scale.zoom)?.at : null) ?? at;
}

/** A clip as it is called: its slate, or what it is. */
export function nameOf(film: ReturnType<typeof filmOf>, clip: Clip, t: ReturnType<typeof useWords>): string {
  if (clip.shot) {
    const one = film.byId.get(clip.shot);
    return one ? `${one.slate}${one.take ? `-${one.take.number}` : ""}` : "";
  }
  return clip.tone ? t("tl.tone") : t("tl.media");
}

/** What hovers over the lanes: the drag's words, the line that it snapped to, a marquee, what would be dropped, and the playhead's neighbours. */
export function Hovering({ lanes }: { readonly lanes: Laid }) {
  const { live, marquee, ghost, scale, tool } = useTimelineView();
  const place = (lane: string | null): { top: number; height: number } => {
    const one = lanes.lanes.find((each) => each.track.id === lane);
    return one ? { top: one.top, height: one.height } : { top: 0, height: lanes.height };
  };
  const box = marquee && {
    left: xOf(scale, Math.min(marquee.from.frame, marquee.to.frame)), width: Math.abs(marquee.to.frame - marquee.from.frame) * scale.zoom,
    top: Math.min(marquee.from.y, marquee.to.y), height: Math.abs(marquee.to.y - marquee.from.y),
  };
  return (
    <div className="tl-hover" aria-hidden>
      {live?.snap !== null && live ? <span className="tl-snap" style={{ left: xOf(scale, live.snap) }} /> : null}
      {live ? <span className="tl-told timecode" style={{ left: live.x + 14, top: Math.max(0, live.y - 30) }}>{live.words}</span> : null}
      {box ? <span className="tl-marquee" style={box} /> : null}
      {ghost ? <span className={tool === "blade" && ghost.frames === 0 ? "tl-blade" : "tl-ghost"} style={{ left: xOf(scale, ghost.start), width: ghost.frames * scale.zoom || undefined, ...place(ghost.track) }} /> : null}
    </div>
  );
}
