// A shot whose take is there: its picture with the masks over it, the tool in hand, what is being looked at, and its frames beneath.
import { useCallback, useEffect, useMemo, useState } from "react";
import { usePanels } from "../api/queries";
import type { ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { useTakeProxy } from "../inspector/takeProxy";
import { liveReady, LivePicture } from "../layers/LivePicture";
import { layersOf } from "../layers/records";
import { useStack } from "../layers/stack";
import { Ants, type Line } from "./Ants";
import { colourOf } from "./colours";
import { useEye, useLooking } from "./eye";
import { Filmstrip } from "./Filmstrip";
import { Follow } from "./Follow";
import { HoverOutline, HoverPicture } from "./Hover";
import { useFollowedOutlines } from "./followedLines";
import { showsFollowed } from "./followedBox";
import { useLayerPictures } from "./layerSheets";
import { MaskPicture, type Sheet } from "./MaskPicture";
import { saidAt } from "./maskKeys";
import { useSaidMasks } from "./masks/known";
import { Notices, Told } from "./Notices";
import { Stage } from "./Stage";
import { useCanvas } from "./store";
import { TakePicture } from "./TakePicture";
import { useTakeFrames } from "./takeFrames";
import { Toolbar } from "./Toolbar";
import { toolOf } from "./tools";
import { usePlaying } from "./transport";
import type { ViewBox } from "./view";

const MASKING = new Set(["click", "box", "brush", "words", "remove"]);
const WIDEST = 1920; // pixels of the canvases: the screen shows no more of it

/** Everything but the head. */
export function Table({ one, project }: { readonly one: ShotInFilm; readonly project: ProjectFields }) {
  const t = useWords();
  const shot = one.shot.id;
  const take = one.take?.id ?? "";
  const stack = useStack(shot);
  const own = useTakeProxy(stack && stack.bare.proxy.url ? "" : take, Boolean(stack && !stack.bare.proxy.url)); // until the bare one is made
  const url = stack?.bare.proxy.url ?? own?.url ?? null;
  const rate = useMemo(() => rateOf(stack?.rate ?? project.rate), [stack?.rate, project.rate]);
  const frames = useTakeFrames(url, stack?.rate ?? project.rate);
  const poster = usePanels(project.id).data?.get(shot)?.url;
  const tool = toolOf(useCanvas((state) => state.tool));
  const frame = useCanvas((state) => state.frame);
  const playing = useCanvas((state) => state.playing);
  const count = stack?.frames ?? one.shot.frames;
  useEffect(() => useCanvas.setState(({ frame: at }) => ({ frames: Math.max(1, count), frame: Math.min(at, Math.max(0, count - 1)) })), [count]);
  useLooking(shot, take, MASKING.has(tool.id));
  const together = tool.sees === "stack";
  const ready = useCallback((at: number): boolean => {
    const { frames: whole, speed } = useCanvas.getState();
    if (together) return liveReady(at);
    return !frames || frames.trouble !== null || frames.picture(at, whole, speed) !== null;
  }, [frames, together]);
  usePlaying(rate, ready);
  const size = useMemo(() => {
    const [width, height] = [stack?.width ?? project.width, stack?.height ?? project.height];
    const scale = Math.min(1, WIDEST / width);
    return { width: Math.round(width * scale), height: Math.round(height * scale) };
  }, [stack?.width, stack?.height, project.width, project.height]);
  const still = useStill(frame);
  const { sheets, lines } = useMasks(one, stack, frame, playing, project.rate);
  const shown = useCanvas((state) => state.shown);
  const held = useCanvas((state) => state.layer);
  // What is being taken out is shown as a mask until the picture without it is there.
  const leaving = tool.id === "remove" && held !== null && !(stack?.plate.proxy.url && stack.plate.without.includes(held));
  const masks = useMemo(() => (together ? sheets.filter((each) => leaving && each.id === held) : sheets), [together, sheets, leaving, held]);
  const outlines = useMemo(() => (together ? lines.filter((each) => leaving && each.id === held) : lines), [together, lines, leaving, held]);
  const draw = (view: ViewBox) => together ? (
    <>
      <LivePicture shot={shot} frame={frame} />
      <MaskPicture sheets={masks} shown="overlay" size={size} />
      <HoverPicture />
    </>
  ) : (
    <>
      {url === null && poster ? <img className="take-poster" src={poster} alt="" draggable={false} /> : null}
      <TakePicture hidden={url === null} frames={frames} size={size} still={still} label={t("canvas.picture")} near={view.width / size.width > 8} />
      <MaskPicture sheets={masks} shown={shown} size={size} />
      {shown === "overlay" ? <HoverPicture /> : null}
    </>
  );
  return (
    <>
      <div className="canvas-body">
        <Toolbar />
        <Stage
          picture={size} label={t("canvas.stage")} draw={draw}
          over={(view) => (
            <>
              {!together && shown !== "overlay" ? null : <><Ants view={view} lines={outlines} /><HoverOutline view={view} /></>}
              <Told view={view} />
            </>
          )}
        >
          <Notices one={one} masking={MASKING.has(tool.id)} trouble={frames?.trouble ?? null} preparing={stack !== undefined && url === null} />
        </Stage>
      </div>
      <div className="canvas-foot">
        <p className="canvas-hint">{t(tool.hint)}</p>
        <Follow one={one} stack={stack} />
      </div>
      <Filmstrip one={one} stack={stack} url={url} rate={stack?.rate ?? project.rate} />
    </>
  );
}

/** The frame at its full size, as soon as it has been looked at. */
function useStill(frame: number): { readonly frame: number; readonly image: CanvasImageSource } | null {
  const url = useEye((state) => (state.frame === frame ? state.picture : null));
  const [still, setStill] = useState<{ frame: number; image: CanvasImageSource } | null>(null);
  useEffect(() => {
    if (!url) return undefined;
    let over = false;
    const image = new Image();
    image.src = url;
    image.decode().then(() => over || setStill({ frame, image }), () => undefined);
    return () => {
      over = true;
    };
  }, [url, frame]);
  return still;
}

/** What lies over the picture at this frame: masks that were said here, followed layers, and what a click would take. */
function useMasks(one: ShotInFilm, stack: ReturnType<typeof useStack>, frame: number, playing: boolean, rate: string): { sheets: Sheet[]; lines: Line[] } {
  const shot = one.shot.id;
  const layers = useDocument((state) => layersOf(state.records, shot));
  const chosen = useCanvas((state) => state.layer);
  const said = useSaidMasks(shot, layers, frame);
  const urls = useMemo(() => new Map(layers.flatMap((layer) => {
    const url = layer.kind === "cut" ? stack?.layers.find((each) => each.id === layer.id)?.proxy?.url : null;
    return url ? [[layer.id, url] as const] : [];
  })), [layers, stack]);
  const pictures = useLayerPictures(urls, rate);
  useEffect(() => showsFollowed(frame, pictures), [frame, pictures]);
  const traced = useFollowedOutlines(pictures, frame, !playing);
  const sheets = useMemo(() => {
    const found: Sheet[] = [];
    for (const layer of layers) {
      if (layer.kind !== "cut") continue;
      const colour = colourOf(layers, layer.id);
      const here = saidAt(layer.masks, frame) ? said.find((each) => each.layer.id === layer.id) : undefined;
      const drawn = playing ? null : (here?.drawn ?? null);
      const followed = pictures.get(layer.id);
      const draw: Sheet["draw"] = drawn ? (context, width, height) => context.drawImage(drawn.picture, 0, 0, width, height)
        : followed ? (context, width, height) => followed.draw(context as CanvasRenderingContext2D, 0, 0, width, height) : null;
      if (draw) found.push({ id: layer.id, colour, draw, chosen: layer.id === chosen });
    }
    return found;
  }, [layers, said, pictures, chosen, frame, playing]);
  const lines = useMemo(() => {
    if (playing) return [];
    const found: Line[] = said.flatMap(({ layer, drawn, colour }): Line[] => (drawn ? [{ id: layer.id, outline: drawn.outline, colour, how: layer.id === chosen ? "chosen" : "other" }] : []));
    for (const [id, outline] of traced) {
      if (!found.some((each) => each.id === id)) found.push({ id, outline, colour: colourOf(layers, id), how: id === chosen ? "chosen" : "other" });
    }
    return found;
  }, [said, chosen, playing, traced, layers]);
  return { sheets, lines };
}
