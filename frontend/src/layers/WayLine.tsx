// How far something is, in a few words: a bar where it moves, an honest guess of what is left, and why where it failed.
import { useEta } from "../board/StateLine";
import { useWords } from "../i18n";
import { problemWords } from "../i18n/problems";
import type { Way } from "./stack";

/** One line; nothing when it is done or nothing is asked. */
export function WayLine({ way, onAgain }: { readonly way: Way; readonly onAgain?: () => void }) {
  const t = useWords();
  const eta = useEta();
  switch (way.is) {
    case "queued":
      return <span className="way queued">{t("state.queued")}</span>;
    case "making":
      return (
        <span className="way making timecode">
          <progress max={1} value={way.done} aria-label={t("state.making")} /> {Math.floor(way.done * 100)} % {eta(way.low, way.high)}
        </span>
      );
    case "failed":
      return (
        <span className="way failed">
          {way.problem ? problemWords({ ...way.problem, detail: null }) : t("state.failed")}
          {onAgain ? <> <button type="button" className="link" onClick={onAgain}>{t("common.retry")}</button></> : null}
        </span>
      );
    default:
      return null;
  }
}
