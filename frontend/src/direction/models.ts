// The models that draw moving pictures, which of them a shot has, and what the film has where a shot says nothing.
import { useMemo } from "react";
import { useCheckpoints, useOperations } from "../api/machine";
import type { ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { capabilities } from "../settings/capabilities";
import { projectFields } from "../settings/draft";
import type { Model } from "./capability";
import { directionOf } from "./direction";

export const DRAWS = "video-generator";

export interface Models {
  readonly all: readonly Model[];
  /** Every checkpoint that there is, whatever it does. */
  readonly every: readonly Model[];
  /** What the film has: its own choice, else the studio's. */
  readonly film: string;
  readonly known: boolean;
}

/** Every model that draws moving pictures. */
export function useModels(project: ProjectFields): Models {
  const checkpoints = useCheckpoints();
  const operations = useOperations();
  const records = useDocument((state) => state.records);
  const chosen = projectFields(records, project)["checkpoints"];
  const own = chosen && typeof chosen === "object" && !Array.isArray(chosen) ? chosen[DRAWS] : undefined;
  return useMemo(() => {
    const asked = capabilities(operations.data ?? []).find((one) => one.capability === DRAWS);
    const all = (checkpoints.data ?? []).filter((one) => one.capability === DRAWS) as readonly Model[];
    return { all, every: (checkpoints.data ?? []) as readonly Model[], film: typeof own === "string" ? own : (asked?.usual ?? ""), known: checkpoints.data !== undefined };
  }, [checkpoints.data, operations.data, own]);
}

/** The model that draws a shot. */
export const modelOf = (one: ShotInFilm, models: Models): Model | undefined => {
  const id = directionOf(one.shot.direction).checkpoint || models.film;
  return models.all.find((each) => each.id === id);
};
