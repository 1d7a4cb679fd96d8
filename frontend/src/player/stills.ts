// Panels and unfinished pictures, decoded once, to be drawn where a shot is not made yet.

const MOST = 64; // pictures

/** Images by address; `arrived` is called when one can be drawn. */
export class Stills {
  private readonly known = new Map<string, HTMLImageElement>();

  constructor(private readonly arrived: () => void) {}

  /** The image, or null as long as it is not there. */
  get(url: string): HTMLImageElement | null {
    const image = this.known.get(url);
    if (image) return image.complete && image.naturalWidth > 0 ? image : null;
    const fresh = new Image();
    fresh.decoding = "async";
    fresh.onload = this.arrived;
    fresh.src = url;
    this.known.set(url, fresh);
    for (const oldest of [...this.known.keys()].slice(0, -MOST)) this.known.delete(oldest);
    return null;
  }
}
