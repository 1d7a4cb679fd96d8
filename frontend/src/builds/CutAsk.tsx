// The one thing to do about a cut: make what it lacks, export it, follow it, or take it: it is there already.
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { produce, shoot } from "../api/act";
import { type Cut, useBuilds } from "../api/queries";
import type { components } from "../api/schema";
import { useEta, useSpan } from "../board/StateLine";
import type { ProjectFields } from "../document/store";
import { lengthOf, rateOf } from "../film/time";
import { useWords } from "../i18n";
import { errorWords } from "../i18n/problems";
import { useMachine } from "../nodes/store";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { open, select } from "../view/store";
import { requestCut, type Wish } from "./asks";
import { isHousekeeping } from "./labels";
import { joined, wholeOf } from "./line";

interface Props {
  readonly wish: Wish;
  readonly ready: UseQueryResult<components["schemas"]["ReadinessOut"]>;
  readonly cuts: readonly Cut[];
  readonly project: ProjectFields;
  readonly timeline: string | undefined;
}

/** What it would take, and the button. */
export function CutAsk({ wish, ready, cuts, project, timeline }: Props) {
  const t = useWords();
  const span = useSpan();
  const [asking, setAsking] = useState(false);
  const [took, setTook] = useState<{ key: string; ms: number } | null>(null);
  if (ready.isError) return <p className="builds-stall" role="alert">{errorWords(ready.error)}</p>;
  const missing = ready.data?.missing ?? [];
  if (missing.length > 0) return <Missing missing={missing} project={project} />;
  const key = ready.data?.key ?? null;
  const there = cuts.find((one) => one.film.key === key && one.label === wish.label && one.preset === wish.preset);
  const done = there?.film.url ?? null;
  const under = there !== undefined && (there.film.status === "queued" || there.film.status === "running");
  const begin = async (): Promise<void> => {
    if (!timeline) return;
    setAsking(true);
    const began = performance.now();
    const cut = await requestCut(timeline, wish);
    setAsking(false);
    if (cut?.film.url) setTook({ key: cut.film.key, ms: performance.now() - began });
  };
  const long = ready.data ? span(ready.data.eta_low, ready.data.eta_high) : "";
  const cost = !ready.data ? "" : ready.data.runs === 0 ? t("cut.instant") : long === "" ? t("builds.unknown") : t("eta.takes", { time: long });
  return (
    <p className="row cut-ask">
      {done && there ? (
        <a className="button act" href={done} download={there.name}><Icon name="download" /> {t("common.download")}</a>
      ) : (
        <Button kind="act" icon="film" disabled={!timeline || asking || !ready.data || ready.isPlaceholderData || under}
          onClick={() => void begin()}>{t("cut.export")}</Button>
      )}
      <span className="note" role="status">
        {ready.data ? `${lengthOf(ready.data.frames, rateOf(project.rate))} · ${t("common.frames", { count: ready.data.frames })} · ${cost}` : t("common.loading")}
        {took && took.key === key ? ` · ${t("cut.atOnce", { time: (took.ms / 1000).toFixed(1) })}` : ""}
      </span>
    </p>
  );
}

/** Shots without a finished take: named, to be gone to, and made from here; while they are made, how far it is. */
function Missing({ missing, project }: { missing: readonly Readonly<Record<string, string>>[]; project: ProjectFields }) {
  const t = useWords();
  const eta = useEta();
  const builds = useBuilds(project.id);
  const live = useMachine((state) => state.builds);
  const making = (builds.data ?? []).map((one) => joined(one, live[one.id])).filter((one) => one.status === "active" && !isHousekeeping(one.label));
  const whole = wholeOf(making);
  return (
    <div className="cut-missing">
      <p>
        {t("cut.missing", { count: missing.length })}{" "}
        {missing.slice(0, 24).map((one) => (
          <button
            key={one["id"]} type="button" className="link slate-link"
            onClick={() => {
              open(null);
              select(one["id"] ?? "");
            }}
          >
            {one["slate"]}
          </button>
        ))}
        {missing.length > 24 ? t("cut.andMore", { count: missing.length - 24 }) : ""}
      </p>
      {making.length > 0 ? (
        <span className="cut-making">
          <progress max={Math.max(1, whole.total)} value={whole.made} aria-label={t("state.making")} />
          <span className="timecode">{t("state.making")} {eta(whole.low, whole.high)}</span>
        </span>
      ) : (
        <Button kind="act"
          onClick={() => void (missing.length < 4 ? shoot(missing.map((one) => one["id"] ?? "")) : produce(project.id))}>{t("cut.makeMissing")}</Button>
      )}
    </div>
  );
}
