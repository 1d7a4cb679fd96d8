// The library of a film: characters, places and styles as shelves of cards, with the form of the one that is chosen beside them.
import { type DragEvent, useEffect, useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import { hasFiles } from "../bring/folders";
import type { Film } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { AdapterForm } from "../adapters/AdapterForm";
import { AdapterShelf } from "../adapters/AdapterShelf";
import { chooseAdapter, leaveAdapters, showAdapters, useAdapters } from "../adapters/state";
import { adaptersOf } from "../adapters/using";
import { addAdapter, bringAdapters } from "../adapters/verbs";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { KINDS, type LibraryKind } from "../library/entries";
import { chooseEntry, showShelf, useLibrary } from "../library/state";
import { Button } from "../ui/Button";
import { EntryForm } from "./EntryForm";
import { bringPictures, addEntry } from "./make";
import { MergeSheet } from "./MergeSheet";
import { PutAway } from "./PutAway";
import { ADD, Shelf } from "./Shelf";
import { StaleBar } from "./StaleBar";
import { useCastKeys } from "./keys";
import "./cast.css";
import "./form.css";
import "./voice.css";
import "../adapters/adapters.css";

const NAMES: Readonly<Record<LibraryKind, Key>> = { character: "cast.people", location: "cast.places", style: "cast.styles" };
const DROPS: Readonly<Record<LibraryKind, Key>> = { character: "cast.dropPeople", location: "cast.dropPlaces", style: "cast.dropStyles" };

/** `/p/:id/cast` */
export function Cast({ film, project }: { film: Film; project: ProjectFields }) {
  const t = useWords();
  const laid = useAdapters((state) => state.shown);
  const adapters = useDocument((state) => adaptersOf(state.records));
  const { shelf, query, chosen, merging } = useLibrary();
  const search = useRef<HTMLInputElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const { drop } = useFilesOver((files) => void (laid ? bringAdapters(files) : bringPictures(files, shelf)), here);
  useCastKeys(film, search);
  useEffect(() => {
    room.current?.scrollTo(0, 0); // new browsers give a promise back, which is no way to clean up
  }, [shelf, query, laid]);
  usePaste(shelf, chosen?.id ?? null, !laid);
  const counts = { character: film.characters.length, location: film.locations.length, style: film.styles.length };

  const entered = (event: DragEvent, by: 1 | -1): void => {
    if (!hasFiles(event.dataTransfer)) return;
    depth.current += by;
    setOver(depth.current > 0);
  };
  return (
    <div className="shelf-page">
      <main
        className="casting"
        onDragEnter={(event) => entered(event, 1)} onDragLeave={(event) => entered(event, -1)}
        onDragOver={drop.onDragOver} onDrop={drop.onDrop}
        onDropCapture={() => {
          depth.current = 0;
          setOver(false);
        }}
      >
        <header className="shelves">
          <div role="tablist" aria-label={t("cast.shelves")}>
            {KINDS.map((kind) => (
              <button
                key={kind} type="button" role="tab" aria-selected={!laid && shelf === kind}
                onClick={() => {
                  leaveAdapters();
                  showShelf(kind);
                }}
              >
                {t(NAMES[kind])} <span className="timecode">{counts[kind]}</span>
              </button>
            ))}
            <button
              type="button" role="tab" aria-selected={laid}
              onClick={() => {
                useLibrary.setState({ query: "" });
                showAdapters();
              }}
            >
              {t("adapter.title")} <span className="timecode">{adapters.length}</span>
            </button>
          </div>
          <span className="space" />
          <input
            ref={search} type="search" className="lib-search" placeholder={t("cast.search")} aria-label={t("cast.search")} value={query} maxLength={120}
            onChange={(event) => useLibrary.setState({ query: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                if (query) useLibrary.setState({ query: "" });
                else event.currentTarget.blur();
              }
              event.stopPropagation();
            }}
          />
          {laid
            ? <Button icon="plus" title={`${t("adapter.add")} (N)`} onClick={() => addAdapter()}>{t("adapter.add")}</Button>
            : <Button icon="plus" title={`${t(ADD[shelf])} (N)`} onClick={() => addEntry(shelf)}>{t(ADD[shelf])}</Button>}
        </header>
        <div
          className="shelf-room" ref={room}
          onClick={(event) => {
            if ((event.target as Element).closest("button, a")) return;
            if (laid) chooseAdapter(null);
            else chooseEntry(null);
          }}
        >
          {laid ? <AdapterShelf film={film} query={query} /> : <><Shelf film={film} /><PutAway shelf={shelf} film={film} /></>}
        </div>
        <StaleBar />
        {over ? <div className="lib-dropping" aria-hidden="true"><p>{t(laid ? "adapter.drop" : DROPS[shelf])}</p></div> : null}
      </main>
      {laid ? <AdapterForm all={adapters} film={film} project={project} /> : <EntryForm film={film} project={project} />}
      {merging ? <MergeSheet film={film} merging={merging} /> : null}
    </div>
  );
}

/** Pictures that are pasted go to the one that is chosen, or make a new one. */
function usePaste(shelf: LibraryKind, chosen: string | null, wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return undefined;
    const pasted = (event: ClipboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || target?.closest("dialog")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void bringPictures(files, shelf, chosen);
    };
    window.addEventListener("paste", pasted, true);
    return () => window.removeEventListener("paste", pasted, true);
  }, [shelf, chosen, wanted]);
}
