// Drawing several and keeping the best, as the person asked or as the film is set; and what was found of the takes.
import { useQuery } from "@tanstack/react-query";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { queries } from "../api/queries";
import { useDocument } from "../document/store";
import { say } from "../film/verbs";
import { tell } from "../view/store";
import { mine } from "./act";
import { type Score, scoreOf } from "./scores";

export interface BestWish {
  readonly count: number;
  /** From 0 to 1; null: all are drawn. */
  readonly bar: number | null;
  readonly quality: "draft" | "final";
}

/** Draw so many of each; the best is shown. One step of undo for all. */
export async function drawBest(shots: readonly string[], { count, bar, quality }: BestWish): Promise<boolean> {
  const done = await attempt(() => got(client.POST("/api/shots/best", { body: { shots: [...shots], count, bar, quality } })));
  if (!done) return false;
  const shown = done.find((one, at) => done.findIndex((each) => each.shot === one.shot) === at); // the first of each is shown, all in one group
  if (shown) void mine(shown.shot, shown.id, say("best.label", { count }));
  tell(say("best.asked", { count: count * shots.length }));
  for (const name of ["builds", "freshness", "takes", "scores"]) void queries.invalidateQueries({ queryKey: [name] });
  return true;
}

const AGAIN = 4000; // ms between looks while something is being scored

/** What was found, by take. */
export function useScores(project: string): Readonly<Record<string, Score | null>> {
  const opened = useDocument((state) => state.project?.id === project);
  const told = useQuery({
    queryKey: ["scores", project], enabled: opened,
    queryFn: async () => {
      const raw = await got(client.GET("/api/projects/{id}/scores", { params: { path: { id: project } } }));
      return Object.fromEntries(Object.entries(raw).map(([take, one]) => [take, scoreOf(one)]));
    },
    refetchInterval: ({ state }) => (Object.values(state.data ?? {}).some((one) => one?.status === "drawing" || one?.status === "scoring" || one?.choosing) ? AGAIN : false),
  });
  return told.data ?? {};
}
