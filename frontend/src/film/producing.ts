// Whether the film is being made until it can be cut: shots that wait for their lines to be spoken have no take yet, and still are in the line.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../api/client";
import type { CardState } from "../board/cardState";

const LOOK = 3000; // ms between looks while it is made: nothing tells when the last of it is asked for

/** Whether somebody has asked for the whole film and it is not there yet. */
export function useProducing(id: string): boolean {
  const found = useQuery({
    queryKey: ["projects"],
    queryFn: () => got(client.GET("/api/projects")),
    select: (all) => all.find((one) => one.id === id)?.producing ?? false,
    refetchInterval: (query) => (query.state.data?.find((one) => one.id === id)?.producing ? LOOK : false),
  });
  return found.data ?? false;
}

/** What is missing or stale in a film that is being made is in the line, though nothing of its own is asked for yet. */
export function inLine(state: CardState, producing: boolean, locked: boolean): CardState {
  return producing && !locked && (state.is === "missing" || state.is === "stale") ? { is: "queued" } : state;
}
