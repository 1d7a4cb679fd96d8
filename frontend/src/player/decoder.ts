// Frames by WebCodecs: exactly the one that was asked for, decoded ahead of the playhead, kept within a bound of bytes.
import { InputDisposedError, type VideoSample } from "mediabunny";
import type { Rate } from "../film/time";
import { ByteCache } from "./cache";
import { type Clip, Clips, Undecodable } from "./clips";
import type { FrameSource, Manner, Picture, Trouble } from "./frames";
import type { Source } from "./layers";
import { keyFor, nameOf } from "./plan";

const MOST = 256 * 2 ** 20; // bytes of decoded frames: some 330 of a 540-line proxy
const READERS = 3; // the clip on screen, the one that comes in, and the one before, when it is scrubbed back to
const TRIES = 3; // to get a frame that a clip says it has from a decoder that ended before it
const AGAIN = 4000; // ms before a proxy that could not be fetched is tried once more

interface Reader {
  readonly clip: Clip;
  readonly samples: AsyncGenerator<VideoSample, void, unknown>;
  /** The next frame it gives. */
  next: number;
}

/** Decoded frames of proxies. `arrived` is called when there is something new to draw. */
export class DecodedFrames implements FrameSource {
  private readonly cache = new ByteCache<VideoSample>(MOST, (sample) => sample.close());
  private readonly clips: Clips;
  readonly ahead = true;
  private readonly readers = new Map<string, Reader>(); // in the order in which they were last read from
  private readonly short = new Map<string, number>();
  private readonly troubles = new Map<string, { what: Trouble; since: number }>();
  private wanted: readonly Source[] = [];
  private names = new Set<string>();
  private manner: Manner = "still";
  private fast = false;
  private pumping = false;
  private closed = false;
  private warming = 0;
  private toWarm: readonly string[] = [];

  constructor(rate: () => Rate, private readonly arrived: () => void, private readonly readersAtOnce = READERS) {
    this.clips = new Clips(rate);
    this.cache.keeps = (name) => this.names.has(name);
  }

  /** Bytes of decoded frames, for measuring. */
  get bytes(): number {
    return this.cache.bytes;
  }

  readonly get = (one: Source): Picture | null => {
    const sample = this.cache.get(nameOf(one));
    if (!sample) return null;
    const { displayWidth: width, displayHeight: height } = sample;
    return { width, height, draw: (context, x, y, wide, high) => sample.draw(context, x, y, wide, high) };
  };

  readonly trouble = (url: string): Trouble | null => this.troubles.get(url)?.what ?? null;

  readonly want = (wanted: readonly Source[], manner: Manner, speed: number): void => {
    this.wanted = wanted;
    this.names = new Set(wanted.map(nameOf));
    this.manner = manner;
    this.fast = Math.abs(speed) > 1;
    if (!this.pumping) void this.pump();
  };

  readonly warm = (urls: readonly string[]): void => {
    this.toWarm = urls;
    while (this.warming < 2 && !this.closed) {
      const url = this.toWarm.find((one) => !this.clips.has(one) && !this.troubles.has(one));
      if (!url) return;
      this.toWarm = this.toWarm.filter((one) => one !== url);
      this.warming++;
      void this.opened(url).finally(() => {
        this.warming--;
        this.warm(this.toWarm);
      });
    }
  };

  readonly close = (): void => {
    this.closed = true;
    this.wanted = [];
    this.toWarm = [];
    for (const url of [...this.readers.keys()]) this.dismiss(url);
    this.cache.clear();
    this.clips.close();
  };

  private missing(): Source | undefined {
    return this.wanted.find((one) => !this.cache.has(nameOf(one)) && !this.inTrouble(one.url));
  }

  private inTrouble(url: string): boolean {
    const known = this.troubles.get(url);
    if (!known) return false;
    if (known.what === "undecodable" || performance.now() - known.since < AGAIN) return true;
    this.troubles.delete(url);
    return false;
  }

  /** Decode until nothing that is wanted is missing. */
  private async pump(): Promise<void> {
    this.pumping = true;
    try {
      for (let next = this.missing(); next && !this.closed; next = this.missing()) await this.read(next);
    } finally {
      this.pumping = false;
    }
  }

  /** One more frame towards the one that is missing. */
  private async read(next: Source): Promise<void> {
    const clip = await this.opened(next.url);
    if (!clip || this.closed) return;
    if (!this.names.has(nameOf(next))) return; // the playhead went elsewhere meanwhile
    const reader = this.readerFor(clip, next.frame);
    try {
      const { value, done } = await reader.samples.next();
      if (done || !value) {
        this.dismiss(clip.url);
        if (!this.triedAgain(clip, next)) this.fail(clip.url, next, reader.next);
        return;
      }
      const frame = clip.frameOf(value.timestamp);
      reader.next = frame + 1;
      const name = nameOf({ url: clip.url, frame });
      if (this.closed || (this.fast && !this.names.has(name))) value.close();
      else this.cache.put(name, value, value.allocationSize());
      if (this.names.has(name)) this.arrived();
    } catch (problem) {
      this.dismiss(clip.url);
      if (!(problem instanceof InputDisposedError)) this.note(clip.url, "undecodable");
    }
  }

  /** A busy decoder may end before the clip does: what is there is read anew rather than shown as another frame. */
  private triedAgain(clip: Clip, asked: Source): boolean {
    const tries = (this.short.get(nameOf(asked)) ?? 0) + 1;
    this.short.set(nameOf(asked), tries);
    return asked.frame < clip.frames && tries < TRIES;
  }

  /** A clip that ends before the frame that the reel asks for: its last frame stands for what is beyond. */
  private fail(url: string, asked: Source, end: number): void {
    const last = this.cache.get(nameOf({ url, frame: end - 1 }));
    if (last && asked.frame >= end) this.cache.put(nameOf(asked), last.clone(), last.allocationSize());
    else this.note(url, "undecodable");
    this.arrived();
  }

  private readerFor(clip: Clip, frame: number): Reader {
    const held = this.readers.get(clip.url);
    const key = keyFor(clip.keys, frame);
    if (held && held.clip === clip && held.next <= frame && held.next >= key) {
      this.readers.delete(clip.url);
      this.readers.set(clip.url, held);
      return held;
    }
    this.dismiss(clip.url);
    // Going forward nothing before is needed; else the whole of it is decoded on the way, and kept for going back.
    const from = this.manner === "forward" ? frame : key;
    const reader: Reader = { clip, samples: clip.sink.samples(clip.stampOf(from)), next: from };
    this.readers.set(clip.url, reader);
    for (const url of [...this.readers.keys()].slice(0, -this.readersAtOnce)) this.dismiss(url);
    return reader;
  }

  private dismiss(url: string): void {
    const reader = this.readers.get(url);
    this.readers.delete(url);
    void reader?.samples.return().catch(() => undefined); // it may be failing: nobody reads from it any more
  }

  private async opened(url: string): Promise<Clip | null> {
    try {
      return await this.clips.open(url);
    } catch (problem) {
      this.note(url, problem instanceof Undecodable ? "undecodable" : "unreachable");
      return null;
    }
  }

  private note(url: string, what: Trouble): void {
    this.troubles.set(url, { what, since: performance.now() });
    if (!this.closed) this.arrived();
  }
}
