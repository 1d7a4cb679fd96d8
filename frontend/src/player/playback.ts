// Plays the reel before any export: two video elements take turns, panels stand in for shots not yet made, one clock rules.
import type { Reel } from "../api/queries";
import { clockAt, frameAt, rateOf, type Rate } from "../film/time";
import { useView } from "../view/store";
import { pictureAt, sourceFrame, within } from "./reel";
import { Sound } from "./sound";

const DRIFT = 0.09; // clock seconds by which a playing picture may be off before it is set right

/** What a player draws into. */
export interface Screen {
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  readonly still: HTMLImageElement;
}

class Playback {
  private reel: Reel | null = null;
  private rate: Rate = { numerator: 24, denominator: 1 };
  private screen: Screen | null = null;
  private from = { frame: 0, clock: 0 };
  private speed = 0;
  private front = -1;
  private ticking = 0;
  readonly sound = new Sound();
  loop = false;

  /** Another reel, or the same one with more of it made; the frame stays. */
  load(reel: Reel | null): void {
    this.reel = reel;
    if (reel) this.rate = rateOf(reel.rate);
    this.show();
  }

  /** Draw here from now on; the function returned lets go. */
  attach(screen: Screen): () => void {
    this.screen = screen;
    this.front = -1;
    const again = (): void => this.show();
    for (const video of screen.videos) {
      video.addEventListener("loadeddata", again);
      video.addEventListener("seeked", again);
    }
    this.show();
    return () => {
      for (const video of screen.videos) {
        video.removeEventListener("loadeddata", again);
        video.removeEventListener("seeked", again);
        video.removeAttribute("src");
        delete video.dataset["url"];
      }
      if (this.screen === screen) {
        this.pause();
        this.screen = null;
      }
    };
  }

  toggle(): void {
    if (this.speed === 0) void this.play(1);
    else this.pause();
  }

  /** L and J: faster in that direction, up to eight times; the other way begins anew. */
  shuttle(direction: 1 | -1): void {
    const faster = Math.sign(this.speed) === direction ? Math.min(8, Math.abs(this.speed) * 2) : 1;
    void this.play(direction * faster);
  }

  async play(speed: number): Promise<void> {
    if (!this.reel || !this.screen || this.reel.frames === 0) return;
    await this.sound.wake();
    let { frame } = useView.getState();
    if (speed > 0 && frame >= this.reel.frames - 1) frame = 0;
    this.speed = speed;
    this.from = { frame, clock: this.sound.now() };
    if (speed === 1) this.sound.start(this.reel.voices, frame, this.rate);
    else this.sound.stop();
    useView.setState({ playing: true, frame });
    cancelAnimationFrame(this.ticking);
    this.ticking = requestAnimationFrame(this.tick);
  }

  pause(): void {
    cancelAnimationFrame(this.ticking);
    this.speed = 0;
    this.sound.stop();
    for (const video of this.screen?.videos ?? []) video.pause();
    if (useView.getState().playing) useView.setState({ playing: false });
    this.show();
  }

  step(by: number): void {
    this.pause();
    this.seek(useView.getState().frame + by);
  }

  /** Go to a frame; playing goes on from there. */
  seek(frame: number): void {
    if (!this.reel || this.reel.frames === 0) {
      useView.setState({ frame: Math.max(0, Number.isFinite(frame) ? frame : 0) });
      return;
    }
    useView.setState({ frame: within(this.reel, frame) });
    if (this.speed !== 0) void this.play(this.speed);
    else this.show();
  }

  private readonly tick = (): void => {
    const { reel } = this;
    if (!reel || this.speed === 0) return;
    const passed = frameAt(Math.abs(this.speed) * Math.max(0, this.sound.now() - this.from.clock), this.rate);
    const frame = this.from.frame + Math.sign(this.speed) * passed;
    if (frame >= reel.frames || frame < 0) {
      useView.setState({ frame: within(reel, frame) });
      if (this.loop && frame > 0) {
        useView.setState({ frame: 0 });
        void this.play(this.speed);
      } else this.pause();
      return;
    }
    if (frame !== useView.getState().frame) useView.setState({ frame });
    this.show();
    this.ticking = requestAnimationFrame(this.tick);
  };

  /** Put the present frame on screen, as soon as it is decoded. */
  private show(): void {
    const { reel, screen } = this;
    if (!reel || !screen) return;
    const frame = within(reel, useView.getState().frame);
    const index = pictureAt(reel.pictures, frame);
    const one = reel.pictures[index];
    const url = one?.proxy?.url;
    if (!one || !url) {
      this.turn(-1);
      this.stand(one?.panel?.url ?? null);
      return;
    }
    const place = this.holding(url, this.front === -1 ? 0 : 1 - this.front);
    const video = screen.videos[place] as HTMLVideoElement;
    const wanted = clockAt(sourceFrame(one, frame) + 0.5, this.rate);
    const off = Math.abs(video.currentTime - wanted);
    if (this.speed === 1) {
      if (off > DRIFT && !video.seeking) video.currentTime = wanted;
      if (video.paused) video.play().catch(() => undefined); // not decoded yet: `loadeddata` shows it
    } else {
      if (!video.paused) video.pause();
      if (off > clockAt(0.45, this.rate) && !video.seeking) video.currentTime = wanted;
    }
    if (video.readyState >= 2) {
      this.turn(place);
      this.stand(null);
    } else if (this.front === -1) this.stand(one.panel?.url ?? null);
    if (place === this.front) this.prepare(reel, index);
  }

  /** Which element holds this movie; `else_` is given it when none does. */
  private holding(url: string, else_: number): number {
    const videos = this.screen?.videos;
    if (!videos) return else_;
    const held = videos.findIndex((video) => video.dataset["url"] === url);
    if (held >= 0) return held;
    const video = videos[else_] as HTMLVideoElement;
    video.dataset["url"] = url;
    video.src = url;
    return else_;
  }

  private turn(front: number): void {
    this.screen?.videos.forEach((video, index) => {
      video.classList.toggle("front", index === front);
      if (index !== front && !video.paused) video.pause();
    });
    this.front = front;
  }

  private stand(url: string | null): void {
    const still = this.screen?.still;
    if (!still) return;
    still.hidden = url === null;
    if (url && still.getAttribute("src") !== url) still.src = url;
  }

  /** The movie that comes next is loaded into the element behind. */
  private prepare(reel: Reel, index: number): void {
    const next = reel.pictures[index + 1];
    const behind = this.screen?.videos[1 - this.front];
    if (!next?.proxy?.url || !behind || behind.dataset["url"] === next.proxy.url) return;
    if (reel.pictures[index]?.proxy?.url === next.proxy.url) return;
    behind.dataset["url"] = next.proxy.url;
    behind.src = next.proxy.url;
    behind.currentTime = clockAt(next.source_in + 0.5, this.rate);
  }
}

/** The one playback of the window. */
export const playback = new Playback();
