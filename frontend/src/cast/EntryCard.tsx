// One card of a shelf: picture, name, where it is seen. Pictures can be dropped on it; another card too, to merge the two.
import { type DragEvent, memo, useEffect, useRef, useState } from "react";
import { hasFiles, filesOf } from "../bring/folders";
import type { Character, Location, Style } from "../document/kinds";
import { useWords } from "../i18n";
import type { Entry } from "../library/entries";
import { askMerge, chooseEntry } from "../library/state";
import { EntryPicture } from "./Picture";
import { bringPictures } from "./make";

export const DRAGGED = "application/x-filmwright-entry";
let carried: Entry | null = null; // what is dragged: browsers do not tell before it is dropped

interface Props {
  readonly entry: Entry;
  readonly record: Character | Location | Style;
  readonly chosen: boolean;
  readonly stale: number;
}

/** A card. */
export const EntryCard = memo(function EntryCard({ entry, record, chosen, stale }: Props) {
  const t = useWords();
  const ref = useRef<HTMLButtonElement>(null);
  const near = useSeen(ref);
  const [over, setOver] = useState<"files" | "card" | null>(null);
  const mergeable = (): boolean => carried !== null && carried.kind === entry.kind && carried.id !== entry.id;
  const dragOver = (event: DragEvent): void => {
    const what = hasFiles(event.dataTransfer) ? "files" : mergeable() ? "card" : null;
    setOver(what);
    if (!what) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = what === "files" ? "copy" : "move";
  };
  const drop = (event: DragEvent): void => {
    setOver(null);
    if (!over) return;
    event.preventDefault();
    event.stopPropagation();
    if (hasFiles(event.dataTransfer)) void filesOf(event.dataTransfer).then((files) => bringPictures(files, entry.kind, entry.id));
    else if (carried && mergeable()) askMerge({ gone: { kind: entry.kind, id: carried.id }, kept: entry.id });
  };
  const seen = entry.shots.length === 0
    ? t("cast.nowhere")
    : `${t("cast.shots", { count: entry.shots.length })} · ${t("cast.scenes", { count: entry.scenes })}`;
  return (
    <button
      ref={ref} type="button" id={`entry-${entry.id}`} className={`lib-entry ${entry.kind}${over ? " over" : ""}`} aria-pressed={chosen} draggable
      onClick={() => chooseEntry(chosen ? null : { kind: entry.kind, id: entry.id })}
      onDragStart={(event) => {
        carried = entry;
        event.dataTransfer.setData(DRAGGED, entry.id);
        event.dataTransfer.effectAllowed = "move";
      }}
      onDragEnd={() => (carried = null)}
      onDragOver={dragOver} onDragLeave={() => setOver(null)} onDrop={drop}
    >
      <span className="lib-face"><EntryPicture entry={entry} record={record} wanted={near} /></span>
      <span className="told">
        <b title={entry.name}>{entry.name}</b>
        <small className={stale > 0 ? "stale" : ""}>{stale > 0 ? t("is.staleCount", { count: stale }) : seen}</small>
      </span>
      {over ? <span className="lib-let-go">{over === "files" ? t("cast.dropOn", { name: entry.name }) : t("cast.dropMerge", { gone: carried?.name ?? "", kept: entry.name })}</span> : null}
    </button>
  );
});

/** Whether it ever came near the window: pictures are drawn for what somebody looks at. */
function useSeen(ref: React.RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const card = ref.current;
    if (!card || seen) return undefined;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true), { rootMargin: "300px" });
    watch.observe(card);
    return () => watch.disconnect();
  }, [ref, seen]);
  return seen;
}
