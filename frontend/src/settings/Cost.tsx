// What the changed settings would make stale and how long remaking that takes, before anything is changed.
import { clockText } from "../film/time";
import type { Change } from "../document/changes";
import type { Film } from "../document/select";
import { useWords } from "../i18n";
import { useConsequence } from "../library/consider";
import { someSlates } from "../library/entries";

/** One line, always there. */
export function Cost({ project, film, changes }: { project: string; film: Film; changes: readonly Change[] }) {
  const t = useWords();
  const would = useConsequence(project, film, changes, 250, true);
  if (would.refused) return <p className="failed" role="status">{would.refused}</p>;
  if (would.state === "idle") return <p role="status">{t("set.unchanged")}</p>;
  if (would.state === "asking") return <p role="status">{t("would.asking")}</p>;
  if (would.state === "unknown") return <p role="status">{t("would.unknown")}</p>;
  const count = would.shots.length;
  if (count === 0) return <p className="fine" role="status">{t("set.wouldNone")}</p>;
  const all = film.shots.length;
  const slates = someSlates(would.shots, 6, t);
  const { low, high } = would;
  const time = high === null ? t("set.etaUnknown")
    : low === null || high - low < 5 ? t("set.eta", { time: clockText(high) })
      : t("set.etaRange", { low: clockText(low), high: clockText(high) });
  return <p className="stale" role="status"><b>{count === all ? t("set.wouldAll", { all }) : t("set.wouldSome", { count, all, slates })}</b> · {time}</p>;
}
