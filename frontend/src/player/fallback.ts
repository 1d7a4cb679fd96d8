// Where a browser has no WebCodecs (a page over plain HTTP from another machine): a few video elements, drawn on the same canvas.
import { clockAt, frameAt, type Rate } from "../film/time";
import type { FrameSource, Manner, Picture, Trouble } from "./frames";
import type { Source } from "./layers";

const DRIFT = 6; // frames by which a playing element may be off before it is set right at once
const PULL = 0.04; // otherwise it plays so much faster or slower for each frame that it is off

interface Held {
  readonly video: HTMLVideoElement;
  url: string;
  /** The frame that the element shows; −1: not known. */
  shown: number;
}

/** Frames of `<video>`: the asked one when it stands still, the one nearest to it while it plays. */
export class VideoFrames implements FrameSource {
  private readonly held: readonly Held[];
  private readonly troubles = new Set<string>();
  private speed = 0;
  readonly ahead = false;
  readonly bytes = 0; // the browser's own affair

  constructor(private readonly rate: () => Rate, private readonly arrived: () => void, count = 2) {
    const one = (): Held => {
      const video = document.createElement("video");
      video.muted = true;
      video.playsInline = true;
      video.preload = "auto";
      const held: Held = { video, url: "", shown: -1 };
      const landed = (): void => {
        held.shown = frameAt(video.currentTime, this.rate());
        this.arrived();
      };
      // Sought is not yet shown: at rest the picture is drawn with the next frame of the screen, when it is surely the new one.
      for (const name of ["loadeddata", "seeked"] as const) {
        video.addEventListener(name, () => (this.speed === 0 ? requestAnimationFrame(() => void (video.seeking || landed())) : landed()));
      }
      video.addEventListener("error", () => {
        if (held.url) this.troubles.add(held.url);
        this.arrived();
      });
      return held;
    };
    this.held = Array.from({ length: count }, one);
  }

  readonly get = ({ url, frame }: Source): Picture | null => {
    const held = this.held.find((one) => one.url === url);
    if (!held || held.shown < 0 || held.video.readyState < 2) return null;
    if (this.speed === 0 && held.shown !== frame) return null; // in motion whatever it shows is better than nothing
    const { video } = held;
    return {
      width: video.videoWidth, height: video.videoHeight,
      draw: (context, x, y, width, height) => context.drawImage(video, x, y, width, height),
    };
  };

  readonly want = (wanted: readonly Source[], _: Manner, speed: number): void => {
    this.speed = speed;
    const firsts = new Map<string, Source>();
    for (const one of wanted) if (!firsts.has(one.url)) firsts.set(one.url, one);
    const some = [...firsts.values()].slice(0, this.held.length);
    for (const one of some) {
      const held = this.held.find(({ url }) => url === one.url) ?? this.held.find(({ url }) => !some.some((other) => other.url === url));
      if (held) this.lead(held, one, one === some[0] || this.held.length > 2); // layers run together
    }
  };

  readonly warm = (): void => undefined; // the elements load by themselves what they are given

  readonly trouble = (url: string): Trouble | null => (this.troubles.has(url) ? "undecodable" : null);

  readonly close = (): void => {
    for (const one of this.held) {
      one.url = "";
      one.video.pause();
      one.video.removeAttribute("src");
      one.video.load();
    }
  };

  private lead(held: Held, { url, frame }: Source, first: boolean): void {
    const { video } = held;
    if (held.url !== url) {
      held.url = url;
      held.shown = -1;
      video.src = url;
    }
    const runs = first && this.speed > 0 && this.speed <= 4;
    const off = frameAt(video.currentTime, this.rate()) - frame;
    if (Math.abs(off) > (runs ? DRIFT : 0) && !video.seeking) video.currentTime = clockAt(frame + 0.5, this.rate());
    if (!runs) video.pause();
    else {
      video.playbackRate = this.speed * (1 - PULL * Math.max(-DRIFT, Math.min(DRIFT, off)));
      if (video.paused) video.play().catch(() => undefined); // not loaded yet: it is drawn when it is
    }
  }
}
