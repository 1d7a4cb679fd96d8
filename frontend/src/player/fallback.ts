// Where a browser has no WebCodecs (a page over plain HTTP from another machine): two video elements, drawn on the same canvas.
import { clockAt, frameAt, type Rate } from "../film/time";
import type { FrameSource, Manner, Picture, Trouble } from "./frames";
import type { Source } from "./layers";

const DRIFT = 2; // frames by which a playing element may be off before it is set right

interface Held {
  readonly video: HTMLVideoElement;
  url: string;
}

/** Frames of `<video>`: the asked one when it stands still, the one nearest to it while it plays. */
export class VideoFrames implements FrameSource {
  private readonly held: readonly [Held, Held];
  private readonly troubles = new Set<string>();
  private playing = false;
  readonly bytes = 0; // the browser's own affair

  constructor(private readonly rate: () => Rate, private readonly arrived: () => void) {
    const one = (): Held => {
      const video = document.createElement("video");
      video.muted = true;
      video.playsInline = true;
      video.preload = "auto";
      video.addEventListener("loadeddata", this.arrived);
      video.addEventListener("seeked", this.arrived);
      const held: Held = { video, url: "" };
      video.addEventListener("error", () => {
        if (held.url) this.troubles.add(held.url);
        this.arrived();
      });
      return held;
    };
    this.held = [one(), one()];
  }

  readonly get = ({ url, frame }: Source): Picture | null => {
    const video = this.held.find((one) => one.url === url)?.video;
    if (!video || video.readyState < 2 || video.seeking) return null;
    const off = Math.abs(frameAt(video.currentTime, this.rate()) - frame);
    if (off > (this.playing ? DRIFT * 2 : 0)) return null;
    return {
      width: video.videoWidth, height: video.videoHeight,
      draw: (context, x, y, width, height) => context.drawImage(video, x, y, width, height),
    };
  };

  readonly want = (wanted: readonly Source[], manner: Manner, speed: number): void => {
    this.playing = manner === "forward" && speed > 0 && speed <= 4;
    const firsts = new Map<string, Source>();
    for (const one of wanted) if (!firsts.has(one.url)) firsts.set(one.url, one);
    const two = [...firsts.values()].slice(0, 2);
    for (const one of two) {
      const held = this.held.find(({ url }) => url === one.url) ?? this.held.find(({ url }) => !two.some((other) => other.url === url));
      if (held) this.lead(held, one, one === two[0], speed);
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

  private lead(held: Held, { url, frame }: Source, first: boolean, speed: number): void {
    const { video } = held;
    if (held.url !== url) {
      held.url = url;
      video.src = url;
    }
    const at = frameAt(video.currentTime, this.rate());
    const runs = this.playing && first;
    if (Math.abs(at - frame) > (runs ? DRIFT : 0) && !video.seeking) video.currentTime = clockAt(frame + 0.5, this.rate());
    if (!runs) video.pause();
    else {
      video.playbackRate = speed;
      if (video.paused) video.play().catch(() => undefined); // not loaded yet: `loadeddata` draws it
    }
  }
}
