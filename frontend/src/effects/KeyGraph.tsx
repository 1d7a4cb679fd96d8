// How a parameter changes through the shot: its curve, its keys to be dragged in time, and how it goes from one to the next.
import { useContext, useId, useRef, useState } from "react";
import { EASES, type Ease, eased, type Key, type Keys, keysOf, moved, put, valueAt, withKeys, without } from "../forms/keys";
import { fieldName } from "../forms/names";
import { type NumberField, shown, snapped } from "../forms/schema";
import { useLanguage, useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { KeyingContext, type Keying } from "./keying";

interface Props {
  readonly field: NumberField;
  readonly operation: string;
}

/** Nothing until there is a key. */
export function KeyGraph(props: Props) {
  const keying = useContext(KeyingContext);
  if (!keying || keysOf(keying.values, props.field.name).length === 0) return null;
  return <Graph {...props} keying={keying} />;
}

const POINTS = 120; // of the curve

/** From the lowest to the highest value, with some room; of a constant, the whole range of the field or something round it. */
function range(keys: Keys): [number, number] {
  const values = keys.map((key) => key.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high > low ? (high - low) * 0.12 : Math.max(1e-3, Math.abs(high) * 0.5, 0.5);
  return [low - room, high + room];
}

function Graph({ field, operation, keying }: Props & { readonly keying: Keying }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { values, frame, frames, seek, write } = keying;
  const keys = keysOf(values, field.name);
  const [chosen, setChosen] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const dragged = useRef<{ frame: number; moved: boolean } | null>(null);
  const id = useId();
  const name = fieldName(language, operation, field.name, field.title);
  const last = Math.max(1, frames - 1, keys.at(-1)?.frame ?? 0);
  const [low, high] = range(keys);
  const across = (at: number): number => (Math.min(last, Math.max(0, at)) / last) * 100;
  const up = (value: number): number => 100 - ((value - low) / (high - low)) * 100;
  const line = Array.from({ length: POINTS + 1 }, (_, n) => {
    const at = (n / POINTS) * last;
    return `${n === 0 ? "M" : "L"}${across(at).toFixed(2)} ${up(valueAt(keys, at)).toFixed(2)}`;
  }).join("");
  const keep = (next: Keys, moving = false): void => write(withKeys(values, field.name, next, valueAt(keys, frame)), moving);
  const frameUnder = (x: number): number => {
    const { left, width } = (box.current as HTMLDivElement).getBoundingClientRect();
    return Math.round(((x - left) / Math.max(1, width)) * last);
  };
  const step = (key: Key, event: React.KeyboardEvent): void => {
    const far = event.shiftKey ? 10 : 1;
    const [way, lift] = [event.key === "ArrowRight" ? far : event.key === "ArrowLeft" ? -far : 0, event.key === "ArrowUp" ? far : event.key === "ArrowDown" ? -far : 0];
    const away = event.key === "Delete" || event.key === "Backspace";
    if (!way && !lift && !away && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") seek(key.frame);
    else if (away) {
      setChosen(null);
      keep(without(keys, key.frame));
    } else if (lift) keep(put(keys, key.frame, snapped(field, key.value + lift * field.step)));
    else {
      const next = moved(keys, key.frame, key.frame + way, frames);
      const there = next[keys.indexOf(key)];
      setChosen(there?.frame ?? null);
      if (there?.frame !== key.frame) keep(next);
    }
  };
  const picked = keys.find((key) => key.frame === chosen);
  return (
    <div className="key-graph" role="group" aria-label={t("keys.graph", { name })}>
      <div
        ref={box} className="key-lane"
        onPointerDown={(event) => {
          if (event.target instanceof Element && event.target.closest("button")) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          seek(Math.max(0, Math.min(frames - 1, frameUnder(event.clientX))));
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(Math.max(0, Math.min(frames - 1, frameUnder(event.clientX))));
        }}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path d={line} /></svg>
        <i className="key-head" style={{ left: `${across(frame)}%` }} />
        {keys.map((key, n) => (
          <button
            key={n} type="button" className={["key-point", key.frame === frame ? "here" : "", key.frame === chosen ? "chosen" : ""].join(" ")}
            style={{ left: `${across(key.frame)}%`, top: `${up(key.value)}%` }}
            aria-label={t("keys.point", { frame: key.frame, value: shown(field, key.value), ease: t(`keys.${key.ease}`) })}
            title={t("keys.pointTip", { frame: key.frame, value: shown(field, key.value) })} aria-describedby={id}
            onFocus={() => setChosen(key.frame)} onDoubleClick={() => seek(key.frame)}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              dragged.current = { frame: key.frame, moved: false };
              setChosen(key.frame);
            }}
            onPointerMove={(event) => {
              const held = dragged.current;
              if (!held) return;
              const place = keys.findIndex((one) => one.frame === held.frame);
              const next = moved(keys, held.frame, frameUnder(event.clientX), frames);
              const to = next[place]?.frame ?? held.frame;
              if (to === held.frame) return;
              dragged.current = { frame: to, moved: true };
              setChosen(to);
              keep(next, true);
            }}
            onPointerUp={() => {
              const held = dragged.current;
              dragged.current = null;
              if (held?.moved) keep(keys);
              else seek(key.frame);
            }}
            onPointerCancel={() => (dragged.current = null)}
            onKeyDown={(event) => step(key, event)}
          >
            <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M6 1l5 5-5 5-5-5z" /></svg>
          </button>
        ))}
      </div>
      <p id={id} className="visually-hidden">{t("keys.hint")}</p>
      {picked ? (
        <div className="key-tools">
          <span className="timecode">{t("keys.at", { frame: picked.frame })}</span>
          <label>
            <span className="visually-hidden">{t("keys.ease")}</span>
            <select value={picked.ease} title={t("keys.ease")} onChange={(event) => keep(eased(keys, picked.frame, event.target.value as Ease))}>
              {EASES.map((ease) => <option key={ease} value={ease}>{t(`keys.${ease}`)}</option>)}
            </select>
          </label>
          <span className="space" />
          {keying.follow ? <IconButton icon="follow" label={t("follow.open", { name })} onClick={() => keying.follow?.(field.name)} /> : null}
          <IconButton
            icon="close" label={t("keys.remove", { name, frame: picked.frame })}
            onClick={() => {
              setChosen(null);
              keep(without(keys, picked.frame));
            }}
          />
        </div>
      ) : null}
    </div>
  );
}
