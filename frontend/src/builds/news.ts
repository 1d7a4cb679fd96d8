// Since when nothing was heard of the machine: kept up by hints and by what the list of builds says.
import { useEffect, useState } from "react";
import { type Build, queries } from "../api/queries";
import { useMachine } from "../nodes/store";

const ASK = 5000; // ms between two looks at the list while something is being made

let heard = Date.now();
useMachine.subscribe(() => {
  heard = Date.now();
});

let last = "";

/** Clock seconds without news while `active` builds are under way; asks again meanwhile, should hints be lost. */
export function useQuietFor(active: readonly Build[]): number {
  const [now, setNow] = useState(() => Date.now());
  const state = active.map((one) => `${one.id}${one.made}${one.running}${one.queued}`).join();
  const busy = active.length > 0;
  useEffect(() => {
    if (state !== last) heard = Date.now();
    last = state;
  }, [state]);
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
      void queries.invalidateQueries({ queryKey: ["builds"] });
    }, ASK);
    return () => clearInterval(timer);
  }, [busy]);
  return busy ? Math.max(0, (now - heard) / 1000) : 0;
}
