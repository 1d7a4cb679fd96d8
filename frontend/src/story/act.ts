// Writing a film or a scene anew: asked for, and what the studio wrote is one step of mine.
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { queries } from "../api/queries";
import type { components } from "../api/schema";
import type { Change } from "../document/changes";
import { filmOf } from "../document/select";
import { arrived, remember, useDocument } from "../document/store";
import { fetchDocument } from "../document/sync";
import { say } from "../film/verbs";
import { rateOf } from "../film/time";
import { words as translated } from "../i18n";
import { errorWords } from "../i18n/problems";
import { tell } from "../view/store";
import { shownLength } from "./length";
import { useStory, type Wish } from "./store";

type Written = components["schemas"]["RevisionOut"];

const PATIENCE = 5000; // ms until what was typed before is written
const FAR = 0.1; // of the wish: nearer than that nobody is told

/** Everything typed before is on the server: what is written anew is written of it. */
async function settled(): Promise<void> {
  for (let waited = 0; waited < PATIENCE && useDocument.getState().speculative.length > 0; waited += 50) await new Promise((done) => setTimeout(done, 50));
}

/** It stands in the document, and one undo takes it back. */
async function mine(film: string, label: string, written: Written): Promise<void> {
  const [changes, inverse] = [written.changes, written.inverse] as unknown as [Change[], Change[]];
  if (!arrived(written.revision, written.id, changes)) await fetchDocument(film);
  const made = new Set(inverse.filter((one) => one.set["archived"] === true).map((one) => one.id));
  // Done once more after an undo, what it had made comes back.
  remember({ label, changes: changes.map((one) => (made.has(one.id) ? { ...one, set: { archived: false, ...one.set } } : one)), inverse });
  for (const name of ["panels", "freshness", "staying"]) void queries.invalidateQueries({ queryKey: [name] });
}

async function telling(film: string, scene: string | null, label: string, ask: () => Promise<Written>): Promise<boolean> {
  if (useStory.getState().telling) return false;
  useStory.setState({ telling: { film, scene, since: Date.now(), done: 0, of: 0 }, problem: "" });
  try {
    await settled();
    const written = await attempt(() => ask().catch((problem: unknown) => {
      useStory.setState({ problem: errorWords(problem) }); // the sheet says it: a toast lies beneath
      throw problem;
    }));
    if (!written) return false;
    if (useDocument.getState().project?.id === film) await mine(film, label, written);
    return true;
  } finally {
    useStory.setState({ telling: null });
  }
}

/** Whether the film has a name of its own, which may stand on its first picture. */
const named = (): boolean => !(["en", "zh"] as const).some((one) => translated(one, "projects.untitled") === useDocument.getState().project?.title);

/** Make the board of a story, or make it anew around what is mine; whether it was. */
export async function writeStory(film: string, { words, frames, breakdown }: Wish): Promise<boolean> {
  const done = await telling(film, null, say("story.step"), () =>
    got(client.POST("/api/projects/{id}/story", { params: { path: { id: film } }, body: { words, frames, breakdown, titles: named() } })));
  if (done) {
    const { records, project } = useDocument.getState();
    const { scenes, shots, frames: lasts } = filmOf(records);
    tell(say("story.did", { scenes: scenes.length, shots: shots.length, length: shownLength(lasts, rateOf(project?.rate ?? "")) }), "told", "story");
  }
  return done;
}

/** Write a scene's shots anew; whether they were. */
export async function draftScene(film: string, scene: string, frames: number, breakdown: Wish["breakdown"]): Promise<boolean> {
  const number = (): string => filmOf(useDocument.getState().records).scenes.find((one) => one.scene.id === scene)?.scene.number ?? "";
  const done = await telling(film, scene, say("story.sceneStep", { number: number() }), () =>
    got(client.POST("/api/scenes/{id}/draft", { params: { path: { id: scene } }, body: { frames, breakdown } })));
  const now = filmOf(useDocument.getState().records).scenes.find((one) => one.scene.id === scene);
  if (!done || !now) return done;
  const rate = rateOf(useDocument.getState().project?.rate ?? "");
  const values = { number: now.scene.number, count: now.shots.length, length: shownLength(now.frames, rate), wished: shownLength(now.scene.length, rate) };
  const short = now.frames < now.scene.length * (1 - FAR);
  tell(say(short ? "story.sceneShort" : "story.sceneDid", values), "told", "story");
  return true;
}
