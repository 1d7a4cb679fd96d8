// One mask from prompts: what is fed to the decoder, which of its three answers is taken, and how that becomes a mask. No DOM, no worker.
import type { InferenceSession, Tensor, TypedTensor } from "onnxruntime-web/wasm";
import type { Prompts } from "../maskKeys";
import { boxed, boxOf, firm, LIKE, likeness, trusted } from "./again";
import { areaOf, coverageOf, feedsOf, LOW, paint } from "./coverage";
import type { Feeds } from "./coverage";
import type { Tensors } from "./safetensors";

export const LEAST = 24; // pixels of the whole picture below which nothing was cut out: the server's bound

/** What the runtime offers, however it was loaded. */
export interface Runtime {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => TypedTensor<"float32">;
}

export interface Mask {
  /** 0 outside … 255 inside, row by row. */
  readonly coverage: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** How many pixels of it are inside. */
  readonly area: number;
  /** 0 … 1: how sure the network is; 1 where nobody asked it. */
  readonly sure: number;
}

/** An embedding as the decoder takes it. */
export function feedable(runtime: Runtime, { tensors }: Tensors): Record<string, Tensor> {
  return Object.fromEntries(["image_embed", "high_res_feats_0", "high_res_feats_1"].map((name) => {
    const one = tensors[name];
    if (!one) throw new Error(`the embedding lacks ${name}`);
    return [name, new runtime.Tensor("float32", one.values, one.shape)];
  }));
}

interface Answer {
  readonly logits: Float32Array;
  readonly sure: number;
  /** The same, less what it goes against. */
  readonly trust: number;
}

/** The answer that is to be believed most; `before` is what it said first, to be refined. */
async function asked(
  runtime: Runtime, session: InferenceSession, embedding: Record<string, Tensor>, feeds: Feeds, before: Float32Array | null = null,
): Promise<Answer> {
  const count = feeds.labels.length;
  const answer = await session.run({
    ...embedding,
    point_coords: new runtime.Tensor("float32", feeds.coords, [1, count, 2]),
    point_labels: new runtime.Tensor("float32", feeds.labels, [1, count]),
    mask_input: new runtime.Tensor("float32", before ? firm(before) : new Float32Array(LOW * LOW), [1, 1, LOW, LOW]),
    has_mask_input: new runtime.Tensor("float32", Float32Array.of(before ? 1 : 0), [1]),
  });
  const scores = answer["iou_predictions"]?.data as Float32Array;
  const masks = answer["masks"]?.data as Float32Array;
  const { best, trust } = trusted(masks, scores, feeds);
  return { logits: masks.slice(best * LOW * LOW, (best + 1) * LOW * LOW), sure: scores[best] ?? 0, trust };
}

/**
 * The mask of these prompts at a size. Without a box the decoder is asked again about its own answer, in a box of just its size,
 * as the server does (`generation/prompting.py`). Gives an empty one where nothing is there.
 */
export async function maskOf(
  runtime: Runtime, session: InferenceSession, embedding: Record<string, Tensor>, said: Prompts, width: number, height: number,
): Promise<Mask> {
  const feeds = feedsOf(said);
  let coverage = new Uint8Array(width * height);
  let sure = 1;
  if (feeds) {
    const first = await asked(runtime, session, embedding, feeds);
    const around = said.box === null ? boxOf(first.logits) : null;
    const again = around ? await asked(runtime, session, embedding, boxed(feeds, around), first.logits) : null;
    const best = again && again.trust > first.trust && likeness(again.logits, first.logits) >= LIKE ? again : first;
    sure = best.sure;
    coverage = coverageOf(best.logits, width, height);
  }
  paint(coverage, width, height, said.strokes);
  return { coverage, width, height, area: areaOf(coverage), sure };
}

/** Whether there is so little of it that the server would call it nothing. */
export const isNothing = (mask: Mask, whole: { readonly width: number; readonly height: number }): boolean =>
  (mask.area * whole.width * whole.height) / (mask.width * mask.height) < LEAST;
