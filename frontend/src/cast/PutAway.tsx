// What was put away from a shelf, to bring back long after undo has forgotten it.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, got } from "../api/client";
import type { Fields } from "../document/changes";
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { change } from "../film/verbs";
import { useWords } from "../i18n";
import { chooseAdapter } from "../adapters/state";
import { adaptersOf } from "../adapters/using";
import type { LibraryKind } from "../library/entries";
import { chooseEntry } from "../library/state";
import { Button } from "../ui/Button";

/** A line at the end of the shelf; opened, one row for each. */
export function PutAway({ shelf, film }: { shelf: LibraryKind | "adapter"; film: Film }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const [open, setOpen] = useState(false);
  const adapters = useDocument((state) => adaptersOf(state.records).length);
  const living = shelf === "adapter" ? adapters : (shelf === "character" ? film.characters : shelf === "location" ? film.locations : film.styles).length;
  const all = useQuery({
    queryKey: ["archived", id, shelf, living], // only putting away and bringing back change the list
    queryFn: () => got(client.GET("/api/projects/{id}", { params: { path: { id }, query: { archived: true } } })),
    placeholderData: (before) => before,
  });
  const records = useDocument((state) => state.records[shelf]);
  // What the server has put away, and what was put away here just now; less what lives again.
  const gone = Object.entries({ ...(all.data?.records[shelf] as Record<string, Fields> | undefined), ...records }).filter(([, fields]) => fields["archived"] === true);
  if (gone.length === 0) return null;
  return (
    <section className="put-away">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t("cast.archived", { count: gone.length })}</button>
      {open ? (
        <ul>
          {gone.map(([one, fields]) => (
            <li key={one}>
              <span>{String(fields["name"] ?? "")}</span>
              <Button
                icon="undo"
                onClick={() => {
                  change(t("cast.bringBack"), [{ kind: shelf, id: one, set: { ...fields, archived: false } }]);
                  if (shelf === "adapter") chooseAdapter(one);
                  else chooseEntry({ kind: shelf, id: one });
                }}
              >
                {t("cast.bringBack")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
