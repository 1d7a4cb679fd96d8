// The films there are, the last opened first; looked for by words when they are many; what was put away can be brought back.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, got } from "../api/client";
import { useProjects } from "../api/queries";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { FilmCard } from "./FilmCard";
import { openings, ordered } from "./order";

const MANY = 8; // films; with fewer nobody searches
const PICTURED = 24; // films whose picture is looked up

/** Below the ways to begin. */
export function Films() {
  const t = useWords();
  const projects = useProjects();
  const [words, setWords] = useState("");
  const [away, setAway] = useState(false);
  const put = useQuery({
    queryKey: ["projects", "away"],
    queryFn: () => got(client.GET("/api/projects", { params: { query: { archived: true } } })),
  });
  const [opened] = useState(() => openings(localStorage));
  if (projects.isError) {
    return (
      <p className="waiting" role="alert">
        {t("common.offline")}
        <Button onClick={() => void projects.refetch()}>{t("common.retry")}</Button>
      </p>
    );
  }
  if (!projects.data) return <FilmsComing />;
  const shown = ordered(projects.data, opened, words);
  return (
    <section aria-label={t("projects.yours")}>
      {projects.data.length > 0 ? (
        <header className="films-head">
          <h2>{t("projects.yours")}</h2>
          {projects.data.length > MANY ? (
            <input
              type="search" className="seek" value={words} placeholder={t("projects.search")} aria-label={t("projects.search")}
              onChange={(event) => setWords(event.target.value)}
            />
          ) : null}
        </header>
      ) : null}
      {words && shown.length === 0 ? <p className="note">{t("projects.none", { words })}</p> : null}
      <ul className="films">
        {shown.map((one, index) => <FilmCard key={one.id} film={one} opened={opened[one.id] ?? 0} pictured={index < PICTURED} />)}
      </ul>
      {put.data && put.data.length > 0 ? (
        <p className="or">
          <Button kind="quiet" icon="archive" aria-expanded={away} onClick={() => setAway(!away)}>{t(away ? "projects.hideAway" : "projects.showAway")}</Button>
        </p>
      ) : null}
      {away && put.data && put.data.length > 0 ? (
        <ul className="films away-films" aria-label={t("projects.away")}>
          {ordered(put.data, opened, words).map((one) => <FilmCard key={one.id} film={one} opened={0} pictured={false} away />)}
        </ul>
      ) : null}
    </section>
  );
}

/** The room that the films will take, so that nothing jumps. */
function FilmsComing() {
  const t = useWords();
  return (
    <ul className="films coming" aria-label={t("common.loading")}>
      {[0, 1, 2, 3].map((one) => <li key={one}><span className="film"><span className="poster" /></span></li>)}
    </ul>
  );
}
