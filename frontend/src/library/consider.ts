// What changes would make stale, before they are made: asked of the server, once a person has rested on them for a moment.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem, client, got } from "../api/client";
import type { Change } from "../document/changes";
import type { Film, ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { errorWords } from "../i18n/problems";

export interface Consequence {
  /** idle: nothing is asked · asking · known · unknown: the studio could not say */
  readonly state: "idle" | "asking" | "known" | "unknown";
  /** The shots that would go stale and are not stale now, in the order of the film. */
  readonly shots: readonly ShotInFilm[];
  /** Why the studio would refuse the changes. */
  readonly refused: string | null;
  /** Whole seconds to remake them; null when it is not known or was not asked for. */
  readonly low: number | null;
  readonly high: number | null;
}

const IDLE: Consequence = { state: "idle", shots: [], refused: null, low: null, high: null };

/** The consequence of these changes; asked `wait` ms after they last changed. `eta`: also how long remaking would take. */
export function useConsequence(project: string, film: Film, changes: readonly Change[] | null, wait = 140, eta = false): Consequence {
  const revision = useDocument((state) => state.revision);
  const text = changes && changes.length > 0 ? JSON.stringify(changes) : "";
  const [settled, setSettled] = useState("");
  useEffect(() => {
    if (text === "") {
      setSettled("");
      return undefined;
    }
    const timer = setTimeout(() => setSettled(text), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  const asked = useQuery({
    queryKey: ["consider", project, revision, settled, eta],
    enabled: settled !== "" && settled === text,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: (count, problem) => count < 1 && !(problem instanceof ApiProblem && problem.status > 0),
    queryFn: () => {
      const body = { changes: JSON.parse(settled) as { kind: string; id: string; set: never }[], eta };
      return got(client.POST("/api/projects/{id}/consider", { params: { path: { id: project } }, body }));
    },
  });
  if (text === "") return IDLE;
  if (settled !== text || asked.isPending) return { ...IDLE, state: "asking" };
  if (!asked.data) return { ...IDLE, state: "unknown", refused: asked.error instanceof ApiProblem && asked.error.status > 0 ? errorWords(asked.error) : null };
  const { shots: ids, refused, eta_low: low = null, eta_high: high = null } = asked.data;
  return { state: "known", shots: film.shots.filter((one) => one.shot.id in ids), refused: refused ?? null, low, high };
}
