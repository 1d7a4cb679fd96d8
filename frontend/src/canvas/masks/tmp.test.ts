import { readFileSync } from "node:fs";
import { test } from "vitest";
import * as ort from "onnxruntime-web/wasm";
import { feedable, maskOf } from "./decode";
import { outlineOf } from "./contour";
import { readTensors } from "./safetensors";
test("x", async () => {
  ort.env.wasm.numThreads = 1;
  const s = await ort.InferenceSession.create(readFileSync("/work/main/var/checkpoints/sam2-tiny@1/decoder.onnx"), { executionProviders: ["wasm"] });
  const b = readFileSync("/tmp/h/canvas/e.safetensors");
  let t = performance.now();
  const e = feedable(ort, readTensors(b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength) as ArrayBuffer));
  console.log("read", performance.now() - t);
  const { w, h, cases } = JSON.parse(readFileSync("/tmp/h/canvas/cases.json", "utf8"));
  for (let i = 0; i < cases.length; i++) {
    t = performance.now();
    const m = await maskOf(ort, s, e, cases[i], w, h);
    const t2 = performance.now();
    const o = outlineOf(m.coverage, w, h);
    const t3 = performance.now();
    const truth = readFileSync(`/tmp/h/canvas/m${i}.bin`);
    let both = 0, any = 0, most = 0;
    for (let at = 0; at < truth.length; at++) { const a = m.coverage[at]! > 127, c = truth[at]! > 127; if (a && c) both++; if (a || c) any++; most = Math.max(most, Math.abs(m.coverage[at]! - truth[at]!)); }
    console.log(i, "IoU", both / any, "most", most, "area", m.area, "ms", t2 - t, "outline", t3 - t2, o.length);
  }
}, 120000);
