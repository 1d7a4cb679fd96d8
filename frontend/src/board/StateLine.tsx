// One line of words about a shot's state; nothing at all when all is well.
import { clockText } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import type { CardState } from "./cardState";

/** How long something will take, honestly: a range when the ends differ. */
export function useEta(): (low: number | null, high: number | null) => string {
  const t = useWords();
  return (low, high) => {
    if (high === null) return "";
    if (low === null || high - low < 5) return t("eta.about", { time: clockText(high) });
    return t("eta.range", { low: clockText(low), high: clockText(high) });
  };
}

/** The state in words, with what may be done about it; `reachable` says whether Tab comes to that. */
export function StateLine({ state, onShoot, full, reachable = true }: { state: CardState; onShoot: () => void; full?: boolean; reachable?: boolean }) {
  const t = useWords();
  const eta = useEta();
  const language = useLanguage((shown) => shown.language);
  const act = (words: string) => (
    <button
      type="button" className="link" tabIndex={reachable ? 0 : -1}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onShoot();
      }}
    >
      {words}
    </button>
  );
  switch (state.is) {
    case "fresh":
      return null;
    case "missing":
      return <span className="state missing">{t("state.missing")} {act(t("state.shoot"))}</span>;
    case "queued":
      return <span className="state queued">{t("state.queued")}</span>;
    case "making":
      return (
        <span className="state making timecode">
          {t("state.making")} {state.progress > 0 ? `${Math.floor(state.progress * 100)} %` : ""} {eta(state.low, state.high)}
        </span>
      );
    case "stale": {
      const causes = state.causes.map((one) => one.words[language] ?? one.words["en"] ?? "");
      return (
        <span className="state stale" title={causes.join("\n")}>
          {full ? (
            <>
              <b>{t("state.stale")}</b>
              <ul>{causes.map((one) => <li key={one}>{one}</li>)}</ul>
            </>
          ) : `${t("state.stale")}${t("state.colon")}${causes[0] ?? ""}${causes.length > 1 ? ` +${causes.length - 1}` : ""} `}
          {act(t("state.again"))}
        </span>
      );
    }
    case "failed":
      return (
        <span className="state failed" title={state.message}>
          {t("state.failed")}{t("state.colon")}{state.message || t("state.noReason")} <b>{t(state.blame === "you" ? "blame.you" : state.blame === "wait" ? "blame.wait" : "blame.us")}</b>{" "}
          {act(t("common.retry"))}
        </span>
      );
  }
}
