// The faces of the people in the film, for the cards: what was dropped as their picture, or their portrait once it is drawn.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { Character } from "../document/kinds";

const SETTLED = 1200; // ms after the board is open or words changed: cards come first
const AGAIN = 3000; // ms between two looks while portraits are being drawn

const none: ReadonlyMap<string, string> = new Map();

/** Addresses of portraits by character; who has none yet is missing. */
export function useFaces(project: string, characters: readonly Character[]): ReadonlyMap<string, string> {
  const asked = characters.map((one) => `${one.id} ${one.description}`).join("\n");
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), SETTLED);
    return () => clearTimeout(timer);
  }, [asked]);
  const found = useQuery({
    queryKey: ["faces", project, settled],
    enabled: settled !== "" && settled === asked,
    retry: false,
    placeholderData: (before) => before,
    queryFn: async (): Promise<ReadonlyMap<string, string>> => {
      const stills = await Promise.all(
        characters.map((one) => got(client.POST("/api/characters/{id}/portrait", { params: { path: { id: one.id } } })).catch(() => null)),
      );
      return new Map(steadied(stills.filter((still) => still !== null)).map((still) => [still.id, still.url]));
    },
    refetchInterval: ({ state }) => ([...(state.data?.values() ?? [])].some((url) => url === "") && state.dataUpdateCount < 20 ? AGAIN : false),
  });
  return found.data ?? none;
}
