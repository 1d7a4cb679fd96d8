// Where somebody, a place or a style is seen: the panels of these shots; each leads to its card on the board.
import { useState } from "react";
import { useNavigate } from "react-router";
import { useFreshness, usePanels } from "../api/queries";
import { useOpenFilm } from "../film/context";
import { choose } from "../film/verbs";
import { useWords } from "../i18n";
import type { Entry } from "../library/entries";
import { Icon } from "../ui/Icon";

const FIRST = 9;

/** The shots, as many as one looks at first. */
export function UsedIn({ entry }: { entry: Entry }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const fresh = useFreshness(id);
  const navigate = useNavigate();
  const [all, setAll] = useState(false);
  if (entry.shots.length === 0) return null;
  const shown = all ? entry.shots : entry.shots.slice(0, FIRST);
  return (
    <section className="lib-used">
      <h3>{t("cast.used")} · {t("cast.shots", { count: entry.shots.length })}</h3>
      <ul>
        {shown.map(({ shot, slate }) => {
          const url = panels.data?.get(shot.id)?.url;
          return (
            <li key={shot.id}>
              <button
                type="button" title={shot.action} aria-label={t("cast.toShot", { slate })} className={fresh.data?.[shot.id]?.state === "stale" ? "stale" : ""}
                onClick={() => {
                  void navigate(`/p/${id}/board`);
                  choose(shot.id);
                }}
              >
                {url ? <img src={url} alt="" loading="lazy" /> : <Icon name="film" />}
                <span className="timecode">{slate}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {entry.shots.length > FIRST && !all ? <button type="button" className="link" onClick={() => setAll(true)}>{t("cast.allUsed", { count: entry.shots.length })}</button> : null}
    </section>
  );
}
