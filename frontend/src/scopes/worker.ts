// Measures pictures and draws their scopes beside the page's own thread, so that playing never waits for it.
import { readingOf, type Pixels, type Reading, type Scope } from "./measure";
import { paint } from "./paint";

export interface Asked {
  readonly picture: ImageBitmap;
  readonly scopes: readonly { readonly scope: Scope; readonly width: number; readonly height: number }[];
  /** Whether the numbers are wanted as well. */
  readonly reading: boolean;
}

export interface Answered {
  readonly drawn: readonly ImageBitmap[];
  readonly reading: Reading | null;
}

const source = new OffscreenCanvas(1, 1);
const read = source.getContext("2d", { willReadFrequently: true });
const canvases = new Map<Scope, OffscreenCanvas>();

function pixelsOf(picture: ImageBitmap): Pixels | null {
  if (source.width !== picture.width || source.height !== picture.height) [source.width, source.height] = [picture.width, picture.height];
  read?.drawImage(picture, 0, 0);
  picture.close();
  return read?.getImageData(0, 0, source.width, source.height) ?? null;
}

self.onmessage = (event: MessageEvent<Asked>) => {
  const { picture, scopes, reading } = event.data;
  const pixels = pixelsOf(picture);
  const drawn: ImageBitmap[] = [];
  for (const { scope, width, height } of pixels ? scopes : []) {
    const canvas = canvases.get(scope) ?? new OffscreenCanvas(width, height);
    canvases.set(scope, canvas);
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    if (!context || !pixels) continue;
    paint(context, scope, pixels);
    drawn.push(canvas.transferToImageBitmap());
  }
  const answer: Answered = { drawn, reading: reading && pixels ? readingOf(pixels) : null };
  self.postMessage(answer, { transfer: drawn });
};
