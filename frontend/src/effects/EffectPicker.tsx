// The gallery of effects: found by typing, by category, among favourites and what was used last; applied by one click, or dragged.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../api/client";
import { useOperations } from "../api/machine";
import { useOpenFilm } from "../film/context";
import { useLanguage, useWords } from "../i18n";
import { Icon, moveIcon } from "../ui/Icon";
import { carrying } from "./drop";
import { CATEGORIES, type Category, found, inFront, type Item, itemsOf, turned } from "./gallery";
import { useRemembered } from "./remembered";
import { type Carried, type Params, worksOnPictures } from "./stack";
import { styles } from "./styles";
import "./gallery.css";

/** Where a click lays it. */
export interface Where {
  readonly id: string;
  readonly label: string;
}

interface Props {
  /** What a click may mean, the usual first; one alone is not asked about. */
  readonly where: readonly Where[];
  readonly onPick: (effects: readonly Carried[], where: string) => void;
  readonly onClose: () => void;
}

type Shelf = Category | "all" | "favourite" | "recent";

/** A search field, shelves, and a grid of what there is. */
export function EffectPicker({ where, onPick, onClose }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const operations = useOperations();
  const { id: film } = useOpenFilm();
  const kept = useQuery({ queryKey: ["looks", film], queryFn: () => got(client.GET("/api/projects/{id}/looks", { params: { path: { id: film } } })), staleTime: 10_000 });
  const [query, setQuery] = useState("");
  const [shelf, setShelf] = useState<Shelf>("all");
  const [at, setAt] = useState(0);
  const [to, setTo] = useState(where[0]?.id ?? "");
  const favourites = useRemembered("favourites");
  const recent = useRemembered("recent");
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" }); // it stands at the end of a long column
  }, [shelf]);
  const items = useMemo(() => {
    const looks = (kept.data ?? []).map((one) => ({ ...one, effects: one.effects.map(({ operation, params, inputs, enabled }) => ({ operation, params: params as Params, inputs: inputs as never, enabled })) }));
    return itemsOf((operations.data ?? []).filter(worksOnPictures), styles, looks, language);
  }, [operations.data, kept.data, language]);
  const byId = new Map(items.map((one) => [one.id, one]));
  const known = (ids: readonly string[]): (typeof items)[number][] => ids.flatMap((one) => byId.get(one) ?? []);
  const searching = query.trim() !== "";
  const shown = searching ? found(items, query)
    : shelf === "favourite" ? known(favourites.list)
    : shelf === "recent" ? known(recent.list)
    : items.filter((one) => shelf === one.category || (shelf === "all" && !one.variant));
  const marked = Math.min(at, Math.max(0, shown.length - 1));
  const shelves: readonly (readonly [Shelf, string])[] = [
    ["all", t("gallery.all")], ["recent", t("gallery.recent")], ["favourite", t("gallery.favourite")],
    ...CATEGORIES.filter((one) => items.some((item) => item.category === one)).map((one) => [one, t(`gallery.${one}`)] as const),
    ...(items.some((one) => one.category === "other") ? [["other", t("gallery.other")] as const] : []),
    ...(items.some((one) => one.category === "kept") ? [["kept", t("gallery.kept")] as const] : []),
  ];
  const pick = (one: Item): void => {
    recent.keep(inFront(recent.list, one.id));
    onPick(one.effects, to);
  };
  const columns = (): number => {
    const tiles = [...(list.current?.children ?? [])] as HTMLElement[];
    const first = tiles[0]?.offsetTop;
    return Math.max(1, tiles.filter((one) => one.offsetTop === first).length);
  };
  const go = (next: number): void => {
    const place = Math.max(0, Math.min(shown.length - 1, next));
    setAt(place);
    list.current?.querySelectorAll("[role=option]")[place]?.scrollIntoView({ block: "nearest" });
  };
  const choose = (one: Shelf): void => {
    setShelf(one);
    setAt(0);
    list.current?.scrollTo({ top: 0 });
  };
  const step = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const across = !searching || event.currentTarget.selectionStart === query.length ? 1 : 0;
    const by = event.key === "ArrowDown" ? columns() : event.key === "ArrowUp" ? -columns() : event.key === "ArrowRight" ? across : event.key === "ArrowLeft" && !searching ? -1 : 0;
    const one = shown[marked];
    if (event.key === "Escape") {
      if (searching) setQuery("");
      else onClose();
    } else if (by !== 0) {
      event.preventDefault();
      go(marked + by);
    } else if (event.key === "Enter" && one) pick(one);
    else if (event.key === "d" && (event.ctrlKey || event.metaKey) && one) {
      event.preventDefault();
      favourites.keep(turned(favourites.list, one.id));
    }
  };
  return (
    <div className="picker gallery" ref={box}>
      <input
        type="search" role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={shown[marked] ? `${id}-${marked}` : undefined}
        aria-label={t("effects.search")} placeholder={t("effects.search")} autoFocus value={query} onKeyDown={step}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
      />
      <div className="gallery-shelves" role="group" aria-label={t("gallery.shelves")}>
        {shelves.map(([one, label]) => (
          <button
            key={one} type="button" className="gallery-shelf" aria-pressed={!searching && shelf === one}
            onClick={() => {
              setQuery("");
              choose(one);
            }}
          >
            {label}
          </button>
        ))}
      </div>
      {where.length > 1 ? (
        <label className="gallery-where">
          {t("gallery.where")}{" "}
          <select value={to} onChange={(event) => setTo(event.target.value)}>{where.map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}</select>
        </label>
      ) : null}
      {operations.isError ? <p className="said wrong" role="alert">{t("effects.unread")} <button type="button" className="link" onClick={() => void operations.refetch()}>{t("common.retry")}</button></p> : null}
      {operations.data && shown.length === 0 ? <p className="note">{searching ? t("effects.notFound", { query }) : t(shelf === "favourite" ? "gallery.noFavourites" : shelf === "recent" ? "gallery.noRecent" : "effects.none")}</p> : null}
      <ul ref={list} id={id} role="listbox" aria-label={t("effects.all")} className="tiles">
        {shown.map((one, place) => (
          <li
            key={one.id} id={`${id}-${place}`} role="option" aria-selected={place === marked} className={place === marked ? "tile marked" : "tile"}
            title={[one.help, one.credit].filter(Boolean).join("\n")}
            {...carrying(() => one.effects)} onPointerMove={() => setAt(place)} onClick={() => pick(one)}
          >
            <span className={`tile-picture ${one.category}`}>{one.picture ? <img src={one.picture} alt="" loading="lazy" draggable={false} /> : <Mark item={one} />}</span>
            <b>{one.title}</b>
            <button
              type="button" className="tile-star" tabIndex={-1} aria-pressed={favourites.list.includes(one.id)} title={t("gallery.star")} aria-label={t("gallery.starred", { name: one.title })}
              onClick={(event) => {
                event.stopPropagation();
                favourites.keep(turned(favourites.list, one.id));
              }}
            >
              {favourites.list.includes(one.id) ? "★" : "☆"}
            </button>
          </li>
        ))}
      </ul>
      <p className="note">{shown[marked] ? shown[marked]?.help : ""}</p>
      <p className="note">{t("effects.dragHint")}</p>
    </div>
  );
}

const MARKS = { style: "style", camera: "camera", time: "loop", clarity: "search", colour: "picture", frame: "full", other: "auto", kept: "check" } as const;

function Mark({ item }: { readonly item: Item }) {
  return <Icon name={(item.move ? moveIcon(item.move) : null) ?? MARKS[item.category]} size={20} />;
}
