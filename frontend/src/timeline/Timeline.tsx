// The timeline beneath the player: bar, ruler, heads and lanes, and what is said of them to those who do not see them.
import { useEffect, useMemo, useRef } from "react";
import type { Film } from "../document/select";
import { filmOf } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { playback } from "../player/playback";
import { markedRange, usePlayer } from "../player/store";
import { timecodeOf } from "../player/timecode";
import { useView } from "../view/store";
import { choose, withLinked } from "./act";
import { fit } from "./actions";
import { Bar } from "./Bar";
import { type Current, useCurrent } from "./current";
import { Heads } from "./Heads";
import { Hovering, LanesView, nameOf } from "./Lanes";
import { byTrack, firstAfter, lanesOf, type Lanes } from "./layout";
import { MarkerForm } from "./MarkerForm";
import { Menus } from "./Menus";
import type { Colours } from "./paint";
import { markerAt, paintRuler, RULER } from "./ruler";
import { clipEnd, filmEnd } from "./rows";
import { bounded, frameAt, xOf } from "./scale";
import { Shelf } from "./Shelf";
import { forget, settle, useTimelineView } from "./store";
import { UpdateSheet } from "./UpdateSheet";
import { useShelf } from "./useShelf";
import "./timeline.css";
import "./sheets.css";

interface Props {
  readonly film: Film;
  readonly project: ProjectFields;
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    room: of("--room"), panel: of("--panel"), line: of("--line"), strong: of("--line-strong"), text: of("--text"), muted: of("--muted"),
    accent: of("--accent"), font: getComputedStyle(document.body).fontFamily,
  };
}

export function Timeline({ film, project }: Props) {
  const t = useWords();
  const { id } = useOpenFilm();
  const current = useCurrent();
  const heights = useTimelineView((state) => state.heights);
  const tall = useTimelineView((state) => state.tall);
  const updating = useTimelineView((state) => state.updating);
  const colours = useMemo(readColours, []);
  const lanes = useMemo(() => lanesOf(current.rows.tracks, heights), [current.rows.tracks, heights]);
  const [shelf, setShelf] = useShelf();
  useEffect(forget, [id]);
  useFirstFit(current);
  useFollowing(current);
  const empty = current.rows.clips.size === 0;
  return (
    <section className="timeline" style={{ height: tall }} aria-label={t("tl.title")}>
      <Divider tall={tall} />
      <Bar current={current} shelf={shelf} onShelf={() => setShelf(!shelf)} />
      {shelf ? <Shelf film={film} current={current} /> : null}
      <Ruler current={current} project={project} colours={colours} />
      <div className="tl-scroll">
        <Heads lanes={lanes} />
        <div className="tl-area">
          <LanesView current={current} lanes={lanes} project={project} colours={colours} />
          <Hovering lanes={lanes} />
          {empty ? <p className="tl-empty">{film.shots.length === 0 ? t("tl.empty") : current.follows ? t("tl.loading") : t("tl.emptyOwn")}</p> : null}
        </div>
      </div>
      <Scroller frames={filmEnd(current.rows)} />
      <Playhead />
      <Spoken current={current} lanes={lanes} rate={project.rate} />
      <Menus current={current} />
      <MarkerForm current={current} />
      {updating ? <UpdateSheet current={current} onClose={() => useTimelineView.setState({ updating: false })} /> : null}
    </section>
  );
}

/** The whole film is shown when it is first there. */
function useFirstFit(current: Current): void {
  const width = useTimelineView((state) => state.width);
  const zoom = useTimelineView((state) => state.scale.zoom);
  const frames = filmEnd(current.rows);
  useEffect(() => {
    if (zoom === 0 && width > 0 && frames > 0) fit();
  }, [zoom, width, frames]);
}

/** While it plays the page turns before the playhead leaves it; a seek elsewhere brings the playhead into sight. */
function useFollowing(current: Current): void {
  const rows = useRef(current.rows);
  rows.current = current.rows;
  useEffect(() => useView.subscribe(({ frame, playing }, before) => {
    if (frame === before.frame) return;
    const { scale, width, live, marquee } = useTimelineView.getState();
    if (width === 0 || scale.zoom === 0 || live || marquee) return;
    const x = xOf(scale, frame);
    if (x >= 0 && x <= width - 12) return;
    const left = playing && x > 0 ? frame : frame - width / 2 / scale.zoom;
    useTimelineView.setState({ scale: bounded({ ...scale, left }, width, filmEnd(rows.current)) });
  }), []);
}

/** The bar between player and timeline. */
function Divider({ tall }: { readonly tall: number }) {
  const t = useWords();
  const limits = (value: number): number => Math.max(170, Math.min(innerHeight - 260, value));
  return (
    <div
      className="tl-divider" role="separator" aria-orientation="horizontal" tabIndex={0} aria-label={t("tl.height")} aria-valuenow={tall} aria-valuemin={170} aria-valuemax={900}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        event.stopPropagation();
        settle({ tall: limits(tall + (event.key === "ArrowUp" ? 16 : -16)) });
      }}
      onPointerDown={(event) => {
        const from = event.clientY;
        const bar = event.currentTarget;
        bar.setPointerCapture(event.pointerId);
        const moved = (move: PointerEvent): void => useTimelineView.setState({ tall: limits(tall + from - move.clientY) });
        bar.addEventListener("pointermove", moved);
        bar.addEventListener("pointerup", () => {
          bar.removeEventListener("pointermove", moved);
          settle({ tall: useTimelineView.getState().tall });
        }, { once: true });
      }}
    />
  );
}

function Ruler({ current, project, colours }: { readonly current: Current; readonly project: ProjectFields; readonly colours: Colours }) {
  const t = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const rate = useMemo(() => rateOf(project.rate), [project.rate]);
  const frames = filmEnd(current.rows);
  const latest = useRef({ current, frames });
  latest.current = { current, frames };
  const draw = useRef((): void => undefined);
  useEffect(() => {
    let asked = 0;
    const paint = (): void => {
      asked = 0;
      const element = canvas.current;
      const context = element?.getContext("2d", { alpha: false });
      const { scale, width } = useTimelineView.getState();
      if (!element || !context || width === 0 || scale.zoom === 0) return;
      const density = Math.min(2, devicePixelRatio || 1);
      if (element.width !== Math.round(width * density)) {
        element.width = Math.round(width * density);
        element.height = RULER * density;
        element.style.width = `${width}px`;
      }
      context.setTransform(density, 0, 0, density, 0, 0);
      const { current: now, frames: long } = latest.current;
      paintRuler(context, { scale, width, rate, frames: long, markers: now.markers, range: markedRange(usePlayer.getState(), long), colours });
    };
    const soon = (): void => {
      if (asked === 0) asked = requestAnimationFrame(paint);
    };
    draw.current = soon;
    const leave = [useTimelineView.subscribe(soon), usePlayer.subscribe(soon)];
    soon();
    return () => {
      leave.forEach((one) => one());
      cancelAnimationFrame(asked);
    };
  }, [rate, colours]);
  useEffect(() => draw.current());
  const to = (event: React.PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    playback.seek(Math.max(0, Math.floor(frameAt(useTimelineView.getState().scale, event.clientX - box.left))));
  };
  return (
    <div className="tl-ruler">
      <span className="tl-corner" />
      <div
        className="tl-times" role="presentation" title={t("tl.ruler")}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          to(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) to(event);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          const one = markerAt(current.markers, useTimelineView.getState().scale, event.clientX - event.currentTarget.getBoundingClientRect().left);
          if (one) useTimelineView.setState({ menu: { x: event.clientX, y: event.clientY, about: "marker", id: one.id } });
        }}
        onDoubleClick={(event) => {
          const one = markerAt(current.markers, useTimelineView.getState().scale, event.clientX - event.currentTarget.getBoundingClientRect().left);
          if (one) useTimelineView.setState({ marker: one.id });
        }}
      >
        <canvas ref={canvas} aria-hidden />
      </div>
    </div>
  );
}

/** Moves with the frame, and with nothing else: the lanes are not drawn for it. */
function Playhead() {
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const place = (): void => {
      const { scale, width } = useTimelineView.getState();
      const x = xOf(scale, useView.getState().frame);
      if (!line.current) return;
      line.current.style.transform = `translate3d(${Math.round(x)}px, 0, 0)`;
      line.current.style.visibility = x < -1 || x > width ? "hidden" : "visible";
    };
    const leave = [useView.subscribe(place), useTimelineView.subscribe(place)];
    place();
    return () => leave.forEach((one) => one());
  }, []);
  return <span className="tl-playhead" aria-hidden><span ref={line}><i /></span></span>;
}

/** Which part of the film is shown; dragged, it scrolls. */
function Scroller({ frames }: { readonly frames: number }) {
  const t = useWords();
  const { scale, width } = useTimelineView();
  const whole = Math.max(frames + (width * 0.5) / Math.max(scale.zoom, 1e-6), 1);
  const shown = width / Math.max(scale.zoom, 1e-6);
  const share = (count: number): string => `${Math.max(0, Math.min(100, (count / whole) * 100))}%`;
  const go = (left: number): void => useTimelineView.setState({ scale: bounded({ ...scale, left }, width, frames) });
  return (
    <div className="tl-scroller" aria-hidden>
      <div
        className="tl-track" title={t("tl.scroll")}
        onPointerDown={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const bar = event.currentTarget;
          bar.setPointerCapture(event.pointerId);
          const at = ((event.clientX - box.left) / box.width) * whole;
          const grip = at >= scale.left && at <= scale.left + shown ? at - scale.left : shown / 2;
          const moved = (move: PointerEvent): void => go(((move.clientX - box.left) / box.width) * whole - grip);
          if (grip === shown / 2) go(at - grip);
          bar.addEventListener("pointermove", moved);
          bar.addEventListener("pointerup", () => bar.removeEventListener("pointermove", moved), { once: true });
        }}
      >
        <span style={{ left: share(scale.left), width: share(shown) }} />
      </div>
    </div>
  );
}

const MOST = 120; // clips that are named for readers

/** The clips in sight as buttons for readers and for the Tab key, and what was chosen, said. */
function Spoken({ current, lanes, rate }: { readonly current: Current; readonly lanes: Lanes; readonly rate: string }) {
  const t = useWords();
  const chosen = useTimelineView((state) => state.chosen);
  const width = useTimelineView((state) => state.width);
  const scale = useTimelineView((state) => state.scale);
  const film = filmOf(useDocument((state) => state.records));
  const shown = lanes.lanes.flatMap((lane) => {
    const own = byTrack(current.rows).get(lane.track.id) ?? [];
    const from = firstAfter(own, scale.left);
    return own.slice(from, from + MOST).filter((one) => xOf(scale, one.start) < width).map((clip) => ({ lane, clip }));
  }).slice(0, MOST);
  const code = (frame: number): string => timecodeOf(frame, rateOf(rate));
  const [first] = chosen;
  const one = current.rows.clips.get(first ?? "");
  return (
    <div className="tl-spoken">
      <div role="listbox" aria-multiselectable aria-label={t("tl.clips")}>
        {shown.map(({ lane, clip }) => (
          <div
            key={clip.id} role="option" tabIndex={-1} aria-selected={chosen.has(clip.id)} data-clip={clip.id} data-track={lane.name} data-start={clip.start} data-frames={clip.frames} data-source={clip.source_in} data-shot={clip.shot ?? ""}
            onClick={() => choose(withLinked(current.rows, [clip.id]))}
          >
            {t("tl.clipAt", { name: nameOf(film, clip, t), track: lane.name, from: code(clip.start), to: code(clipEnd(clip)), frames: clip.frames })}
          </div>
        ))}
      </div>
      <p role="status">{one ? t("tl.chosen", { count: chosen.size, name: nameOf(film, one, t), from: code(one.start), to: code(clipEnd(one)), frames: one.frames }) : ""}</p>
    </div>
  );
}
