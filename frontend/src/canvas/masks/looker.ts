// The page's side of the decoder: opened with the first canvas, asked for masks; while one hovers only the latest question counts.
import { create } from "zustand";
import type { Prompts } from "../maskKeys";
import type { Answer, Ask } from "./messages";

/** A mask as it is drawn: white where it is, and its outline in shares of the picture. */
export interface Drawn {
  readonly picture: ImageBitmap;
  readonly outline: Float32Array;
  /** There is nothing to cut out. */
  readonly nothing: boolean;
  readonly ms: number;
}

interface LookerState {
  readonly decoder: "closed" | "opening" | "open" | "failed";
  /** What is known of the frames that were looked at, by the key of their embedding. */
  readonly seen: Readonly<Record<string, "coming" | "there" | "failed">>;
}

export const useLooker = create<LookerState>(() => ({ decoder: "closed", seen: {} }));

interface Waiting {
  readonly done: (drawn: Drawn | null) => void;
}

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, Waiting>();
const tracing = new Map<number, (outline: Float32Array) => void>();
const ask = (what: Ask): void => worker?.postMessage(what);

let opened = "";

/** Fetch and open the decoder; another one takes its place, and what was seen is brought to it anew. */
export function openDecoder(url: string): void {
  const { decoder } = useLooker.getState();
  if (url === opened && decoder !== "closed") return;
  if (worker && url !== opened) worker.terminate();
  if (url !== opened) worker = null;
  opened = url;
  if (typeof Worker !== "function" || typeof WebAssembly !== "object") return useLooker.setState({ decoder: "failed" });
  useLooker.setState({ decoder: "opening", seen: {} });
  worker ??= new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => heard(data);
  worker.onerror = () => broken();
  ask({ is: "open", decoder: url });
}

function broken(): void {
  worker?.terminate();
  worker = null;
  useLooker.setState({ decoder: "failed", seen: {} });
  for (const [id, one] of [...waiting]) {
    waiting.delete(id);
    one.done(null);
  }
}

function heard(answer: Answer): void {
  const { seen } = useLooker.getState();
  if (answer.is === "opened") useLooker.setState({ decoder: "open" });
  else if (answer.is === "looked") useLooker.setState({ seen: { ...seen, [answer.key]: "there" } });
  else if (answer.is === "outlined") {
    tracing.get(answer.id)?.(answer.outline);
    tracing.delete(answer.id);
  } else if (answer.is === "masked") {
    waiting.get(answer.id)?.done(answer);
    waiting.delete(answer.id);
  } else if (answer.what === "open") broken();
  else if (answer.what === "look") useLooker.setState({ seen: { ...seen, [answer.key]: "failed" } });
  else {
    waiting.get(answer.id)?.done(null);
    waiting.delete(answer.id);
  }
}

/** Bring what the network saw of a frame to the decoder. */
export function bring(key: string, url: string): void {
  const { seen } = useLooker.getState();
  if (!worker || seen[key] === "coming" || seen[key] === "there") return;
  useLooker.setState({ seen: { ...seen, [key]: "coming" } });
  ask({ is: "look", key, url });
}

/** Whether masks of that frame can be made here and now. */
export const canMask = (key: string | null): key is string => key !== null && useLooker.getState().decoder === "open" && useLooker.getState().seen[key] === "there";

const WIDE = 1280; // pixels that a mask is made at most wide; the server makes it as large as the take is
const HOVER = 480;

/** The mask of these prompts; null where none could be made. */
export function maskHere(key: string, said: Prompts, whole: { readonly width: number; readonly height: number }, most = WIDE): Promise<Drawn | null> {
  if (!canMask(key)) return Promise.resolve(null);
  const scale = Math.min(1, most / whole.width);
  const id = ++last;
  return new Promise((done) => {
    waiting.set(id, { done });
    ask({
      is: "mask", id, key, said, whole: [whole.width, whole.height],
      width: Math.max(8, Math.round(whole.width * scale)), height: Math.max(8, Math.round(whole.height * scale)),
    });
  });
}

/** The outline of a picture's alpha, beside the page; never where there is no worker. */
export function outlineBeside(picture: ImageBitmap): Promise<Float32Array> {
  const id = ++last;
  return new Promise((done) => {
    tracing.set(id, done);
    worker?.postMessage({ is: "outline", id, picture } satisfies Ask, [picture]);
  });
}

let hovering = false;
let latest: (() => void) | null = null;

/** The same, small, for what is under the pointer: never more than one is being made, and of those that wait only the last. */
export function maskUnder(key: string, said: Prompts, whole: { readonly width: number; readonly height: number }, done: (drawn: Drawn | null) => void): void {
  const go = (): void => {
    hovering = true;
    void maskHere(key, said, whole, HOVER).then((drawn) => {
      hovering = false;
      done(drawn);
      const next = latest;
      latest = null;
      next?.();
    });
  };
  if (hovering) latest = go;
  else go();
}

/** What waits to be looked at under the pointer is not wanted any more. */
export const forgetHover = (): void => void (latest = null);
