// What is heard, on the Web Audio clock: pieces fetched a little ahead, begun on their frames, stopped together.
import { clockAt, type Rate } from "../film/time";
import { ByteCache } from "./cache";
import { Pacer } from "./clock";
import { cueOf, envelopeOf, type Piece, soundingIn } from "./tracks";

const AHEAD = 10; // clock seconds for which sounds are fetched and set to begin
const MOST = 96 * 2 ** 20; // bytes of decoded sound
const FADE = 0.012; // clock seconds

/** A run as the sound needs it: frame `from` is heard at `since` on this clock; `frame` is on screen now, `end` is not heard any more. */
export interface Cues {
  readonly from: number;
  readonly since: number;
  readonly speed: number;
  readonly frame: number;
  readonly end: number;
  readonly rate: Rate;
}

interface Playing {
  readonly source: AudioBufferSourceNode;
  readonly level: GainNode;
}

/** Voices, beds, and the clock that everything else follows. */
export class Sound {
  private context: AudioContext | null = null;
  private level: GainNode | null = null;
  private pacer = new Pacer();
  private readonly buffers = new ByteCache<AudioBuffer>(MOST, () => undefined);
  private readonly fetching = new Map<string, Promise<AudioBuffer | null>>();
  private playing: Playing[] = [];
  private cued = new Set<string>();
  private turn = 0;
  private volume = 1;

  /** The clock, in clock seconds from anywhere: of what is being heard, where something is. */
  now(): number {
    const { context } = this;
    const heard = context?.state === "running" ? context.currentTime - (context.outputLatency || context.baseLatency || 0) : null;
    return this.pacer.now(performance.now() / 1000, heard);
  }

  /** To be called from a gesture of a person: no browser lets a page sound by itself. */
  async wake(): Promise<void> {
    if (typeof AudioContext === "undefined") return;
    this.context ??= new AudioContext();
    if (!this.level) {
      this.level = this.context.createGain();
      this.level.gain.value = this.volume;
      this.level.connect(this.context.destination);
    }
    if (this.context.state === "running") return;
    // A machine without a sound card may never start the clock: then it goes on by the other one.
    await Promise.race([this.context.resume().catch(() => undefined), new Promise((done) => setTimeout(done, 250))]);
    this.pacer = new Pacer();
  }

  /** 0 … 1, as loud as it seems: twice the number seems twice as loud. */
  loudness(volume: number): void {
    this.volume = volume ** 2;
    if (this.level && this.context) this.level.gain.setTargetAtTime(this.volume, this.context.currentTime, 0.01);
  }

  /** Silence; what begins from now on is counted from `follow`. */
  stop(): void {
    this.turn++;
    this.cued = new Set();
    const { context } = this;
    for (const { source, level } of this.playing) {
      if (context) level.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
      source.stop((context?.currentTime ?? 0) + FADE);
    }
    this.playing = [];
  }

  /** How long after now a frame that is put on screen now would be heard. */
  get lead(): number {
    const { context } = this;
    return context?.state === "running" ? context.outputLatency || context.baseLatency || 0 : 0;
  }

  /** Set whatever sounds within the next while to begin on its frame; to be called again and again. */
  follow(pieces: readonly Piece[], cues: Cues): void {
    const until = Math.min(cues.end, cues.frame + Math.ceil((AHEAD * cues.speed * cues.rate.numerator) / cues.rate.denominator));
    const { turn } = this;
    for (const piece of soundingIn(pieces, cues.frame, until)) {
      const name = `${piece.start} ${piece.url}`;
      if (this.cued.has(name)) continue;
      this.cued.add(name);
      void this.fetched(piece.url).then((buffer) => {
        if (turn !== this.turn) return;
        if (buffer) this.begin(piece, buffer, cues, envelopeOf(piece, pieces));
        else this.cued.delete(name); // heard when the studio answers again
      });
    }
  }

  private begin(piece: Piece, buffer: AudioBuffer, { from, since, speed, rate, end }: Cues, levels: readonly (readonly [number, number])[]): void {
    const { context, level } = this;
    if (!context || !level) return;
    const passed = Math.max(0, context.currentTime - since);
    const here = from + (passed * speed * rate.numerator) / rate.denominator;
    const cue = cueOf({ ...piece, frames: Math.min(piece.frames, end - piece.start) }, here, speed, rate);
    if (!cue) return;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.playbackRate.value = speed;
    const own = context.createGain();
    const loud = 10 ** (piece.gain / 20);
    const at = Math.max(context.currentTime, since) + cue.after;
    // Its level at this moment, and then every turn of it; a cut within a sound never clicks.
    const soon = context.currentTime;
    own.gain.setValueAtTime(here > piece.start ? 0 : loud * (levels[0]?.[1] ?? 1), soon);
    for (const [frame, share] of levels) {
      const when = since + clockAt(frame - from, rate) / speed;
      if (when <= soon + FADE) own.gain.setValueAtTime(loud * share, soon + FADE);
      else own.gain.linearRampToValueAtTime(loud * share, when);
    }
    if (piece.pan === 0) source.connect(own).connect(level);
    else source.connect(own).connect(new StereoPannerNode(context, { pan: piece.pan })).connect(level);
    source.start(at, cue.into, cue.long);
    const one = { source, level: own };
    this.playing.push(one);
    source.onended = () => {
      this.playing = this.playing.filter((other) => other !== one);
    };
  }

  private fetched(url: string): Promise<AudioBuffer | null> {
    const there = this.buffers.get(url);
    if (there) return Promise.resolve(there);
    let fetching = this.fetching.get(url);
    if (!fetching) {
      fetching = this.load(url).finally(() => this.fetching.delete(url));
      this.fetching.set(url, fetching);
    }
    return fetching;
  }

  private async load(url: string): Promise<AudioBuffer | null> {
    try {
      const answer = await fetch(url);
      if (!answer.ok || !this.context) return null;
      const buffer = await this.context.decodeAudioData(await answer.arrayBuffer());
      this.buffers.put(url, buffer, buffer.length * buffer.numberOfChannels * 4);
      return buffer;
    } catch {
      return null;
    }
  }
}
