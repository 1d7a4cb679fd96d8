// Sending files to the studio in parts: two at once, over cut connections and reloads, with an honest idea of when it is done.
import { ApiProblem, client, csrfToken, got } from "../api/client";
import type { components } from "../api/schema";
import { begunUpload, keepUpload } from "./kept";
import { remaining, sampled, speed, type Sample } from "./pace";

export type Artifact = components["schemas"]["ArtifactOut"];
export type Media = "image" | "video" | "audio" | "movie" | "data" | "adapter" | "lut";
/** A network is no media: it is sent like them, and taken as a checkpoint by whoever says what it can do. */
type Sent = Media | "network";

export interface UploadProgress {
  /** waiting: behind others · sending · away: the studio does not answer, it goes on by itself · checking: all has arrived */
  readonly phase: "waiting" | "sending" | "away" | "checking";
  readonly sent: number;
  readonly size: number;
  /** Bytes in a second; 0 while nothing is known. */
  readonly speed: number;
  /** Whole seconds; null while nothing is known. */
  readonly left: number | null;
  /** Where it went on after an earlier visit; 0 when it began now. */
  readonly resumed: number;
}

export interface UploadOptions {
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
}

const PART = 8 * 2 ** 20; // bytes sent at once; the studio takes up to 16 MiB
const AT_ONCE = 2;
const FIRST_WAIT = 500; // ms before the first new try; doubled up to LONGEST_WAIT
const LONGEST_WAIT = 8000;

let running = 0;
const queue: (() => void)[] = [];

async function turn(signal: AbortSignal | undefined): Promise<void> {
  if (running < AT_ONCE) {
    running++;
    return;
  }
  await new Promise<void>((done, given) => {
    queue.push(done);
    signal?.addEventListener("abort", () => {
      const at = queue.indexOf(done);
      if (at >= 0) {
        queue.splice(at, 1);
        given(cancelled());
      }
    });
  });
}

function over(): void {
  const next = queue.shift();
  if (next) next();
  else running--;
}

/** What an upload that somebody cancelled ends with. */
export const cancelled = (): DOMException => new DOMException("cancelled", "AbortError");

/** Whether this is how a cancelled upload ends. */
export const isCancelled = (problem: unknown): boolean => problem instanceof DOMException && problem.name === "AbortError";

/**
 * Bring a file into the studio's store. Goes on by itself after a cut connection, and after a reload when the same file is given
 * again.
 *
 * Throws ApiProblem with the studio's sentence when the file is refused, a DOMException named AbortError when it is cancelled.
 */
export const uploadFile = (file: File, media: Media, options: UploadOptions = {}): Promise<Artifact> =>
  brought(file, options, (signal, moved, show) => send(file, media, signal, moved, show));

/** Send a network, and say which upload it is; nothing is looked into until it is added as a checkpoint. Throws as `uploadFile`. */
export const uploadNetwork = (file: File, options: UploadOptions = {}): Promise<string> =>
  brought(file, options, (signal, moved, show) => deliver(file, "network", signal, moved, show));

/** A network that was added or given up is not gone on with. */
export const forgetNetwork = (file: File): void => keepUpload(localStorage, file, "network", null);

async function brought<T>(
  file: File, options: UploadOptions,
  how: (signal: AbortSignal | undefined, moved: (sent: number) => void, show: (change: Partial<UploadProgress>) => void) => Promise<T>,
): Promise<T> {
  const { signal, onProgress } = options;
  let seen: UploadProgress = { phase: "waiting", sent: 0, size: file.size, speed: 0, left: null, resumed: 0 };
  let samples: readonly Sample[] = [];
  const show = (change: Partial<UploadProgress>): void => {
    seen = { ...seen, ...change };
    onProgress?.(seen);
  };
  const moved = (sent: number): void => {
    samples = sampled(samples, { at: performance.now(), sent });
    const rate = speed(samples);
    show({ phase: "sending", sent, speed: rate, left: remaining(file.size - sent, rate) });
  };
  if (file.size === 0) throw new ApiProblem({ code: "MEDIA_EMPTY", message: "The file is empty. Choose another.", blame: "you" }, 400);
  signal?.throwIfAborted();
  show({});
  await turn(signal);
  try {
    return await persist(
      () => how(signal, moved, show),
      (wait) => {
        samples = [];
        show({ phase: "away", speed: 0, left: null });
        return pause(wait, signal);
      },
    );
  } finally {
    over();
  }
}

/** What has arrived of a file that was stopped is taken away, and it begins anew when it is given again. */
export async function discardUpload(file: File, media: Media): Promise<void> {
  const id = begunUpload(localStorage, file, media);
  if (!id) return;
  keepUpload(localStorage, file, media, null);
  // Where this does not arrive, the studio sweeps it by itself after two days.
  await got(client.DELETE("/api/uploads/{id}", { params: { path: { id } } })).catch(() => undefined);
}

/** Once more, and once more, as long as it is only that the studio does not answer; `away` hears when it does not. */
export const tillAnswered = <T>(what: () => Promise<T>, away: () => void): Promise<T> =>
  persist(what, (wait) => {
    away();
    return pause(wait, undefined);
  });

async function persist<T>(what: () => Promise<T>, rest: (wait: number) => Promise<void>): Promise<T> {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await what();
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || !(problem.status === 0 || problem.status >= 502)) throw problem;
      await rest(wait * (0.75 + Math.random() / 2));
    }
  }
}

function pause(wait: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, given) => {
    const ended = (then: () => void) => () => {
      clearTimeout(timer);
      window.removeEventListener("online", goOn);
      signal?.removeEventListener("abort", giveUp);
      then();
    };
    const goOn = ended(done);
    const giveUp = ended(() => given(cancelled()));
    const timer = setTimeout(goOn, wait);
    window.addEventListener("online", goOn);
    signal?.addEventListener("abort", giveUp);
    if (signal?.aborted) giveUp();
  });
}

async function send(
  file: File, media: Media, signal: AbortSignal | undefined, moved: (sent: number) => void,
  show: (change: Partial<UploadProgress>) => void,
): Promise<Artifact> {
  const id = await deliver(file, media, signal, moved, show);
  show({ phase: "checking", speed: 0, left: null });
  try {
    const artifact = await got(client.POST("/api/uploads/{id}/finish", { params: { path: { id } }, ...(signal ? { signal } : {}) }));
    keepUpload(localStorage, file, media, null);
    return artifact;
  } catch (problem) {
    signal?.throwIfAborted();
    // A file that was refused is not asked about again; one whose answer was lost is.
    if (problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500) keepUpload(localStorage, file, media, null);
    throw problem;
  }
}

/** Every part of a file; which upload it is then. */
async function deliver(
  file: File, media: Sent, signal: AbortSignal | undefined, moved: (sent: number) => void,
  show: (change: Partial<UploadProgress>) => void,
): Promise<string> {
  let { id, received } = await opened(file, media, signal);
  if (received > 0) show({ resumed: received });
  moved(received);
  while (received < file.size) {
    const part = file.slice(received, Math.min(file.size, received + PART));
    try {
      received = await sendPart(id, received, part, signal, moved);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      const told = (problem.detail as { received?: unknown } | null)?.received;
      if (problem.code === "UPLOAD_OFFSET" && typeof told === "number") received = told;
      else if (problem.status === 404) {
        keepUpload(localStorage, file, media, null); // swept away meanwhile: from the beginning
        ({ id, received } = await opened(file, media, signal));
      } else throw problem;
    }
    moved(received);
  }
  return id;
}

async function opened(file: File, media: Sent, signal: AbortSignal | undefined): Promise<{ id: string; received: number }> {
  const options = signal ? { signal } : {};
  const known = begunUpload(localStorage, file, media);
  try {
    if (known) {
      const found = await got(client.GET("/api/uploads/{id}", { params: { path: { id: known } }, ...options }));
      if (found.size === file.size) return found;
    }
  } catch (problem) {
    signal?.throwIfAborted();
    if (!(problem instanceof ApiProblem) || problem.status !== 404) throw problem;
  }
  signal?.throwIfAborted();
  const begun = await got(client.POST("/api/uploads", { body: { name: file.name, size: file.size, media }, ...options }));
  keepUpload(localStorage, file, media, begun.id);
  return begun;
}

/** One part; how much the studio has then. By XMLHttpRequest, which alone tells how far a part has got. */
function sendPart(
  id: string, at: number, part: Blob, signal: AbortSignal | undefined, moved: (sent: number) => void,
): Promise<number> {
  return new Promise((done, given) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    request.open("PUT", `/api/uploads/${id}?at=${at}`);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => moved(at + event.loaded);
    request.onloadend = () => signal?.removeEventListener("abort", abort);
    request.onabort = () => given(cancelled());
    request.onerror = () => given(new ApiProblem({}, 0));
    request.onload = () => {
      const answer = request.response as { received?: number } | null;
      if (request.status < 300 && typeof answer?.received === "number") done(answer.received);
      else given(new ApiProblem((answer as object | null) ?? {}, request.status));
    };
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) given(cancelled());
    else request.send(part);
  });
}
