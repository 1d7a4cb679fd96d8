// The list of effects to add: found by typing, chosen by Enter or a click, or dragged onto a card, a scene or the film.
import { useId, useRef, useState } from "react";
import { useOperations } from "../api/machine";
import { useLanguage, useWords } from "../i18n";
import { carrying } from "./drop";
import { search } from "./search";
import { type Carried, worksOnPictures } from "./stack";

interface Props {
  readonly onPick: (effect: Carried) => void;
  readonly onClose: () => void;
}

/** A search field over a list. */
export function EffectPicker({ onPick, onClose }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const operations = useOperations();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const found = search((operations.data ?? []).filter(worksOnPictures), query, language);
  const marked = Math.min(at, Math.max(0, found.length - 1));
  const grouped = query.trim() === "" && new Set(found.map((one) => one.family)).size > 1;
  const go = (to: number): void => {
    setAt(to);
    list.current?.querySelectorAll("[role=option]")[to]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <div className="picker">
      <input
        type="search" role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={found[marked] ? `${id}-${marked}` : undefined}
        aria-label={t("effects.search")} placeholder={t("effects.search")} autoFocus value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") onClose();
          else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            go(Math.max(0, Math.min(found.length - 1, marked + (event.key === "ArrowDown" ? 1 : -1))));
          } else if (event.key === "Enter" && found[marked]) onPick({ operation: found[marked].name, params: {} });
        }}
      />
      {operations.isError ? <p className="said wrong" role="alert">{t("effects.unread")} <button type="button" className="link" onClick={() => void operations.refetch()}>{t("common.retry")}</button></p> : null}
      {operations.data && found.length === 0 ? <p className="note">{query ? t("effects.notFound", { query }) : t("effects.none")}</p> : null}
      <ul ref={list} id={id} role="listbox" aria-label={t("effects.all")}>
        {found.map((one, place) => (
          <li
            key={one.name} id={`${id}-${place}`} role="option" aria-selected={place === marked} className={place === marked ? "marked" : ""}
            {...carrying(() => [{ operation: one.name, params: {} }])}
            onPointerMove={() => setAt(place)} onClick={() => onPick({ operation: one.name, params: {} })}
          >
            {grouped && one.family !== found[place - 1]?.family ? <span className="family">{one.family}</span> : null}
            <b>{one.title}</b>
            <span>{one.help}</span>
          </li>
        ))}
      </ul>
      <p className="note">{t("effects.dragHint")}</p>
    </div>
  );
}
