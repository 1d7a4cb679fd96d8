// The proxies themselves: fetched whole when they are small, read in parts when they are not, opened once, bounded by bytes.
import { BufferSource, EncodedPacketSink, Input, MP4, UrlSource, VideoSampleSink, WEBM } from "mediabunny";
import { type Rate } from "../film/time";
import { ByteCache } from "./cache";

const WHOLE = 24 * 2 ** 20; // bytes up to which a proxy is fetched whole: then no seek waits for the network
const MOST = 160 * 2 ** 20; // bytes of proxies that are kept

/** An opened proxy. Its frames are counted from 0, whatever its first stamp is. */
export interface Clip {
  readonly url: string;
  /** The frames at which decoding can start, in order. */
  readonly keys: readonly number[];
  /** How many frames it has by what its container says. */
  readonly frames: number;
  /** The frame with this stamp. */
  readonly frameOf: (timestamp: number) => number;
  /** A stamp in the middle of a frame, so that no rounding leads to the frame before. */
  readonly stampOf: (frame: number) => number;
  readonly sink: VideoSampleSink;
}

/** What went wrong with a proxy that will not go better by itself. */
export class Undecodable extends Error {}

/** Opens proxies. */
export class Clips {
  private readonly opened = new ByteCache<{ clip: Clip; input: Input }>(MOST, ({ input }) => input.dispose());
  private readonly opening = new Map<string, Promise<Clip>>();

  constructor(private readonly rate: () => Rate) {}

  has(url: string): boolean {
    return this.opened.has(url);
  }

  /** @throws Undecodable, or whatever the network throws. */
  async open(url: string): Promise<Clip> {
    const there = this.opened.get(url);
    if (there) return there.clip;
    let opening = this.opening.get(url);
    if (!opening) {
      opening = this.read(url).finally(() => this.opening.delete(url));
      this.opening.set(url, opening);
    }
    return opening;
  }

  close(): void {
    this.opened.clear();
  }

  private async read(url: string): Promise<Clip> {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const size = Number(answer.headers.get("Content-Length") ?? Infinity);
    const whole = size <= WHOLE;
    if (!whole) await answer.body?.cancel();
    const source = whole ? new BufferSource(await answer.arrayBuffer()) : new UrlSource(new URL(url, location.href).href, { maxCacheSize: WHOLE });
    const input = new Input({ source, formats: [MP4, WEBM] });
    try {
      const track = await input.getPrimaryVideoTrack();
      if (!track || !(await track.canDecode())) throw new Undecodable(url);
      const first = await track.getFirstTimestamp();
      const { numerator, denominator } = this.rate();
      const frameOf = (timestamp: number): number => Math.round(((timestamp - first) * numerator) / denominator);
      const packets = new EncodedPacketSink(track);
      const keys: number[] = [];
      for (let one = await packets.getFirstKeyPacket(); one; one = await packets.getNextKeyPacket(one)) keys.push(frameOf(one.timestamp));
      const frames = frameOf(await track.computeDuration());
      const stampOf = (frame: number): number => first + ((frame + 0.5) * denominator) / numerator;
      // Decoded by the processor: a card's decoder has few frames to lend, and stalls while they are kept for scrubbing.
      const sink = new VideoSampleSink(track, { hardwareAcceleration: "prefer-software" });
      const clip = { url, keys, frames, frameOf, stampOf, sink };
      this.opened.put(url, { clip, input }, whole ? size : WHOLE);
      return clip;
    } catch (problem) {
      input.dispose();
      throw problem;
    }
  }
}
