// How far an adapter's training is: asked once, then told by the machine; how long it still takes, judged by its own pace.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { queries } from "../api/queries";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";
import { trainingOf, type TrainingState } from "./api";
import { leftOf, type Seen } from "./pace";

export interface Training {
  readonly state: TrainingState | undefined;
  /** From 0 to 1. */
  readonly progress: number;
  readonly running: boolean;
  /** Whole seconds; null while nothing can be said. */
  readonly left: number | null;
  /** The latest picture, as an address. */
  readonly preview: string | null;
}

const AGAIN = 3000; // ms between looks while it runs: the preview may be new

/** Of one adapter; nothing is asked while it has no training. */
export function useTraining(adapter: string, wanted: boolean): Training {
  const there = useDocument((state) => state.committed["adapter"]?.[adapter] !== undefined); // the studio knows of it
  const told = useQuery({
    queryKey: ["training", adapter], enabled: wanted && there, queryFn: () => trainingOf(adapter),
    refetchInterval: ({ state }) => (state.data && ["queued", "running"].includes(state.data.status) ? AGAIN : false),
  });
  const key = told.data?.key ?? "";
  const node = useMachine((state) => state.nodes[key]);
  const picture = useMachine((state) => state.previews[key]);
  const status = told.data?.status ?? "";
  const running = status === "queued" || status === "running";
  const progress = Math.max(told.data?.progress ?? 0, node?.status === "running" ? node.progress : 0);
  const seen = useRef<readonly Seen[]>([]);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (!running) {
      seen.current = [];
      return setLeft(null);
    }
    const now = { at: Date.now(), progress };
    seen.current = [...seen.current.filter((one) => now.at - one.at < 120_000), now];
    setLeft(leftOf(seen.current));
  }, [running, progress]);
  const ended = node?.status === "done" || node?.status === "failed";
  useEffect(() => {
    if (running && ended) void queries.invalidateQueries({ queryKey: ["training", adapter] });
  }, [running, ended, adapter]);
  return { state: told.data, progress, running, left, preview: picture ? `data:image/jpeg;base64,${picture}` : (told.data?.preview ?? null) };
}
