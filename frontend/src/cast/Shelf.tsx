// The cards of one shelf, what is being sent to it, and what to do when it is empty.
import { useMemo } from "react";
import { useFreshness } from "../api/queries";
import type { Film } from "../document/select";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { entriesOf, found, type LibraryKind } from "../library/entries";
import { useLibrary } from "../library/state";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { EntryCard } from "./EntryCard";
import { addEntry, useComing } from "./make";

export const ADD: Readonly<Record<LibraryKind, Key>> = { character: "cast.addPerson", location: "cast.addPlace", style: "cast.addStyle" };
const EMPTY: Readonly<Record<LibraryKind, readonly [Key, Key]>> = {
  character: ["cast.emptyPeople", "cast.emptyPeopleHint"],
  location: ["cast.emptyPlaces", "cast.emptyPlacesHint"],
  style: ["cast.emptyStyles", "cast.emptyStylesHint"],
};

/** The shelf that is shown. */
export function Shelf({ film }: { film: Film }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const { shelf, chosen, query } = useLibrary();
  const coming = useComing((state) => state.coming);
  const fresh = useFreshness(id);
  const all = useMemo(() => entriesOf(film, shelf), [film, shelf]);
  const records = useMemo(() => {
    const own = shelf === "character" ? film.characters : shelf === "location" ? film.locations : film.styles;
    return new Map(own.map((one) => [one.id, one]));
  }, [film, shelf]);
  const shown = useMemo(() => found(all, query), [all, query]);
  const sent = coming.filter((one) => one.kind === shelf && one.onto === null);

  if (all.length === 0 && sent.length === 0) {
    const [title, hint] = EMPTY[shelf];
    return (
      <div className="empty-shelf">
        <Icon name={shelf === "character" ? "person" : "film"} size={36} />
        <h2>{t(title)}</h2>
        <p>{t(hint)}</p>
        <Button kind="act" icon="plus" onClick={() => addEntry(shelf)}>{t(ADD[shelf])}</Button>
      </div>
    );
  }
  return (
    <div
      className={`lib-shelf ${shelf}`} role="group" aria-label={t(shelf === "character" ? "cast.people" : shelf === "location" ? "cast.places" : "cast.styles")}
    >
      {shown.map((entry) => {
        const record = records.get(entry.id);
        const stale = entry.shots.filter((one) => fresh.data?.[one.shot.id]?.state === "stale").length;
        return record ? <EntryCard key={entry.id} entry={entry} record={record} chosen={chosen?.id === entry.id} stale={stale} /> : null;
      })}
      {sent.map((one) => (
        <div key={one.id} className={`lib-entry ${shelf} lib-sent`} role="status">
          <span className="lib-face"><progress max={1} value={one.part} aria-label={t("cast.bringing", { name: one.file })} /></span>
          <span className="told"><b>{one.file}</b><small className="timecode">{Math.floor(one.part * 100)} %</small></span>
        </div>
      ))}
      {shown.length === 0 && sent.length === 0 ? <p className="note">{t("cast.none")}</p> : null}
    </div>
  );
}
