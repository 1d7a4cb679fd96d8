// The form of the one that is chosen in the library, at the right: what it is, what was understood, where it is seen.
import { useEffect, useRef } from "react";
import type { Film } from "../document/select";
import { archive } from "../document/verbs";
import { type ProjectFields, useDocument } from "../document/store";
import { useWords } from "../i18n";
import { entriesOf, type Entry } from "../library/entries";
import { askMerge, chooseEntry, ponder, useLibrary } from "../library/state";
import { IconButton } from "../ui/Button";
import { archiveEntry } from "./make";
import { ConsequenceBar } from "./ConsequenceBar";
import { PersonForm } from "./PersonForm";
import { PlaceForm } from "./PlaceForm";
import { StyleForm } from "./StyleForm";
import { UsedIn } from "./UsedIn";

/** The right-hand column of the library. */
export function EntryForm({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const chosen = useLibrary((state) => state.chosen);
  const language = useDocument((state) => state.project?.language ?? "en");
  const entry = chosen ? entriesOf(film, chosen.kind).find((one) => one.id === chosen.id) : undefined;
  const gone = chosen !== null && entry === undefined;
  useEffect(() => {
    if (gone) chooseEntry(null); // put away, by me or by somebody else
  }, [gone]);
  if (!entry) {
    return <aside className="inspector shelf-form" aria-label={t("inspector.title")}><p className="note lib-nothing">{t("cast.choose")}</p></aside>;
  }
  return (
    <aside className="inspector shelf-form" aria-label={t("inspector.title")}>
      <article key={entry.id} aria-label={entry.name}>
        <Head entry={entry} alone={entriesOf(film, entry.kind).length < 2} />
        {film.characters.map((one) => (one.id === entry.id ? <PersonForm key={one.id} one={one} entry={entry} project={project} filmLanguage={language} /> : null))}
        {film.locations.map((one) => (one.id === entry.id ? <PlaceForm key={one.id} one={one} /> : null))}
        {film.styles.map((one) => (one.id === entry.id ? <StyleForm key={one.id} one={one} film={film} entry={entry} /> : null))}
        <UsedIn entry={entry} />
      </article>
      <ConsequenceBar film={film} entry={entry} />
    </aside>
  );
}

function Head({ entry, alone }: { entry: Entry; alone: boolean }) {
  const t = useWords();
  const named = useLibrary((state) => state.named);
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    if (named !== entry.id) return;
    const name = head.current?.closest("article")?.querySelector<HTMLInputElement>("input[name=name]");
    name?.focus();
    name?.select();
    useLibrary.setState({ named: null });
  }, [named, entry.id]);
  const away = archive(entry.kind, [entry.id]);
  return (
    <header ref={head}>
      <h2 title={entry.name}>{entry.name}</h2>
      <span className="space" />
      <IconButton
        icon="merge" label={t("cast.merge")} disabled={alone}
        onClick={() => askMerge({ gone: { kind: entry.kind, id: entry.id }, kept: null })}
      />
      <IconButton
        icon="archive" label={t("cast.archive")} shortcut="⌫" onClick={() => archiveEntry(entry, entry.name)}
        onPointerEnter={() => ponder(away)} onPointerLeave={() => ponder(null)} onFocus={() => ponder(away)} onBlur={() => ponder(null)}
      />
      <IconButton icon="close" label={t("cast.close")} shortcut="Esc" onClick={() => chooseEntry(null)} />
    </header>
  );
}
