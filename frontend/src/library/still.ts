// The picture that the studio draws of a character or a place: asked for when its words have settled, shown when it is made.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { Still } from "../api/queries";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";

const SETTLED = 900; // ms after the last change
const seen = new Map<string, string>(); // the last picture that was made, shown until the next one is

/** `words`: everything that the picture depends on. Nothing is asked while `wanted` is false. */
export function useStill(kind: "character" | "location", id: string, words: string, wanted = true): { url: string | undefined; waiting: boolean; failed: boolean } {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), SETTLED);
    return () => clearTimeout(timer);
  }, [words]);
  const there = useDocument((state) => state.committed[kind]?.[id] !== undefined); // the studio knows of it
  const still = useQuery({
    queryKey: ["still", kind, id, settled],
    enabled: wanted && there,
    queryFn: async (): Promise<Still> => {
      const params = { path: { id } };
      return steadied(
        kind === "character"
          ? await got(client.POST("/api/characters/{id}/portrait", { params }))
          : await got(client.POST("/api/locations/{id}/picture", { params })),
      );
    },
    placeholderData: (before) => before,
  });
  const node = useMachine((state) => state.nodes[still.data?.key ?? ""]);
  const waiting = still.data !== undefined && !still.data.url;
  useEffect(() => {
    if (waiting && node?.status === "done") void still.refetch();
  }, [waiting, node?.status]); // eslint-disable-line -- refetch is the same for the same key
  if (still.data?.url) seen.set(id, still.data.url);
  const failed = still.isError || node?.status === "failed" || still.data?.status === "failed";
  return { url: still.data?.url || seen.get(id), waiting: (waiting || words !== settled) && !failed, failed };
}
