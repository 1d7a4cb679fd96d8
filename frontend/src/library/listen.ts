// Listening to voices: one at a time, asked of the studio, played when it is spoken, stopped by the next.
import { create } from "zustand";
import { ApiProblem, client, got } from "../api/client";
import { steady } from "../api/links";
import { errorWords } from "../i18n/problems";

export interface Sample {
  readonly voice: string;
  readonly language: "en" | "zh";
  readonly pace: number;
  /** What is said; null: a sentence of the studio's. */
  readonly words: string | null;
}

interface Listening {
  /** What is heard or waited for, as `nameOf` says it. */
  readonly what: string | null;
  readonly heard: boolean;
  readonly problem: string | null;
}

export const useListening = create<Listening>(() => ({ what: null, heard: false, problem: null }));

const PATIENCE = 60_000; // ms
const ASK_EVERY = 400;
const LONGEST = 300; // characters that a sample may say
let player: HTMLAudioElement | undefined;
let turn = 0;

/** A sample as a text: equal ones are equal. */
export const nameOf = (one: Sample): string => `${one.voice} ${one.language} ${one.pace} ${one.words ?? ""}`;

/** Stop whatever is heard. */
export function hush(): void {
  turn++;
  player?.pause();
  useListening.setState({ what: null, heard: false, problem: null });
}

/** Hear a sample; when it is the one that is heard already, stop it. */
export async function listen(project: string, sample: Sample): Promise<void> {
  const what = nameOf(sample);
  const same = useListening.getState().what === what;
  hush();
  if (same) return;
  const mine = turn;
  useListening.setState({ what, heard: false, problem: null });
  try {
    const url = await spoken(project, sample, () => mine === turn);
    if (mine !== turn || !url) return;
    player ??= new Audio();
    player.src = steady(url);
    player.onended = () => mine === turn && hush();
    await player.play();
    if (mine === turn) useListening.setState({ heard: true });
  } catch (problem) {
    if (mine !== turn) return;
    useListening.setState({ what: null, heard: false, problem: errorWords(problem) });
  }
}

async function spoken(project: string, sample: Sample, still: () => boolean): Promise<string | null> {
  const { voice, language, pace } = sample;
  const words = sample.words ? sample.words.slice(0, LONGEST) : null;
  const body = { voice, language, pace, ...(words ? { words } : {}) };
  const end = Date.now() + PATIENCE;
  while (still()) {
    const made = await got(client.POST("/api/projects/{id}/voices/sample", { params: { path: { id: project } }, body }));
    if (made.status === "done" && made.url) return made.url;
    if (made.status === "failed" || made.status === "cancelled" || Date.now() > end) throw new ApiProblem({ message: made.status }, 0);
    await new Promise((done) => setTimeout(done, ASK_EVERY));
  }
  return null;
}
