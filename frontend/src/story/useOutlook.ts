// What a story would come to while it is being written: asked of the studio once the hand rests; the last answer stays until the next.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, got } from "../api/client";
import type { components } from "../api/schema";

export type Outlook = components["schemas"]["OutlookOut"];
export type ShownShot = components["schemas"]["ShotAnewOut"];
export type Staying = components["schemas"]["StayingOut"];

const RESTS = 350; // ms after the last key

/** Null while nothing is known yet, or where there is nothing to tell. */
export function useOutlook(words: string, frames: number, rate: string, held: readonly string[] = [], on = true): Outlook | null {
  const [asked, ask] = useState({ words: "", frames: 0 });
  useEffect(() => {
    const timer = setTimeout(() => ask({ words, frames }), RESTS);
    return () => clearTimeout(timer);
  }, [words, frames]);
  const found = useQuery({
    queryKey: ["outlook", asked.words, asked.frames, rate, held], enabled: on && asked.words.trim() !== "", placeholderData: keepPreviousData, staleTime: Infinity,
    queryFn: () => got(client.POST("/api/stories/outlook", { body: { ...asked, rate, held: [...held] } })),
  });
  return on && words.trim() !== "" ? (found.data ?? null) : null;
}

/** The shots of a scene were it written anew; null while nothing is known yet, or where there is nothing to tell. */
export function useSceneOutlook(scene: string, words: string, frames: number): readonly ShownShot[] | null {
  const [asked, ask] = useState({ words, frames });
  useEffect(() => {
    const timer = setTimeout(() => ask({ words, frames }), RESTS);
    return () => clearTimeout(timer);
  }, [words, frames]);
  const found = useQuery({
    queryKey: ["sceneOutlook", scene, asked.words, asked.frames], enabled: asked.words.trim() !== "", placeholderData: keepPreviousData, staleTime: 0,
    queryFn: () => got(client.POST("/api/scenes/{id}/outlook", { params: { path: { id: scene } }, body: asked })),
  });
  return words.trim() !== "" && found.data && found.data.length > 0 ? found.data : null;
}

/** What stays when the film, or a scene of it, is written anew; null until it is known. */
export function useStaying(film: string, scene: string | null): Staying | null {
  const found = useQuery({
    queryKey: ["staying", film, scene], staleTime: 0, gcTime: 0,
    queryFn: () => (scene
      ? got(client.GET("/api/scenes/{id}/draft", { params: { path: { id: scene } } }))
      : got(client.GET("/api/projects/{id}/story", { params: { path: { id: film } } }))),
  });
  return found.data ?? null;
}
