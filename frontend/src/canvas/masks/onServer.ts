// Masks where the browser cannot run the decoder: the server makes the same one, and its picture is brought here.
import { maskOnServer } from "../api";
import type { Prompts } from "../maskKeys";
import { outlineOf } from "./contour";
import type { Drawn } from "./looker";

const PATIENCE = 30_000;
const AGAIN = 250;

/** The server's mask; null when it could not be made. */
export async function maskFromServer(shot: string, frame: number, said: Prompts): Promise<Drawn | null> {
  const since = performance.now();
  try {
    for (;;) {
      const made = await maskOnServer(shot, frame, said);
      if (made.url) return await drawnOf(made.url, since);
      if (made.status === "failed" || performance.now() - since > PATIENCE) return null;
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  } catch {
    return null;
  }
}

async function drawnOf(url: string, since: number): Promise<Drawn> {
  const answer = await fetch(url);
  const grey = await createImageBitmap(await answer.blob(), { resizeQuality: "high" });
  const scale = Math.min(1, 1280 / grey.width);
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(grey.width * scale)), Math.max(1, Math.round(grey.height * scale)));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no room to draw");
  context.drawImage(grey, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const coverage = new Uint8Array(canvas.width * canvas.height);
  for (let at = 0; at < coverage.length; at++) {
    coverage[at] = pixels.data[at * 4] as number;
    pixels.data.fill(255, at * 4, at * 4 + 3);
    pixels.data[at * 4 + 3] = coverage[at] as number;
  }
  context.putImageData(pixels, 0, 0);
  return { picture: canvas.transferToImageBitmap(), outline: outlineOf(coverage, canvas.width, canvas.height), nothing: false, ms: performance.now() - since };
}
