// One frame of a shot under effects that are still being set: asked while the hand moves, the latest wins.
import { useEffect, useRef, useState } from "react";
import { ApiProblem, client, got } from "../api/client";
import { steadied } from "../api/links";
import { useLanguage, words } from "../i18n";
import { problemWords } from "../i18n/problems";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { latest } from "./latest";
import type { Carried } from "./stack";

export interface Tried {
  readonly url: string;
  /** The unaltered frame. */
  readonly before: string;
  readonly busy: boolean;
  /** Why there is no picture, in the server's words. */
  readonly problem: string;
}

interface Question {
  readonly shot: string;
  readonly take: string;
  readonly frame: number;
  readonly effects: readonly Carried[];
}

const blank: Tried = { url: "", before: "", busy: false, problem: "" };
const AGAIN = 1500; // ms after which a picture that nobody announced is asked for again
const pictures = new Map<string, string>(); // what was seen already: turning a slider back shows it at once

/** Waits until the machine tells of a node, or a while. */
function news(key: string, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const finish = (): void => {
      clearTimeout(timer);
      leave();
      if (signal.aborted) fail(new DOMException("given up", "AbortError"));
      else done();
    };
    const timer = setTimeout(finish, AGAIN);
    const leave = useMachine.subscribe((state, before) => {
      const status = state.nodes[key]?.status;
      if (status !== before.nodes[key]?.status && (status === "done" || status === "failed")) finish();
    });
    signal.addEventListener("abort", finish, { once: true });
  });
}

async function picture({ shot, take, frame, effects }: Question, signal: AbortSignal): Promise<string> {
  const name = JSON.stringify([take, frame, effects]);
  const seen = pictures.get(name);
  if (seen) return seen;
  const body = { effects: effects.map(({ operation, params, inputs }) => ({ operation, params: { ...params }, inputs: { ...inputs } })) as never[], frame };
  for (;;) {
    const made = steadied(await got(client.POST("/api/shots/{id}/try", { params: { path: { id: shot } }, body, signal })));
    if (made.url) {
      if (pictures.size > 400) pictures.clear();
      pictures.set(name, made.url);
      return made.url;
    }
    if (made.status === "failed") {
      const why = nodeWords(useMachine.getState().nodes[made.key]?.error, useLanguage.getState().language);
      throw new ApiProblem({ message: why || words(useLanguage.getState().language, "try.failed") }, 422);
    }
    await news(made.key, signal);
  }
}

/** The frame before and under the effects; asked only while `wanted`. */
export function useTry(shot: string, take: string, effects: readonly Carried[], frame: number, wanted: boolean): Tried {
  const [tried, setTried] = useState<Tried>(blank);
  const asking = useRef<ReturnType<typeof latest<Question, string>>>(null);
  useEffect(() => {
    setTried(blank);
    const one = latest<Question, string>(picture, {
      answer: (url) => setTried((now) => ({ ...now, url, problem: "" })),
      failed: (problem) => {
        if (!(problem instanceof ApiProblem)) return;
        setTried((now) => ({ ...now, problem: problemWords(problem) }));
      },
      busy: (busy) => setTried((now) => ({ ...now, busy })),
    });
    asking.current = one;
    return () => one.stop();
  }, [shot, take]);
  const signature = JSON.stringify(effects.map((one) => [one.operation, one.params, one.inputs]));
  useEffect(() => {
    if (wanted) asking.current?.ask({ shot, take, frame, effects });
  }, [shot, take, signature, frame, wanted]); // eslint-disable-line -- `effects` is its signature
  useEffect(() => {
    if (!wanted) return;
    const given = new AbortController();
    picture({ shot, take, frame, effects: [] }, given.signal)
      .then((before) => given.signal.aborted || setTried((now) => ({ ...now, before })))
      .catch(() => undefined); // the picture under the effects tells what is wrong
    return () => given.abort();
  }, [shot, take, frame, wanted]);
  return tried;
}

/** One frame of a shot under these effects, asked for once; "" until it is there. */
export function usePictureBefore(shot: string, take: string, effects: readonly Carried[], frame: number): string {
  const [url, setUrl] = useState("");
  const signature = JSON.stringify(effects.map((one) => [one.operation, one.params, one.inputs]));
  useEffect(() => {
    const given = new AbortController();
    picture({ shot, take, frame, effects }, given.signal)
      .catch(() => picture({ shot, take, frame, effects: [] }, given.signal)) // the take itself can be pointed in as well
      .then((found) => given.signal.aborted || setUrl(found))
      .catch(() => undefined);
    return () => given.abort();
  }, [shot, take, signature, frame]); // eslint-disable-line -- `effects` is its signature
  return url;
}
