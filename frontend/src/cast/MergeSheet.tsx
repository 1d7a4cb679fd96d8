// Two that are one: who stays, what moves and what that makes stale, before it is done as one edit.
import { useState } from "react";
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { change } from "../film/verbs";
import { useWords } from "../i18n";
import { useConsequence } from "../library/consider";
import { entriesOf, someSlates, type Entry } from "../library/entries";
import { merge } from "../library/merge";
import { askMerge, chooseEntry, type Chosen } from "../library/state";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { EntryPicture } from "./Picture";

/** Opened by dragging one card onto another, or from the form. */
export function MergeSheet({ film, merging }: { film: Film; merging: { readonly gone: Chosen; readonly kept: string | null } }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const records = useDocument((state) => state.records);
  const { kind } = merging.gone;
  const all = entriesOf(film, kind);
  const [pair, setPair] = useState({ gone: merging.gone.id, kept: merging.kept ?? all.find((one) => one.id !== merging.gone.id)?.id ?? "" });
  const gone = all.find((one) => one.id === pair.gone);
  const kept = all.find((one) => one.id === pair.kept);
  const changes = merge(records, kind, pair.kept, pair.gone);
  const would = useConsequence(id, film, changes, 0);
  const close = (): void => askMerge(null);
  if (!gone) return null;
  const picture = (one: Entry) => {
    const record = [...film.characters, ...film.locations, ...film.styles].find((each) => each.id === one.id);
    return <figure className={`lib-entry ${kind}`}><span className="lib-face">{record ? <EntryPicture entry={one} record={record} wanted /> : null}</span><figcaption>{one.name}</figcaption></figure>;
  };
  const says = kind === "character"
    ? t("cast.mergeSays", { gone: gone.name, kept: kept?.name ?? "" })
    : kind === "location"
      ? t("cast.mergeSaysPlace", { gone: gone.name, kept: kept?.name ?? "", count: gone.scenes })
      : t("cast.mergeSaysStyle", { gone: gone.name, kept: kept?.name ?? "" });
  const consequence = would.refused ?? (would.state === "asking" ? t("would.asking") : would.state === "unknown" ? t("would.unknown")
    : would.shots.length === 0 ? t("would.none") : t("would.stale", { count: would.shots.length, slates: someSlates(would.shots, 6, t) }));
  return (
    <Dialog title={t("cast.mergeTitle", { gone: gone.name })} onClose={close}>
      <div className="merge-pair">
        {picture(gone)}
        <span aria-hidden="true">→</span>
        {kept ? picture(kept) : null}
      </div>
      <SelectField
        label={t("cast.mergeInto")} value={pair.kept} options={all.filter((one) => one.id !== pair.gone).map((one) => ({ value: one.id, label: one.name }))}
        onWrite={(value) => setPair({ ...pair, kept: value })}
      />
      <p>{says}</p>
      <p className={would.shots.length > 0 ? "stale-words" : "note"} role="status">{consequence}</p>
      <footer>
        <Button kind="quiet" onClick={() => setPair({ gone: pair.kept, kept: pair.gone })}>{t("cast.swap")}</Button>
        <span className="space" />
        <Button onClick={close}>{t("common.cancel")}</Button>
        <Button
          kind="act" disabled={!kept || would.refused !== null}
          onClick={() => {
            change(t("cast.mergeDo"), changes);
            chooseEntry({ kind, id: pair.kept });
            close();
          }}
        >
          {t("cast.mergeDo")}
        </Button>
      </footer>
    </Dialog>
  );
}
