// Looking at the frame on screen: asked of the server as soon as one rests on it with a tool in hand, brought to the decoder when it is there.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { create } from "zustand";
import { ApiProblem } from "../api/client";
import { problemWords } from "../i18n/problems";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { useLanguage } from "../i18n";
import { decoderUrl, look, type Look } from "./api";
import { bring, openDecoder, useLooker } from "./masks/looker";
import { useCanvas } from "./store";

const RESTS = 220; // ms on a frame before it is looked at: scrubbing over a hundred frames looks at none
const AGAIN = 1500; // ms between two questions while it is being made: what the machine tells may be lost

export interface Eye {
  readonly frame: number;
  /** The key of what the network sees in it; null until it is known. */
  readonly key: string | null;
  readonly state: "none" | "looking" | "bringing" | "ready" | "failed" | "server";
  readonly width: number;
  readonly height: number;
  /** The frame itself, whole. */
  readonly picture: string | null;
  readonly why: string;
}

const blind: Eye = { frame: -1, key: null, state: "none", width: 0, height: 0, picture: null, why: "" };

/** What is known of the frame on screen. */
export const useEye = create<Eye>(() => blind);

/** Keeps looking at the frame on screen while `wanted`. */
export function useLooking(shot: string, take: string, wanted: boolean): void {
  const frame = useCanvas((state) => state.frame);
  const playing = useCanvas((state) => state.playing);
  const language = useLanguage((state) => state.language);
  const [rested, setRested] = useState(-1);
  const [checkpoint, setCheckpoint] = useState<string | undefined>(undefined);
  useEffect(() => openDecoder(decoderUrl(checkpoint)), [checkpoint]);
  useEffect(() => {
    if (!wanted || playing) return undefined;
    const timer = setTimeout(() => setRested(frame), RESTS);
    return () => clearTimeout(timer);
  }, [frame, playing, wanted]);
  const asked = useQuery({
    queryKey: ["look", shot, take, rested], enabled: wanted && rested >= 0, staleTime: Infinity, retry: 1,
    queryFn: () => look(shot, rested),
    refetchInterval: ({ state }) => (state.data && !isThere(state.data) ? AGAIN : false),
  });
  const found = asked.data;
  useEffect(() => {
    if (found) setCheckpoint(found.checkpoint);
  }, [found]);
  const made = useMachine((state) => state.nodes[found?.embedding.key ?? ""]);
  const drawn = useMachine((state) => state.nodes[found?.picture.key ?? ""]?.status);
  const { refetch } = asked;
  useEffect(() => {
    if (found && ((made?.status === "done" && !found.embedding.url) || (drawn === "done" && !found.picture.url))) void refetch();
  }, [made?.status, drawn, found, refetch]);
  const decoder = useLooker((state) => state.decoder);
  const key = found?.embedding.key ?? null;
  const url = found?.embedding.url ?? null;
  useEffect(() => {
    if (key && url && (decoder === "open" || decoder === "opening")) bring(key, url);
  }, [key, url, decoder]);
  const here = useLooker((state) => state.seen[key ?? ""]);
  const refusal = asked.error instanceof ApiProblem ? problemWords(asked.error) : "";
  useEffect(() => {
    if (rested < 0 || rested !== frame) return useEye.setState({ ...blind, frame });
    const failed = made?.status === "failed" || found?.embedding.status === "failed";
    const state = asked.isError || failed || here === "failed" ? "failed"
      : decoder === "failed" ? (url ? "server" : "looking")
      : here === "there" && decoder === "open" ? "ready" : url ? "bringing" : "looking";
    useEye.setState({
      frame: rested, key, state, width: found?.width ?? 0, height: found?.height ?? 0, picture: found?.picture.url ?? null,
      why: refusal || nodeWords(made?.error, language),
    });
  }, [rested, frame, key, url, here, decoder, found, made, asked.isError, refusal, language]);
  useEffect(() => () => useEye.setState(blind), []);
}

const isThere = (one: Look): boolean => Boolean(one.embedding.url && one.picture.url) || one.embedding.status === "failed";
