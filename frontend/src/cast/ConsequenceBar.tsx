// At the foot of a form: what a change that is pointed at would make stale; otherwise how its shots stand, and to remake them.
import { shoot } from "../api/act";
import { useFreshness } from "../api/queries";
import type { Film } from "../document/select";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { useConsequence } from "../library/consider";
import { type Entry, someSlates } from "../library/entries";
import { useLibrary } from "../library/state";
import { Button } from "../ui/Button";

const SLATES = 5;

/** Always there and always as high, so that nothing moves while one looks around. */
export function ConsequenceBar({ film, entry }: { film: Film; entry: Entry }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const pondered = useLibrary((state) => state.pondered);
  const would = useConsequence(id, film, pondered);
  const fresh = useFreshness(id);
  const slates = (shots: Entry["shots"]): string => someSlates(shots, SLATES, t);
  if (would.state !== "idle") {
    const words = would.refused
      ?? (would.state === "asking" ? t("would.asking")
        : would.state === "unknown" ? t("would.unknown")
          : would.shots.length === 0 ? t("would.none")
            : t("would.stale", { count: would.shots.length, slates: slates(would.shots) }));
    const kind = would.refused ? "failed" : would.shots.length > 0 ? "stale" : "";
    return <footer className="lib-consequence" role="status"><p className={kind}>{words}</p></footer>;
  }
  const is = (state: string): Entry["shots"] => entry.shots.filter((one) => fresh.data?.[one.shot.id]?.state === state);
  const stale = is("stale");
  const missing = is("missing");
  const open = stale.filter((one) => !one.shot.locked && one.take?.kept !== true);
  const count = entry.shots.length;
  return (
    <footer className="lib-consequence" role="status">
      {stale.length > 0 ? (
        <>
          <p className="stale">{t("is.stale", { count: stale.length, slates: slates(stale) })}</p>
          {open.length > 0 ? (
            <Button kind="act" icon="again" title={t("is.remakeAll", { count: open.length })} onClick={() => void shoot(open.map((one) => one.shot.id))}>{t("is.remake")}</Button>
          ) : null}
        </>
      ) : (
        <p>{count === 0 ? t("cast.nowhere") : missing.length > 0 ? t("is.missing", { count, missing: missing.length }) : t("is.fresh", { count })}</p>
      )}
    </footer>
  );
}
