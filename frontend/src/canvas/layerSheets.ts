// Layers that were followed through the shot, at the frame on screen: their films with alpha, decoded as the take's own is.
import { useEffect, useMemo, useRef, useState } from "react";
import { rateOf } from "../film/time";
import type { Picture } from "../player/frames";
import { useCanvas } from "./store";
import { TakeFrames } from "./takeFrames";

/** `urls`: the film of each layer that has one, by layer. Gives their pictures at the frame on screen, as far as they are decoded. */
export function useLayerPictures(urls: ReadonlyMap<string, string>, rate: string): ReadonlyMap<string, Picture> {
  const open = useRef(new Map<string, TakeFrames>());
  const [arrived, redraw] = useState(0);
  const frame = useCanvas((state) => state.frame);
  const frames = useCanvas((state) => state.frames);
  const speed = useCanvas((state) => state.speed);
  useEffect(() => {
    const rated = rateOf(rate);
    const wanted = new Set(urls.values());
    for (const [url, one] of [...open.current]) {
      if (wanted.has(url)) continue;
      one.close();
      open.current.delete(url);
    }
    for (const url of wanted) {
      if (open.current.has(url)) continue;
      const one = new TakeFrames(url, rated);
      one.listen(() => redraw((count) => count + 1));
      open.current.set(url, one);
    }
    redraw((count) => count + 1);
  }, [urls, rate]);
  useEffect(() => {
    const all = open.current;
    return () => {
      for (const one of all.values()) one.close();
      all.clear();
    };
  }, []);
  return useMemo(() => {
    const found = new Map<string, Picture>();
    for (const [layer, url] of urls) {
      const picture = open.current.get(url)?.picture(frame, frames, speed);
      if (picture) found.set(layer, picture);
    }
    return found;
  }, [urls, frame, frames, speed, arrived]);
}
