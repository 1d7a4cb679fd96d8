// What the model is given of the animatic: its depth, edges or poses in the middle of the shot, over the panel as strongly as it holds.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePanels } from "../api/queries";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { guideOf } from "./api";
import type { GuideKind } from "./direction";

/** A small picture; until the guide is made, the panel alone. */
export function GuidePicture({ one, kind, strength }: { readonly one: ShotInFilm; readonly kind: GuideKind; readonly strength: number }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panel = usePanels(id).data?.get(one.shot.id)?.url;
  const revision = useDocument((state) => state.revision);
  const guide = useQuery({
    queryKey: ["guide", one.shot.id, kind, revision],
    queryFn: () => guideOf(one.shot.id, kind, Math.floor(one.shot.frames / 2)),
    placeholderData: (before) => before, retry: false,
  });
  const status = useMachine((state) => state.nodes[guide.data?.key ?? ""]?.status);
  const waiting = guide.data !== undefined && !guide.data.url;
  const { refetch } = guide;
  useEffect(() => {
    if (waiting && status === "done") void refetch();
  }, [waiting, status, refetch]);
  const failed = guide.isError || status === "failed" || guide.data?.status === "failed";
  return (
    <figure className="guide-picture">
      <span>
        {panel ? <img src={panel} alt="" /> : null}
        {guide.data?.url ? <img src={guide.data.url} alt={t("dir.guidePicture", { kind: t(`dir.guide.${kind}`) })} style={{ opacity: 0.15 + 0.85 * strength }} /> : null}
      </span>
      <figcaption>{failed ? t("dir.guideFailed") : waiting || guide.isLoading ? t("dir.guideMaking") : t("dir.guideCaption", { kind: t(`dir.guide.${kind}`) })}</figcaption>
    </figure>
  );
}
