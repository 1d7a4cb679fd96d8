// What was dropped comes in: sorted, sent, and put where it belongs; each file ends in the film or in words saying why not.
import { ApiProblem, client, got } from "../api/client";
import { drawPanels, queries } from "../api/queries";
import type { Fields, Records } from "../document/changes";
import { useDocument } from "../document/store";
import { adapterFrom } from "../adapters/verbs";
import { change as edit, say } from "../film/verbs";
import { useLanguage } from "../i18n";
import { formed, newFilm } from "./films";
import { askFootage } from "./footageApi";
import { keepFootage } from "./mine";
import { readable } from "./pictures";
import { counted, shotsOf, type Spot } from "./placing";
import { shapeOf } from "./shape";
import { sorted, type Taken } from "./sniff";
import { add, change, newBatch, type Trouble, useBringing } from "./store";
import { discardUpload, isCancelled, type Artifact, type Media, tillAnswered, uploadFile } from "./uploads";
import { wordText } from "./word";

export interface Landing extends Spot {
  /** The open film; null on the page of all films. */
  readonly film: string | null;
  readonly go: (to: string) => void;
  /** What a script that does not say its own name is called; and of a film of pictures. */
  readonly untitled: string;
}

interface Coming {
  readonly id: number;
  readonly file: File;
}

const FRAMES = 72; // of a shot that begins with a picture
const FEW = 4; // pictures in the first edit, so that one sees soon that they come; twice as many in each after it
const TOGETHER = 60; // at most
const MEDIA: Readonly<Record<"picture" | "movie" | "audio", Media>> = { picture: "image", movie: "movie", audio: "audio" };

/** Bring these files in. Never throws: what becomes of each is told in the summary. */
export async function bring(given: readonly File[], landing: Landing): Promise<void> {
  if (given.length === 0) return;
  const files = counted(given);
  const ids = add(files, newBatch());
  const kinds: Record<Taken, Coming[]> = { screenplay: [], picture: [], movie: [], audio: [], adapter: [] };
  for (const [at, file] of files.entries()) {
    const id = ids[at] ?? 0;
    const sort = await sorted(file);
    if (sort.is === "refused") fail(id, { refuse: sort.why });
    else {
      change(id, { is: sort.is });
      const ready = sort.by === "gif" || sort.by === "avif" ? await readable(file) : sort.by === "word" ? await unworded(file) : file;
      if (ready) kinds[sort.is].push({ id, file: ready });
      else fail(id, { refuse: sort.by === "word" ? "word" : "unknown" });
    }
  }
  for (const one of kinds.audio) fail(one.id, { refuse: "audio" });
  const alone = files.length === 1;
  await Promise.all([
    screenplays(kinds.screenplay, landing, alone),
    pictures(kinds.picture, landing),
    movies(kinds.movie, landing, alone),
    adapters(kinds.adapter, landing, alone),
  ]);
}

const fail = (id: number, trouble: Trouble): void => change(id, { state: "failed", trouble, progress: null, stop: null });

async function unworded(file: File): Promise<File | null> {
  try {
    return new File([await wordText(file)], `${file.name.replace(/\.\w+$/, "")}.txt`, { type: "text/plain" });
  } catch {
    return null;
  }
}

function troubleOf(problem: unknown): Trouble {
  if (problem instanceof ApiProblem) return { code: problem.code, message: problem.message, detail: problem.detail };
  console.error(problem);
  return { refuse: "unknown" };
}

/** Send one file and follow it in the summary; null when it did not come in. */
export async function sent(one: Coming, media: Media): Promise<Artifact | null> {
  if (stopped(one.id)) return null;
  const stopper = new AbortController();
  change(one.id, { state: "going", stop: () => stopper.abort(), trouble: null, again: null, discard: null });
  try {
    return await uploadFile(one.file, media, { signal: stopper.signal, onProgress: (progress) => change(one.id, { progress }) });
  } catch (problem) {
    const discard = (): void => {
      if (!comingAgain(one)) void discardUpload(one.file, media);
    };
    if (isCancelled(problem)) change(one.id, { state: "cancelled", progress: null, stop: null, discard });
    else fail(one.id, troubleOf(problem));
    return null;
  }
}

/** Whether the same file was given once more, and goes on where it was stopped. */
const comingAgain = ({ id, file }: Coming): boolean => useBringing.getState().items.some((one) =>
  one.id !== id && one.name === file.name && one.size === file.size && (one.state === "waiting" || one.state === "going"));

const stopped = (id: number): boolean => useBringing.getState().items.find((one) => one.id === id)?.state !== "waiting";

const done = (id: number, to: string | null = null): void => change(id, { state: "done", progress: null, stop: null, to });

async function screenplays(coming: readonly Coming[], landing: Landing, alone: boolean): Promise<void> {
  for (const { id, file } of coming) {
    change(id, { state: "going" });
    try {
      const { film } = landing;
      const made = film
        ? await got(client.POST("/api/projects/{id}/screenplay", { params: { path: { id: film } }, ...formed(file) }))
        : await got(client.POST("/api/screenplays", formed(file)));
      done(id, film ? null : `/p/${made.id}/board`);
      if (!film && alone) landing.go(`/p/${made.id}/board`);
    } catch (problem) {
      fail(id, troubleOf(problem));
    }
  }
  if (coming.length > 0) for (const name of ["projects", "panels", "freshness"]) void queries.invalidateQueries({ queryKey: [name] });
}

/** Shots of these pictures: however many they are, one step of undo; undone while they come, the rest stays away. */
async function pictures(coming: readonly Coming[], landing: Landing): Promise<void> {
  let spot: Spot = landing;
  let { film } = landing;
  const batch = crypto.randomUUID();
  for (let [at, size] = [0, FEW]; at < coming.length; [at, size] = [at + size, Math.min(TOGETHER, size * 2)]) {
    const group = coming.slice(at, at + size);
    if (useDocument.getState().history.undone.some((one) => one.group === batch)) {
      coming.slice(at).forEach((one) => stopped(one.id) || change(one.id, { state: "cancelled" }));
      break;
    }
    const came = await Promise.all(group.map(async (one) => {
      const artifact = await sent(one, MEDIA.picture);
      if (artifact) done(one.id);
      return artifact;
    }));
    const sets = came.flatMap((artifact): Fields[] => (artifact ? [{ first: artifact.digest }] : []));
    if (sets.length === 0) continue;
    try {
      film ??= await newFilm(crypto.randomUUID(), landing.untitled, useLanguage.getState().language);
      spot = await place(film, sets, spot, batch);
      if (!landing.film) group.forEach((one, index) => came[index] && done(one.id, `/p/${film}/board`));
    } catch (problem) {
      group.forEach((one, index) => came[index] && fail(one.id, troubleOf(problem)));
    }
  }
  if (film && !landing.film) {
    void queries.invalidateQueries({ queryKey: ["projects"] });
    void drawPanels(film).catch(() => undefined); // the board asks again when it is opened
    landing.go(`/p/${film}/board`);
  }
}

/** Shots of these fields, in the film that is open or in another; where the next ones go. */
async function place(film: string, sets: readonly Fields[], spot: Spot, group: string): Promise<Spot> {
  const draw = (): string => crypto.randomUUID();
  const label = say("bring.pictures");
  const { project, records } = useDocument.getState();
  if (project?.id === film) {
    const changes = shotsOf(records, sets, spot, FRAMES, draw);
    edit(label, changes, group);
    return { shot: changes.findLast((one) => one.kind === "shot")?.id };
  }
  const found = await got(client.GET("/api/projects/{id}", { params: { path: { id: film } } }));
  const changes = shotsOf(found.records as Records, sets, spot, FRAMES, draw);
  const body = { id: draw(), base: found.revision, label, group, changes: changes as unknown as { kind: string; id: string; set: never }[] };
  await got(client.POST("/api/projects/{id}/edits", { params: { path: { id: film } }, body }));
  return { shot: changes.findLast((one) => one.kind === "shot")?.id };
}

/** The weights of adapters: each becomes one on the shelf of the open film. */
async function adapters(coming: readonly Coming[], landing: Landing, alone: boolean): Promise<void> {
  const { film } = landing;
  for (const one of coming) {
    if (!film) {
      fail(one.id, { refuse: "adapter" });
      continue;
    }
    const artifact = await sent(one, "adapter");
    if (!artifact) continue;
    if (useDocument.getState().project?.id === film) adapterFrom(artifact, one.file.name, alone);
    done(one.id, `/p/${film}/cast`);
  }
}

async function movies(coming: readonly Coming[], landing: Landing, alone: boolean): Promise<void> {
  await Promise.all(coming.map(async (one) => {
    const artifact = await sent(one, MEDIA.movie);
    if (!artifact) return;
    try {
      const { width, height, rate } = artifact.facts as { width?: number; height?: number; rate?: string };
      const title = one.file.name.replace(/\.\w+$/, "");
      const film = landing.film ?? crypto.randomUUID();
      const shape = shapeOf(width ?? 0, height ?? 0, rate ?? "");
      const away = (): void => change(one.id, { state: "going", progress: { phase: "away", sent: one.file.size, size: one.file.size, speed: 0, left: null, resumed: 0 } });
      if (!landing.film) await tillAnswered(() => newFilm(film, title, useLanguage.getState().language, shape), away);
      keepFootage(localStorage, film, artifact.digest);
      await tillAnswered(() => askFootage(film, artifact.digest), away); // it is looked at while one reads on
      const after = landing.film && landing.shot ? `&after=${landing.shot}` : "";
      const to = `/p/${film}/board?footage=${artifact.digest}${after}`;
      done(one.id, to);
      if (!landing.film) void queries.invalidateQueries({ queryKey: ["projects"] });
      if (alone) landing.go(to);
    } catch (problem) {
      fail(one.id, troubleOf(problem));
    }
  }));
}
