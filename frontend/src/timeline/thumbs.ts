// Small pictures along clips: a shot's still at once, and frames of its proxy one by one when nobody scrolls.
import { TakeFrames } from "../canvas/takeFrames";
import type { Rate } from "../film/time";

const MOST = 900; // pictures
const HIGH = 96; // px that a picture is kept at
const QUIET = 220; // ms without a new wish before frames are decoded

export class Thumbs {
  private readonly stills = new Map<string, ImageBitmap | null>();
  private readonly frames = new Map<string, ImageBitmap>();
  private wished: { url: string; frame: number }[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private open: TakeFrames | null = null;
  private busy = false;
  private over = false;

  constructor(private readonly arrived: () => void, private readonly rate: () => Rate) {}

  /** The still of an address, when it is there. */
  still(url: string): ImageBitmap | null {
    const known = this.stills.get(url);
    if (known !== undefined) return known;
    this.stills.set(url, null);
    const image = new Image();
    image.decoding = "async";
    image.onload = () => {
      const wide = Math.max(1, Math.round((image.naturalWidth / image.naturalHeight) * HIGH));
      void createImageBitmap(image, { resizeWidth: wide, resizeHeight: HIGH, resizeQuality: "medium" }).then((small) => {
        if (this.over) return small.close();
        this.stills.set(url, small);
        this.arrived();
      }, () => undefined);
    };
    image.src = url;
    return null;
  }

  /** The frame of a proxy, when it is decoded. */
  frame(url: string, frame: number): ImageBitmap | null {
    return this.frames.get(`${frame} ${url}`) ?? null;
  }

  /** These frames are to be seen, and no others: decoded once it is quiet. */
  wish(wished: readonly { readonly url: string; readonly frame: number }[]): void {
    this.wished = wished.filter((one) => !this.frames.has(`${one.frame} ${one.url}`));
    clearTimeout(this.timer);
    if (this.wished.length > 0) this.timer = setTimeout(() => void this.decode(), QUIET);
  }

  close(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.open?.close();
    for (const one of [...this.stills.values(), ...this.frames.values()]) one?.close();
    this.stills.clear();
    this.frames.clear();
  }

  private async decode(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.wished[0]; next && !this.over; next = this.wished[0]) {
        await this.one(next.url, next.frame);
        this.wished = this.wished.filter((one) => one !== next);
        await new Promise((done) => setTimeout(done)); // the page breathes between two pictures
      }
    } finally {
      this.busy = false;
      this.open?.close();
      this.open = null;
    }
  }

  private async one(url: string, frame: number): Promise<void> {
    if (this.open?.url !== url) {
      this.open?.close();
      this.open = new TakeFrames(url, this.rate());
    }
    const source = this.open;
    const end = Date.now() + 4000;
    for (let picture = source.one(frame); ; picture = source.one(frame)) {
      if (picture) {
        const wide = Math.max(1, Math.round((picture.width / picture.height) * HIGH));
        const canvas = new OffscreenCanvas(wide, HIGH);
        const context = canvas.getContext("2d", { alpha: false });
        if (context) picture.draw(context as unknown as CanvasRenderingContext2D, 0, 0, wide, HIGH);
        this.frames.set(`${frame} ${url}`, canvas.transferToImageBitmap());
        for (const old of [...this.frames.keys()].slice(0, -MOST)) {
          this.frames.get(old)?.close();
          this.frames.delete(old);
        }
        if (!this.over) this.arrived();
        return;
      }
      if (source.trouble || Date.now() > end || this.over) return;
      await new Promise((done) => setTimeout(done, 16));
    }
  }
}
