// Asking for something slow while a hand moves: one at a time, and what was asked last wins. Pure but for its timers.

interface Latest<Q> {
  ask(question: Q): void;
  stop(): void;
}

interface Told<Q, A> {
  readonly answer: (answer: A, question: Q) => void;
  readonly failed: (problem: unknown, question: Q) => void;
  readonly busy: (busy: boolean) => void;
}

/**
 * While one question is being answered, only the newest of those asked meanwhile is kept; it is asked next. One that takes
 * longer than `patience` ms while a newer waits is given up. `settle` ms after the first of a row lets quick changes pass.
 */
export function latest<Q, A>(run: (question: Q, signal: AbortSignal) => Promise<A>, told: Told<Q, A>, settle = 60, patience = 1200): Latest<Q> {
  let waiting: { question: Q } | null = null;
  let current: { abort: AbortController; since: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const next = async (): Promise<void> => {
    const wanted = waiting;
    waiting = null;
    if (!wanted || over) return;
    const own = { abort: new AbortController(), since: Date.now() };
    current = own;
    told.busy(true);
    try {
      const answer = await run(wanted.question, own.abort.signal);
      if (current === own && !over) told.answer(answer, wanted.question);
    } catch (problem) {
      if (current === own && !over && !own.abort.signal.aborted) told.failed(problem, wanted.question);
    }
    if (current !== own || over) return;
    current = null;
    if (waiting) void next();
    else told.busy(false);
  };

  const giveUp = (): void => {
    if (!current || !waiting || over) return;
    current.abort.abort();
    current = null;
    void next();
  };

  return {
    ask: (question) => {
      waiting = { question };
      clearTimeout(timer);
      const left = current ? Math.max(settle, patience - (Date.now() - current.since)) : settle;
      timer = setTimeout(() => (current ? giveUp() : void next()), left);
    },
    stop: () => {
      over = true;
      clearTimeout(timer);
      current?.abort.abort();
    },
  };
}
