// How far each effect of a shot is in the film: asked once for each state of the records, then told by the machine.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../api/client";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";
import { effectsOf } from "./stack";

export interface EffectState {
  readonly is: "left out" | "missing" | "queued" | "running" | "done" | "failed";
  readonly progress: number;
  readonly error: Readonly<Record<string, unknown>> | null;
}

/** By the effect's id; empty while nobody knows. */
export function useStates(shot: string, wanted: boolean): ReadonlyMap<string, EffectState> {
  const stack = useDocument((state) => effectsOf(state.records, shot));
  const signature = JSON.stringify(stack.map((one) => [one.id, one.rank, one.operation, one.params, one.inputs, one.enabled]));
  const asked = useQuery({
    queryKey: ["effects", shot, signature], enabled: wanted, staleTime: 5000, gcTime: 30_000,
    queryFn: () => got(client.GET("/api/shots/{id}/effects", { params: { path: { id: shot } } })),
  });
  const nodes = useMachine((state) => state.nodes);
  return new Map((asked.data ?? []).map((one): [string, EffectState] => {
    const now = nodes[one.key];
    const status = one.key === "" ? "left out" : (now?.status ?? one.status);
    return [one.id, { is: status as EffectState["is"], progress: now?.progress ?? one.progress, error: now?.error ?? one.error ?? null }];
  }));
}
