// What a person asks the machine for: takes, cuts, the whole film; every refusal is told in the server's own words.
import { ApiProblem, client, got } from "./client";
import { queries } from "./queries";
import { problemWords } from "../i18n/problems";
import { formed } from "../bring/films";
import { adopt } from "../document/groups";
import { remember, useDocument } from "../document/store";
import { useLanguage, words } from "../i18n";
import { tell } from "../view/store";

/** Run it; a refusal is shown and becomes null. */
export async function attempt<T>(what: () => Promise<T>): Promise<T | null> {
  try {
    return await what();
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    tell(problemWords(problem), "failed");
    return null;
  }
}

const again = (...names: string[]): void => {
  for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
};

/** Draw new takes of shots, one each, or `count` of one; with a group, as part of its one step of undo. */
export async function shoot(shots: readonly string[], count = 1, group?: string): Promise<void> {
  for (const id of shots) {
    for (let drawn = 0; drawn < count; drawn++) {
      const taken = useDocument.getState().records["shot"]?.[id]?.["take"];
      const before = typeof taken === "string" ? taken : null;
      const seed = count > 1 ? Math.floor(Math.random() * 2 ** 32) : null;
      const take = await attempt(() => got(client.POST("/api/shots/{id}/takes", { params: { path: { id } }, body: { seed, quality: "final" } })));
      if (!take) return;
      const change = (to: string | null) => [{ kind: "shot", id, set: { take: to } }];
      remember({ label: `Take ${take.slate}`, changes: change(take.id), inverse: change(before), ...(group ? { group } : {}) });
    }
  }
  again("builds", "freshness");
}

/** Make what a shot should show: its take as it is if that failed or was never made, a new one with the same seed if it is stale. */
export async function remake(id: string): Promise<void> {
  const { records } = useDocument.getState();
  const current = records["shot"]?.[id]?.["take"];
  const taken = typeof current === "string" ? current : null;
  const seed = taken ? records["take"]?.[taken]?.["seed"] : undefined;
  const body = { seed: typeof seed === "number" ? seed : null, quality: "final" as const };
  const take = await attempt(() => got(client.POST("/api/shots/{id}/takes", { params: { path: { id } }, body })));
  if (take && take.id !== taken) {
    const change = (to: string | null) => [{ kind: "shot", id, set: { take: to } }];
    remember({ label: take.slate, changes: change(take.id), inverse: change(taken) });
  }
  again("builds", "freshness");
}

/** Make whatever is missing or stale. */
export async function produce(id: string): Promise<void> {
  const step = await attempt(() => got(client.POST("/api/projects/{id}/produce", { params: { path: { id } }, body: { quality: "final" } })));
  if (step?.group) adopt(step.group, words(useLanguage.getState().language, "film.make"));
  // While voices are still being spoken, what is said of lengths is a guess.
  const warnings = step?.at === "voices" ? [] : (step?.warnings ?? []);
  for (const words of [...(step?.failed ?? []), ...warnings].slice(0, 3)) tell(words, "failed");
  again("builds", "freshness", "projects");
}

/** Stop making the film. */
export async function stop(id: string): Promise<void> {
  await attempt(() => got(client.POST("/api/projects/{id}/stop", { params: { path: { id } } })));
  again("builds", "projects");
}

/** Cancel one build. */
export async function cancel(id: string): Promise<void> {
  await attempt(() => got(client.POST("/api/builds/{id}/cancel", { params: { path: { id } } })));
  again("builds");
}

/** Try a build again. */
export async function retry(id: string): Promise<void> {
  await attempt(() => got(client.POST("/api/builds/{id}/retry", { params: { path: { id } } })));
  again("builds");
}

/** Start an empty film; its id. */
export async function startEmpty(title: string, language: string): Promise<string | null> {
  const body = { title, language, rate: "24/1", width: 1280, height: 720 };
  const made = await attempt(() => got(client.POST("/api/projects", { body })));
  again("projects");
  return made?.id ?? null;
}

/** A screenplay's scenes come after those that the film has. */
export async function importInto(id: string, file: File): Promise<void> {
  await attempt(() => got(client.POST("/api/projects/{id}/screenplay", { params: { path: { id } }, ...formed(file) })));
  again("panels", "freshness");
}
