// The browser's masks are the server's, within 1 % of IoU: the same decoder, the same prompts, in WebAssembly and on the server.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as runtime from "onnxruntime-web/wasm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Prompts } from "../maskKeys";
import { feedable, maskOf } from "./decode";
import { readTensors } from "./safetensors";

const root = join(import.meta.dirname, "../../../..");
const python = join(root, ".venv/bin/python");
const checkpoints = process.env["FILMWRIGHT_CHECKPOINTS"] ?? join(root, "var/checkpoints");
const decoder = join(checkpoints, "sam2-tiny@1/decoder.onnx");

describe.skipIf(!existsSync(decoder) || !existsSync(python))("masks of the browser and of the server", () => {
  const folder = mkdtempSync(join(tmpdir(), "filmwright-masks-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let session: runtime.InferenceSession;
  let embedding: Record<string, runtime.Tensor>;
  let told: { readonly width: number; readonly height: number; readonly cases: readonly Omit<Prompts, "words">[] };
  beforeAll(async () => {
    execFileSync(python, ["-m", "tests.operations.prompted", folder], { cwd: root, env: { ...process.env, FILMWRIGHT_CHECKPOINTS: checkpoints }, stdio: "pipe" });
    told = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"));
    runtime.env.wasm.numThreads = 1;
    session = await runtime.InferenceSession.create(readFileSync(decoder), { executionProviders: ["wasm"] });
    const bytes = readFileSync(join(folder, "embedding.safetensors"));
    embedding = feedable(runtime, readTensors(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)));
  }, 300_000);

  test("are equal for points, boxes and strokes", async () => {
    const found: number[] = [];
    for (const [number, said] of told.cases.entries()) {
      const truth = readFileSync(join(folder, `${number}.grey`));
      const mask = await maskOf(runtime, session, embedding, { ...said, words: "" }, told.width, told.height);
      let [both, either, inside] = [0, 0, 0];
      for (let at = 0; at < truth.length; at++) {
        const here = (mask.coverage[at] as number) > 127;
        const there = (truth[at] as number) > 127;
        if (here && there) both++;
        if (here || there) either++;
        if (there) inside++;
      }
      expect(inside, `case ${number} has something in it`).toBeGreaterThan(500);
      found.push(both / either);
    }
    console.log(`IoU of browser and server: ${found.map((one) => one.toFixed(5)).join(" ")}`);
    expect(Math.min(...found)).toBeGreaterThan(0.99);
  }, 300_000);

  test("and differ when they are asked of another thing: the measure can fail", async () => {
    const truth = readFileSync(join(folder, "0.grey"));
    const mask = await maskOf(runtime, session, embedding, { points: [], box: [0.65, 0.2, 0.96, 0.9], strokes: [], words: "" }, told.width, told.height);
    const both = truth.reduce((sum, one, at) => sum + (one > 127 && (mask.coverage[at] as number) > 127 ? 1 : 0), 0);
    expect(both / mask.area).toBeLessThan(0.5);
  }, 60_000);
});
