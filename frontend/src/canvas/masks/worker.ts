// The decoder beside the page: holds the network and what was seen of the last frames, answers prompts with a mask and its outline.
import type { InferenceSession, Tensor } from "onnxruntime-web/wasm";
import * as runtime from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { outlineOf } from "./contour";
import { feedable, isNothing, type Mask, maskOf } from "./decode";
import type { Answer, Ask } from "./messages";
import { readTensors } from "./safetensors";

const KEPT = 4; // embeddings: 17 MB each
runtime.env.wasm.wasmPaths = { wasm: new URL(wasm, self.location.origin).href };
runtime.env.wasm.numThreads = 1; // more need a page that is isolated from every other, which the studio is not
runtime.env.wasm.proxy = false;

let session: Promise<InferenceSession> | null = null;
const seen = new Map<string, Promise<Record<string, Tensor>>>(); // in the order in which they were last asked for
let turn: Promise<void> = Promise.resolve();

const tell = (answer: Answer, transfer: Transferable[] = []): void => self.postMessage(answer, { transfer });
const worded = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));

async function fetched(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${String(answer.status)} ${url}`);
  return answer.arrayBuffer();
}

function look(key: string, url: string): void {
  if (!seen.has(key)) {
    const tensors = fetched(url).then((bytes) => feedable(runtime, readTensors(bytes)));
    seen.set(key, tensors);
    for (const oldest of [...seen.keys()].slice(0, -KEPT)) seen.delete(oldest);
    tensors.then(
      () => tell({ is: "looked", key }),
      (problem: unknown) => {
        seen.delete(key);
        tell({ is: "wrong", what: "look", key, id: 0, words: worded(problem) });
      },
    );
  } else void seen.get(key)?.then(() => tell({ is: "looked", key }), () => undefined);
}

/** The mask as a white picture whose alpha it is: it is coloured where it is drawn. */
function pictureOf({ coverage, width, height }: Mask): ImageBitmap {
  const canvas = new OffscreenCanvas(width, height);
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < coverage.length; at++) pixels[at * 4 + 3] = coverage[at] as number;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.transferToImageBitmap();
}

/** The outline of a picture's alpha. */
function outline(id: number, picture: ImageBitmap): void {
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context?.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(width * height * 4);
  const coverage = new Uint8Array(width * height);
  for (let at = 0; at < coverage.length; at++) coverage[at] = pixels[at * 4 + 3] as number;
  const found = outlineOf(coverage, width, height);
  tell({ is: "outlined", id, outline: found }, [found.buffer]);
}

async function mask(ask: Extract<Ask, { is: "mask" }>): Promise<void> {
  const { id, key, said, width, height, whole } = ask;
  try {
    const since = performance.now();
    const embedding = seen.get(key);
    if (!session || !embedding) throw new Error("this frame was not looked at");
    seen.delete(key);
    seen.set(key, embedding);
    const found = await maskOf(runtime, await session, await embedding, said, width, height);
    const outline = outlineOf(found.coverage, width, height);
    const picture = pictureOf(found);
    const nothing = isNothing(found, { width: whole[0], height: whole[1] });
    tell({ is: "masked", id, picture, outline, nothing, sure: found.sure, ms: performance.now() - since }, [picture, outline.buffer]);
  } catch (problem) {
    tell({ is: "wrong", what: "mask", key, id, words: worded(problem) });
  }
}

self.onmessage = ({ data }: MessageEvent<Ask>): void => {
  if (data.is === "open") {
    const since = performance.now();
    session ??= fetched(data.decoder).then((bytes) => runtime.InferenceSession.create(new Uint8Array(bytes), { executionProviders: ["wasm"], graphOptimizationLevel: "all" }));
    session.then(
      () => tell({ is: "opened", ms: performance.now() - since }),
      (problem: unknown) => {
        session = null;
        tell({ is: "wrong", what: "open", key: "", id: 0, words: worded(problem) });
      },
    );
  } else if (data.is === "look") look(data.key, data.url);
  else if (data.is === "outline") outline(data.id, data.picture);
  else turn = turn.then(() => mask(data)); // one by one: the network is not asked twice at a time
};
