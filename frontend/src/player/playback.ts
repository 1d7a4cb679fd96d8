// Plays the reel before any export, frame by frame on a canvas: one clock rules, what comes is decoded before it is reached.
import type { Reel } from "../api/queries";
import { useDocument } from "../document/store";
import { type Film, filmOf } from "../document/select";
import { rateOf, type Rate } from "../film/time";
import { useMachine } from "../nodes/store";
import { playedFilm } from "../timeline/film";
import { useView } from "../view/store";
import { beginning, faster, placeAt, type Range, type Run } from "./clock";
import type { FrameSource, Trouble } from "./frames";
import { layersAt, sourcesOf } from "./layers";
import { Painter } from "./painter";
import { nearestProxies, wantedAt } from "./plan";
import { within } from "./reel";
import { Sound } from "./sound";
import { Stills } from "./stills";
import { playedRange, usePlayer } from "./store";
import { type Piece, piecesOf } from "./tracks";

const AHEAD = 48; // frames decoded before they are reached
const AROUND = 24; // frames decoded around a playhead that stands still
const WARM = 48; // proxies fetched whole around the playhead
const PREROLL = 700; // ms that playing waits for its first pictures at most
const STARVED = 350; // ms without a picture after which the clock, and the sound, wait for it
const REFOLLOW = 1000; // ms between two looks for what is about to sound
const LATEST = 180; // ms after which a seek that is still decoding gives way to a newer one
const LOUDEST = 2; // speed up to which it is heard

interface Playing extends Run {
  /** When frame `from` is on screen, on the clock. */
  readonly since: number;
  readonly once: boolean;
}

class Playback {
  private reel: Reel | null = null;
  private rate: Rate = { numerator: 24, denominator: 1 };
  private pieces: readonly Piece[] = [];
  private painter: Painter | null = null;
  private frames: FrameSource | null = null;
  private readonly stills = new Stills(() => this.refresh());
  private run: Playing | null = null;
  private ticking = 0;
  private drawn = -1;
  private hungry: number | null = null;
  private followed = 0;
  private seeking: { frame: number; since: number } | null = null;
  private turn = 0;
  private counted = { shown: 0, dropped: 0, waits: 0 };
  readonly sound = new Sound();

  /** Another reel, or the same one with more of it made; the frame stays. */
  load(reel: Reel | null): void {
    const first = this.reel === null;
    this.reel = reel;
    if (!reel) return;
    this.rate = rateOf(reel.rate);
    const pieces = piecesOf(reel, this.rate);
    if (JSON.stringify(pieces) !== JSON.stringify(this.pieces)) {
      this.pieces = pieces;
      this.sound.stop(); // what still sounds is set anew, in its place
      this.followed = 0;
    }
    if (first) this.sound.loudness(usePlayer.getState().muted ? 0 : usePlayer.getState().volume);
    const frame = within(reel, useView.getState().frame);
    if (this.run && frame !== useView.getState().frame) this.pause();
    this.seeking = null;
    this.refresh();
  }

  /** Draw here from now on; the function returned lets go of everything that was decoded. */
  attach(canvas: HTMLCanvasElement): () => void {
    this.frames?.close();
    this.frames = null;
    this.painter = new Painter(canvas);
    this.drawn = -1;
    void this.opened(canvas);
    const leave = useMachine.subscribe((now, before) => {
      if (now.previews !== before.previews && !this.run) this.refresh();
    });
    return () => {
      leave();
      if (this.painter?.canvas !== canvas) return;
      this.pause();
      this.frames?.close();
      this.painter = null;
      this.frames = null;
    };
  }

  /** The decoder is fetched with the first player, not with the page. */
  private async opened(canvas: HTMLCanvasElement): Promise<void> {
    const rate = (): Rate => this.rate;
    const arrived = (): void => this.arrived();
    // Pages that are served neither over HTTPS nor from this machine have no WebCodecs.
    const frames = typeof VideoDecoder === "function"
      ? new (await import("./decoder")).DecodedFrames(rate, arrived)
      : new (await import("./fallback")).VideoFrames(rate, arrived);
    if (this.painter?.canvas !== canvas || this.frames) frames.close();
    else this.frames = frames;
    this.show();
  }

  toggle(): void {
    if (this.run) this.pause();
    else void this.play(1);
  }

  /** L and J. */
  shuttle(direction: 1 | -1): void {
    void this.play(faster(this.run?.speed ?? 0, direction));
  }

  /** Play at a speed; within `only`, once, when it is given. */
  async play(speed: number, only: Range | null = null): Promise<void> {
    const { reel } = this;
    if (!reel || !this.painter || reel.frames === 0) return;
    const turn = ++this.turn;
    this.sound.stop();
    const state = usePlayer.getState();
    const film = this.film();
    const range = only ?? this.run?.range ?? playedRange(state, film, useView.getState().frame, reel.frames);
    const from = only ? range.start : beginning(within(reel, useView.getState().frame), speed, range);
    useView.setState({ playing: true, frame: from });
    usePlayer.setState({ speed });
    const once = only !== null;
    const loop = !once && state.loop !== "off";
    // Decoding ahead begins at once, while the sound wakes up.
    this.run = { from, speed, range, loop, once, since: Infinity };
    this.want(from);
    await this.sound.wake();
    await this.ready(from, turn);
    if (turn !== this.turn || !this.run) return;
    this.begin(from);
    cancelAnimationFrame(this.ticking);
    this.ticking = requestAnimationFrame(this.tick);
  }

  pause(): void {
    this.turn++;
    cancelAnimationFrame(this.ticking);
    const ran = this.run;
    if (ran) this.tell();
    this.run = null;
    this.hungry = null;
    this.sound.stop();
    if (useView.getState().playing) useView.setState({ playing: false });
    usePlayer.setState({ speed: 0, waiting: false });
    if (ran) this.show();
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
    const to = within(this.reel, Math.round(frame));
    useView.setState({ frame: to });
    if (this.run) {
      const inside = to >= this.run.range.start && to < this.run.range.end;
      const { speed } = this.run;
      if (!inside) this.run = null;
      void this.play(speed);
    } else this.show();
  }

  /** The film as it is played: its shots where the reel shows them. */
  film(): Film {
    return playedFilm(filmOf(useDocument.getState().records), this.reel);
  }

  /** Where a shot is seen first; `otherwise` where it is not, or nothing is known yet. */
  startOf(shot: string, otherwise: number): number {
    return this.reel?.pictures.find((one) => one.shot === shot)?.start ?? otherwise;
  }

  /** The range or the loop was set otherwise: playing goes on by it. */
  again(): void {
    if (!this.run) return;
    const { speed } = this.run;
    this.run = null;
    void this.play(speed);
  }

  /** The canvas as a PNG, or null when nothing is on it. */
  async picture(): Promise<Blob | null> {
    const canvas = this.painter?.canvas;
    if (!canvas || this.drawn < 0) return null;
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  /** Why the picture at the playhead cannot be shown, if it cannot. */
  trouble(): Trouble | null {
    if (!this.reel || !this.frames) return null;
    for (const one of sourcesOf(layersAt(this.reel, useView.getState().frame))) {
      const why = this.frames.trouble(one.url);
      if (why) return why;
    }
    return null;
  }

  private begin(from: number): void {
    if (!this.run) return;
    this.run = { ...this.run, from, since: this.sound.now() + this.sound.lead };
    this.hungry = null;
    this.followed = 0;
    this.drawn = -1;
    usePlayer.setState({ waiting: false });
  }

  /** How well it played, on the canvas, for whoever measures: frames shown, left out, times it had to wait, bytes held. */
  private tell(): void {
    if (!this.painter) return;
    Object.assign(this.painter.canvas.dataset, { ...this.counted, bytes: this.frames?.bytes ?? 0 });
    this.counted = { shown: 0, dropped: 0, waits: 0 };
  }

  /** Until the first pictures are decoded, or long enough. */
  private async ready(frame: number, turn: number): Promise<void> {
    const { reel, frames } = this;
    if (!reel || !frames) return;
    const began = performance.now();
    const first = sourcesOf(layersAt(reel, frame));
    while (turn === this.turn && performance.now() - began < PREROLL) {
      if (first.every((one) => frames.get(one) !== null || frames.trouble(one.url) !== null)) return;
      await new Promise((done) => setTimeout(done, 8));
    }
  }

  private readonly tick = (): void => {
    const { reel, run } = this;
    if (!reel || !run) return;
    this.ticking = requestAnimationFrame(this.tick);
    if (run.since === Infinity) return;
    const place = placeAt(run, this.sound.now() - run.since, this.rate);
    if (place.ended) {
      useView.setState({ frame: place.frame });
      this.pause();
      return;
    }
    if (place.turns > 0) {
      this.sound.stop();
      this.begin(run.speed > 0 ? run.range.start : run.range.end - 1);
    }
    this.advance(reel, place.frame);
  };

  private advance(reel: Reel, frame: number): void {
    const run = this.run;
    if (!run) return;
    if (frame !== useView.getState().frame) useView.setState({ frame });
    const now = performance.now();
    if (frame !== this.drawn) {
      this.want(frame);
      const before = this.drawn;
      if (this.paint(frame)) {
        if (before >= 0 && Math.abs(run.speed) === 1) this.counted.dropped += Math.max(0, Math.abs(frame - before) - 1);
        this.counted.shown++;
        this.hungry = null;
      } else this.hungry ??= now;
    }
    if (this.hungry !== null && now - this.hungry > STARVED && (run.speed === 1 || this.frames?.ahead)) {
      this.wait(frame);
      return;
    }
    if (run.speed > 0 && run.speed <= LOUDEST && now - this.followed > REFOLLOW) {
      this.followed = now;
      this.sound.follow(this.pieces, { from: run.from, since: run.since, speed: run.speed, frame, end: Math.min(run.range.end, reel.frames), rate: this.rate });
    }
  }

  /** The pictures did not come in time: everything waits for them, and then goes on together. */
  private wait(frame: number): void {
    if (!this.run) return;
    this.counted.waits++;
    this.sound.stop();
    this.run = { ...this.run, since: Infinity };
    usePlayer.setState({ waiting: true });
    const { turn } = this;
    const look = (): void => {
      if (turn !== this.turn || !this.run || !this.reel || !this.frames) return;
      const { frames } = this;
      const coming = wantedAt(this.reel, { ...this.run, frame }, frames.ahead ? 12 : 1);
      if (coming.every((one) => frames.get(one) !== null || frames.trouble(one.url) !== null)) this.begin(frame);
      else setTimeout(look, 30);
    };
    look();
  }

  private want(frame: number): void {
    const { reel, frames, run } = this;
    if (!reel || !frames) return;
    const speed = run?.speed ?? 0;
    const heading = run ? { frame, speed, range: run.range, loop: run.loop } : { frame, speed, range: { start: 0, end: reel.frames }, loop: false };
    frames.want(wantedAt(reel, heading, run ? AHEAD : AROUND), speed === 0 ? "still" : speed > 0 ? "forward" : "backward", speed);
    frames.warm(nearestProxies(reel, layersAt(reel, frame).index, WARM));
  }

  /** Put the present frame on screen, as soon as it is decoded. */
  private show(): void {
    const { reel, frames } = this;
    if (!reel || !frames || !this.painter) return;
    const frame = within(reel, useView.getState().frame);
    if (this.paint(frame)) {
      this.seeking = null;
      this.want(frame);
      return;
    }
    // A pointer that moves on faster than frames are decoded: each seek that has begun is shown, then the latest.
    const now = performance.now();
    if (this.seeking && this.seeking.frame !== frame && now - this.seeking.since < LATEST) return;
    if (this.seeking?.frame !== frame) this.seeking = { frame, since: now };
    frames.want(sourcesOf(layersAt(reel, frame)), "still", 0);
  }

  /** What is on screen may look otherwise now. */
  private refresh(): void {
    this.drawn = -1;
    if (this.run) this.arrived();
    else this.show();
  }

  private arrived(): void {
    if (this.run) {
      if (this.run.since === Infinity && this.drawn < 0) this.paint(useView.getState().frame);
      return;
    }
    if (!this.seeking && this.drawn === useView.getState().frame) return; // decoded ahead, not to be shown yet
    const { seeking, reel } = this;
    if (seeking && reel && seeking.frame !== within(reel, useView.getState().frame)) {
      if (!this.paint(seeking.frame) && performance.now() - seeking.since < LATEST) return;
      this.seeking = null;
    }
    this.show();
  }

  private paint(frame: number): boolean {
    const { reel, frames, painter } = this;
    if (!reel || !frames || !painter) return false;
    const layers = layersAt(reel, frame);
    const painted = painter.paint(layers, frames, this.stills, this.unfinished(layers.index));
    if (painted === "waiting") return false;
    this.drawn = frame;
    painter.canvas.dataset["frame"] = String(frame);
    return true;
  }

  /** The unfinished picture of a shot that is being made, as an address. */
  private unfinished(index: number): string | null {
    const one = this.reel?.pictures[index];
    if (!one || one.proxy?.url) return null;
    const key = filmOf(useDocument.getState().records).byId.get(one.shot)?.take?.key ?? "";
    const jpeg = useMachine.getState().previews[key];
    return jpeg ? `data:image/jpeg;base64,${jpeg}` : null;
  }
}

/** The one playback of the window. */
export const playback = new Playback();
