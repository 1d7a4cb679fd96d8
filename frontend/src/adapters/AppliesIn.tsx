// Where an adapter lies: the shots that have it by themselves or by hand; any of them can be drawn with it to see.
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { shoot } from "../api/act";
import { usePanels } from "../api/queries";
import type { AdapterRecord } from "../document/kinds";
import type { Film } from "../document/select";
import { directionOf } from "../direction/direction";
import { useOpenFilm } from "../film/context";
import { choose } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { byItself, ready } from "./using";

const FEW = 9;

/** Panels; none while it has no file. */
export function AppliesIn({ one, film }: { readonly one: AdapterRecord; readonly film: Film }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const navigate = useNavigate();
  const everywhere = useMemo(() => new Set(film.styles.filter((each) => each.everywhere).map((each) => each.id)), [film.styles]);
  const shots = film.shots.filter((each) => {
    const own = directionOf(each.shot.direction).adapters.find((laid) => laid.adapter === one.id);
    return own ? own.strength > 0 : byItself(one, each, everywhere);
  });
  const [first] = shots;
  if (shots.length === 0) return <section className="lib-used"><h3>{t("adapter.applies")}</h3><p className="note">{t("adapter.appliesNowhere")}</p></section>;
  return (
    <section className="lib-used">
      <h3>{t("adapter.applies")} · {t("cast.shots", { count: shots.length })}</h3>
      <ul>
        {shots.slice(0, FEW).map(({ shot, slate }) => {
          const url = panels.data?.get(shot.id)?.url;
          return (
            <li key={shot.id}>
              <button
                type="button" title={shot.action} aria-label={t("cast.toShot", { slate })}
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
      {ready(one) && first ? (
        <Button
          icon="again" disabled={first.shot.locked}
          onClick={() => {
            void shoot([first.shot.id]);
            void navigate(`/p/${id}/board`);
            choose(first.shot.id);
          }}
        >
          {t("adapter.try", { slate: first.slate })}
        </Button>
      ) : null}
    </section>
  );
}
