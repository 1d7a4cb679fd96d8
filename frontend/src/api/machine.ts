// What this studio can do: its operations with their forms, and its checkpoints; the same until it is set up anew.
import { useQuery } from "@tanstack/react-query";
import type { components } from "./schema";
import { client, got } from "./client";

export type Operation = components["schemas"]["OperationOut"];
export type Checkpoint = components["schemas"]["CheckpointOut"];

export const useOperations = () =>
  useQuery({ queryKey: ["operations"], queryFn: () => got(client.GET("/api/operations")), staleTime: Infinity });

export const useCheckpoints = () =>
  useQuery({ queryKey: ["checkpoints"], queryFn: () => got(client.GET("/api/checkpoints")), staleTime: 300_000 });
