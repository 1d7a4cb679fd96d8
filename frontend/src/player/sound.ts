// The voices of the reel on the Web Audio clock: fetched once, begun on their frames, stopped together.
import type { Voice } from "../api/queries";
import { clockAt, type Rate } from "../film/time";

/** Voices and the clock that everything else follows. */
export class Sound {
  private context: AudioContext | null = null;
  private level: GainNode | null = null;
  private readonly buffers = new Map<string, Promise<AudioBuffer | null>>();
  private playing: AudioBufferSourceNode[] = [];
  private turn = 0;
  private volume = 1;

  /** The clock, running if the machine has one: in clock seconds, from anywhere. */
  now(): number {
    return this.context?.state === "running" ? this.context.currentTime : performance.now() / 1000;
  }

  /** To be called from a gesture of a person: no browser lets a page sound by itself. */
  async wake(): Promise<void> {
    this.context ??= new AudioContext();
    if (!this.level) {
      this.level = this.context.createGain();
      this.level.gain.value = this.volume;
      this.level.connect(this.context.destination);
    }
    // A machine without a sound card never starts the clock: go on by the other one.
    if (this.context.state !== "running") await Promise.race([this.context.resume(), new Promise((done) => setTimeout(done, 250))]);
  }

  /** 0 … 1 */
  loudness(volume: number): void {
    this.volume = volume;
    if (this.level) this.level.gain.value = volume;
  }

  /** Begin every voice that sounds from `frame` on. */
  start(voices: readonly Voice[], frame: number, rate: Rate): void {
    this.stop();
    const turn = this.turn;
    const began = this.now();
    for (const voice of voices) {
      const { url } = voice.audio;
      if (!url) continue;
      void this.fetched(url).then((buffer) => {
        const { context, level } = this;
        if (!buffer || turn !== this.turn || !context || !level) return;
        const due = clockAt(voice.start - frame, rate) - (this.now() - began);
        if (due + buffer.duration <= 0) return;
        const source = context.createBufferSource();
        source.buffer = buffer;
        const gain = context.createGain();
        gain.gain.value = 10 ** (voice.gain / 20);
        source.connect(gain).connect(level);
        source.start(context.currentTime + Math.max(0, due), Math.max(0, -due));
        this.playing.push(source);
      });
    }
  }

  /** Silence. */
  stop(): void {
    this.turn++;
    for (const source of this.playing) source.stop();
    this.playing = [];
  }

  private fetched(url: string): Promise<AudioBuffer | null> {
    let buffer = this.buffers.get(url);
    if (!buffer) {
      buffer = this.load(url);
      this.buffers.set(url, buffer);
    }
    return buffer;
  }

  private async load(url: string): Promise<AudioBuffer | null> {
    try {
      const answer = await fetch(url);
      if (!answer.ok || !this.context) return null;
      return await this.context.decodeAudioData(await answer.arrayBuffer());
    } catch {
      this.buffers.delete(url); // heard the next time, when the studio answers again
      return null;
    }
  }
}
