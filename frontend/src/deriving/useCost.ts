// What shooting costs before it is shot: asked only where a model is hosted, which here is nearly never.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../api/client";
import type { ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { moneyText } from "../direction/capability";
import { modelOf, useModels } from "../direction/models";
import { useLanguage, useWords } from "../i18n";

/** In words; "" where it costs nothing. */
export function useCost(shots: readonly ShotInFilm[], project: ProjectFields, count: number, quality: "draft" | "final"): string {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const models = useModels(project);
  const revision = useDocument((state) => state.revision);
  const paid = shots.filter((one) => modelOf(one, models)?.hosted);
  const ids = paid.map((one) => one.shot.id);
  const cost = useQuery({
    queryKey: ["cost", project.id, ids.join(), count, quality, revision], enabled: ids.length > 0, placeholderData: (before) => before,
    queryFn: () => got(client.POST("/api/projects/{id}/cost", { params: { path: { id: project.id } }, body: { shots: ids, count, quality } })),
  });
  if (ids.length === 0 || !cost.data) return "";
  const { amount, currency, unknown } = cost.data;
  const sum = moneyText(amount, currency, language);
  return unknown > 0 ? t("cost.atLeast", { amount: sum, count: unknown }) : t("cost.is", { amount: sum });
}
