// One line of words about a shot's state; nothing at all when all is well.
import { CardLink } from "../ui/CardLink";
import { clockText } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import { problemWords } from "../i18n/problems";
import { LedgerLink } from "../settings/LedgerLink";
import type { CardState } from "./cardState";

/** How long is left of what is being made; "" when that is not known. */
export function useEta(): (low: number | null, high: number | null) => string {
  const t = useWords();
  const span = useSpan();
  return (low, high) => (high === null ? "" : t("eta.left", { time: span(low, high) }));
}

/** How long something will take, honestly: a range when the ends differ. */
export function useSpan(): (low: number | null, high: number | null) => string {
  const t = useWords();
  return (low, high) => {
    if (high === null) return "";
    if (low === null || high - low < 5) return t("eta.about", { time: clockText(high) });
    return t("eta.range", { low: clockText(low), high: clockText(high) });
  };
}

interface Props {
  readonly state: CardState;
  readonly onShoot: () => void;
  /** Every cause, one beneath the other. */
  readonly full?: boolean;
  /** As on a card: the words alone; what may be done stands apart, see `StateAct`. */
  readonly brief?: boolean;
}

/** The state in words, with what may be done about it. */
export function StateLine({ state, onShoot, full, brief }: Props) {
  const t = useWords();
  const eta = useEta();
  const language = useLanguage((shown) => shown.language);
  const act = brief ? null : <StateAct state={state} onShoot={onShoot} />;
  switch (state.is) {
    case "fresh":
      return null;
    case "missing":
      return <span className="state missing">{t("state.missing")} {act}</span>;
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
      const more = causes.length > 1 ? ` +${causes.length - 1}` : "";
      return (
        <span className="state stale" title={causes.join("\n")}>
          {brief ? <span className="visually-hidden">{t("state.stale")}{t("state.colon")}</span> : null}
          {full ? (
            <>
              <b>{t("state.stale")}</b>
              <ul>{causes.map((one) => <li key={one}>{one}</li>)}</ul>
            </>
          ) : `${brief ? "" : `${t("state.stale")}${t("state.colon")}`}${causes[0] ?? t("state.stale")}${more} `}
          {act}
        </span>
      );
    }
    case "failed": {
      const move = t(state.blame === "you" ? "blame.you" : state.blame === "wait" ? "blame.wait" : "blame.us");
      const message = state.message ? problemWords({ code: state.code ?? "", message: state.message, detail: null }, language) : t("state.noReason");
      return (
        <span className="state failed" title={`${message} ${move}`}>
          {brief ? <><b>{t(state.blame === "you" ? "failed.you" : state.blame === "wait" ? "failed.wait" : "failed.us")}</b> {message}</> : (
            <>{t("state.failed")}{t("state.colon")}{message} <b>{move}</b> {act} <LedgerLink code={state.code} /></>
          )}
        </span>
      );
    }
  }
}

/** What may be done about a state; nothing where nothing needs to be. `reachable` says whether Tab comes to it. */
export function StateAct({ state, onShoot, reachable = true }: { state: CardState; onShoot: () => void; reachable?: boolean }) {
  const t = useWords();
  const words = state.is === "missing" ? t("state.shoot") : state.is === "stale" ? t("state.again") : state.is === "failed" ? t("common.retry") : null;
  if (words === null) return null;
  return <CardLink reachable={reachable} onAct={onShoot}>{words}</CardLink>;
}
