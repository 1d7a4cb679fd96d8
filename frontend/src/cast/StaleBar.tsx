// What has changed in the film since it was made, below the shelves, with the one thing to do about it.
import { produce } from "../api/act";
import { useFreshness } from "../api/queries";
import { useOpenFilm } from "../film/context";
import { useLanguage, useWords } from "../i18n";
import { useLibrary } from "../library/state";
import { Button } from "../ui/Button";

/** Shown while any shot is stale. */
export function StaleBar() {
  const t = useWords();
  const { id } = useOpenFilm();
  const language = useLanguage((state) => state.language);
  const chosen = useLibrary((state) => state.chosen); // its form says what to do next
  const fresh = useFreshness(id);
  const stale = Object.values(fresh.data ?? {}).filter((one) => one.state === "stale");
  if (stale.length === 0) return null;
  const causes = [...new Set(stale.flatMap((one) => one.causes.map((cause) => cause.words[language] ?? "")))];
  return (
    <div className="stale-note" role="status">
      <span title={causes.join("\n")}><b>{t("cast.stale", { count: stale.length })}</b> {causes.slice(0, 3).join(" · ")}</span>
      <Button kind={chosen ? "plain" : "act"} onClick={() => void produce(id)}>{t("film.makeSome", { count: stale.length })}</Button>
    </div>
  );
}
