// What the studio understood of the words on a character or a place, without what a person set over it.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, got } from "../api/client";
import type { Fields } from "../document/changes";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";

const SETTLED = 600; // ms after the last change

export interface Understood {
  /** Undefined until they have been read for the first time. */
  readonly fields: Fields | undefined;
  /** The voice that the words call for; empty until it is known, and for a place. */
  readonly voice: string;
}

/** What was understood, kept while it is read anew. */
export function useUnderstood(kind: "character" | "location", id: string, words: string): Understood {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), SETTLED);
    return () => clearTimeout(timer);
  }, [words]);
  const there = useDocument((state) => state.committed[kind]?.[id] !== undefined); // the studio knows of it
  const asked = useQuery({
    queryKey: ["understood", kind, id, settled],
    enabled: there,
    placeholderData: (before) => before,
    queryFn: () => {
      const params = { path: { id } };
      return kind === "character" ? got(client.POST("/api/characters/{id}/look", { params })) : got(client.POST("/api/locations/{id}/design", { params }));
    },
  });
  const node = useMachine((state) => state.nodes[asked.data?.key ?? ""]);
  const waiting = asked.data !== undefined && asked.data.fields === null;
  useEffect(() => {
    if (waiting && node?.status === "done") void asked.refetch();
  }, [waiting, node?.status]); // eslint-disable-line -- refetch is the same for the same key
  const [last, setLast] = useState<Fields>();
  const fields = asked.data?.fields as Fields | null | undefined;
  useEffect(() => {
    if (fields) setLast(fields);
  }, [fields]);
  return { fields: fields ?? last, voice: asked.data?.voice ?? "" };
}
