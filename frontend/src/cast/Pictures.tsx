// The pictures that a person brought for somebody, a place or a style: in order, the first on the card.
import { useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import type { LibraryKind } from "../library/entries";
import { MOST_PICTURES } from "../library/merge";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { OwnPicture } from "./Picture";
import { bringPictures, setPictures, useComing } from "./make";

interface Props {
  readonly kind: LibraryKind;
  readonly id: string;
  readonly name: string;
  readonly pictures: readonly string[];
  readonly note: Key;
}

const moved = (pictures: readonly string[], from: number, to: number): readonly string[] => {
  const rest = pictures.filter((_, at) => at !== from);
  return [...rest.slice(0, to), pictures[from] ?? "", ...rest.slice(to)];
};

/** Drop, paste or choose; drag to order. */
export function Pictures({ kind, id, name, pictures, note }: Props) {
  const t = useWords();
  const choose = useRef<HTMLInputElement>(null);
  const coming = useComing((state) => state.coming).filter((one) => one.onto === id);
  const { over, drop } = useFilesOver((files) => void bringPictures(files, kind, id), here);
  const [dragged, setDragged] = useState<number | null>(null);
  const write = (next: readonly string[]): void => setPictures({ kind, id }, next);
  return (
    <section
      className={over ? "own-pictures over" : "own-pictures"}
      {...drop}
    >
      <h3>{t("cast.pictures")}</h3>
      <ul>
        {pictures.map((digest, at) => (
          <li
            key={digest} draggable
            onDragStart={() => setDragged(at)} onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              if (dragged !== at) {
                write(moved(pictures, dragged, at));
                setDragged(at);
              }
            }}
          >
            <span className="small-picture" role="img" aria-label={t("cast.picture", { number: at + 1, name })}><OwnPicture digest={digest} /></span>
            <span className="tools">
              {at > 0 ? <IconButton icon="back" label={t(at === 1 ? "cast.makeFirst" : "cast.moveEarlier")} onClick={() => write(moved(pictures, at, at - 1))} /> : null}
              <IconButton icon="close" label={t("cast.removePicture")} onClick={() => write(pictures.filter((one) => one !== digest))} />
            </span>
          </li>
        ))}
        {coming.map((one) => (
          <li key={one.id} className="lib-coming"><progress max={1} value={one.part} aria-label={t("cast.bringing", { name: one.file })} /></li>
        ))}
        {pictures.length + coming.length < MOST_PICTURES ? (
          <li>
            <button type="button" className="add-picture" title={t("cast.picturesHint")} aria-label={t("cast.addPicture")} onClick={() => choose.current?.click()}>
              <Icon name="plus" size={18} />
            </button>
          </li>
        ) : null}
      </ul>
      <input
        ref={choose} type="file" accept="image/*" multiple hidden
        onChange={(event) => {
          void bringPictures([...(event.target.files ?? [])], kind, id);
          event.target.value = "";
        }}
      />
      <p className="note">{pictures.length === 0 ? t("cast.picturesHint") : t(note)}</p>
    </section>
  );
}
