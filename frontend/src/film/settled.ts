// Something that is done once news has settled: never twice at a time, and not put off for ever by news that keeps coming.

const LONGEST = 4000; // ms that anything waits while news keeps coming

export interface Settled {
  /** There is news. */
  readonly news: () => void;
  readonly stop: () => void;
}

/** Do it `wait` ms after the last news; news that comes meanwhile is for the next time. */
export function settled(what: () => Promise<unknown>, wait: number, now: () => number = Date.now): Settled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | null = null; // when the first news came that nothing was done about
  let busy = false;
  let over = false;
  const plan = (): void => {
    if (busy || over || since === null) return;
    clearTimeout(timer);
    timer = setTimeout(() => void go(), Math.max(0, Math.min(wait, since + LONGEST - now())));
  };
  const go = async (): Promise<void> => {
    busy = true;
    since = null;
    try {
      await what();
    } catch {
      // Whoever shows it asks again; the next news does too.
    } finally {
      busy = false;
      plan();
    }
  };
  return {
    news: () => {
      since ??= now();
      plan();
    },
    stop: () => {
      over = true;
      clearTimeout(timer);
    },
  };
}
