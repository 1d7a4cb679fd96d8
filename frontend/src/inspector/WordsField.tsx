// The words of a shot: names are marked, and @ completes a person (who then is in the shot), a place or a style (then the scene's).
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type Film, filmOf, type ShotInFilm } from "../document/select";
import { begin, end, useDocument } from "../document/store";
import { change } from "../film/verbs";
import { useWords } from "../i18n";
import { Icon } from "../ui/Icon";
import { askedAt, type Asked, instead, meant, type Named, offers, pieces } from "./mentions";

const WRITE_AFTER = 450; // ms after the last key

interface Props {
  readonly one: ShotInFilm;
  readonly film: Film;
  readonly label: string;
}

const ICONS = { character: "person", location: "place", style: "style" } as const;

/** Written half a second after the last key and on leaving; one visit is one step of undo. */
export function WordsField({ one, film, label }: Props) {
  const t = useWords();
  const id = useId();
  const { shot } = one;
  const [draft, setDraft] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [marked, setMarked] = useState(0);
  const [spot, setSpot] = useState({ left: 0, top: 0 });
  const area = useRef<HTMLTextAreaElement>(null);
  const under = useRef<HTMLDivElement>(null);
  const at = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const composing = useRef(false);
  const latest = useRef({ draft, was: shot.action });
  latest.current = { draft, was: shot.action };
  const text = draft ?? shot.action;
  const all = useNamed(film);
  const offered = asked ? offers(all, asked.query) : [];
  const listed = asked !== null && offered.length > 0;
  const cut = useMemo(() => pieces(text, all), [text, all]);

  const write = (): void => {
    clearTimeout(timer.current);
    const { draft: typed, was } = latest.current;
    if (typed !== null && typed !== was) change(label, [{ kind: "shot", id: shot.id, set: { action: typed } }]);
  };
  useEffect(() => write, []); // eslint-disable-line -- leaving the screen writes what was typed
  useLayoutEffect(() => {
    if (under.current && area.current) under.current.scrollTop = area.current.scrollTop;
  }, [text]);
  useLayoutEffect(() => {
    const [mark, over] = [at.current, area.current];
    if (!listed || !mark || !over) return;
    setSpot({ left: Math.min(mark.offsetLeft, over.clientWidth - 220), top: mark.offsetTop + 24 - over.scrollTop });
  }, [listed, asked?.from, text]);

  const look = (): void => {
    const from = area.current;
    if (!from || composing.current) return;
    const found = from.selectionStart === from.selectionEnd ? askedAt(from.value, from.selectionStart) : null;
    setAsked(found);
    if (found?.from !== asked?.from || found?.query !== asked?.query) setMarked(0);
  };
  const pick = (named: Named): void => {
    const field = area.current;
    if (!field || !asked) return;
    const words = instead(field.value, field.selectionEnd, named);
    field.setSelectionRange(asked.from, field.selectionEnd);
    // The browser's own command keeps the field's own undo; where it is gone, the text is set.
    const typed = words === "" ? document.execCommand("delete") : document.execCommand("insertText", false, words);
    if (!typed) {
      field.setRangeText(words, asked.from, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    setAsked(null);
    clearTimeout(timer.current);
    const { records } = useDocument.getState();
    const here = filmOf(records).byId.get(shot.id);
    change(named.name, [
      { kind: "shot", id: shot.id, set: { action: field.value } },
      ...(here ? meant(records, here, named, crypto.randomUUID()) : []),
    ]);
  };
  const keys = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || event.keyCode === 229) return; // an input method is at work: these keys are its own
    if (listed) {
      const chosen = offered[Math.min(marked, offered.length - 1)];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        setMarked((marked + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length);
      } else if ((event.key === "Enter" || event.key === "Tab") && chosen) {
        event.preventDefault();
        pick(chosen);
      } else if (event.key === "Escape") {
        event.preventDefault();
        setAsked(null);
      }
      return;
    }
    if (event.key === "Escape") {
      clearTimeout(timer.current);
      setDraft(null);
      latest.current.draft = null;
      event.currentTarget.blur();
    } else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.blur();
  };
  return (
    <div className="field words-field">
      <label htmlFor={id}>{label}</label>
      <div className="words-box">
        <div ref={under} className="words-under" aria-hidden="true">
          {asked ? <Marker text={text} from={asked.from} at={at} /> : null}
          {cut.map((piece, place) => (piece.named ? <mark key={place} className={piece.named.kind}>{piece.text}</mark> : piece.text))}
          {"\n"}
        </div>
        <textarea
          ref={area} id={id} name="action" rows={4} maxLength={8000} placeholder={t("shot.actionHint")} value={text}
          role="combobox" aria-autocomplete="list" aria-expanded={listed} aria-controls={`${id}-list`}
          aria-activedescendant={listed ? `${id}-${Math.min(marked, offered.length - 1)}` : undefined} aria-describedby={`${id}-hint`}
          onFocus={() => begin(label)}
          onChange={(event) => {
            setDraft(event.target.value);
            latest.current.draft = event.target.value;
            clearTimeout(timer.current);
            if (!composing.current) timer.current = setTimeout(write, WRITE_AFTER);
            look();
          }}
          onCompositionStart={() => {
            composing.current = true;
            clearTimeout(timer.current);
            setAsked(null);
          }}
          onCompositionEnd={() => {
            composing.current = false;
            timer.current = setTimeout(write, WRITE_AFTER);
            look();
          }}
          onSelect={look}
          onScroll={(event) => {
            if (under.current) under.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onBlur={() => {
            write();
            setDraft(null);
            setAsked(null);
            end();
          }}
          onKeyDown={keys}
        />
        {listed ? (
          <ul id={`${id}-list`} role="listbox" aria-label={t("mention.list")} className="mentions" style={{ left: Math.max(0, spot.left), top: spot.top }}>
            {offered.map((named, place) => (
              <li
                key={named.id} id={`${id}-${place}`} role="option" aria-selected={place === marked} className={place === marked ? "marked" : ""}
                onPointerDown={(event) => {
                  event.preventDefault(); // the field keeps the caret
                  pick(named);
                }}
                onPointerMove={() => setMarked(place)}
              >
                <Icon name={ICONS[named.kind]} size={13} />
                <b>{named.name}</b>
                <span>{t(`mention.${named.kind}`)}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <span id={`${id}-hint`} className="visually-hidden">{t("mention.hint")}</span>
    </div>
  );
}

/** An invisible copy of the text up to the @, to know where on the screen it stands. */
function Marker({ text, from, at }: { text: string; from: number; at: React.RefObject<HTMLSpanElement | null> }) {
  return <span className="words-mark">{text.slice(0, from)}<span ref={at} /></span>;
}

function useNamed(film: Film): readonly Named[] {
  const styles = useDocument((state) => state.records["style"]);
  const { characters, locations } = film;
  return useMemo(
    () => [
      ...characters.map((one): Named => ({ kind: "character", id: one.id, name: one.name, aliases: one.aliases })),
      ...locations.map((one): Named => ({ kind: "location", id: one.id, name: one.name, aliases: [] })),
      ...Object.entries(styles ?? {}).filter(([, one]) => one["archived"] !== true && one["name"]).map(([id, one]): Named => ({ kind: "style", id, name: String(one["name"]), aliases: [] })),
    ].filter((one) => one.name.trim() !== ""),
    [characters, locations, styles],
  );
}
