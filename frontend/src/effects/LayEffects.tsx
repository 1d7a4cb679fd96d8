// Effects for many shots at once: what of each is on them already, and what is laid over all.
import { useState } from "react";
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import { change } from "../film/verbs";
import { operationName } from "../forms/names";
import { useLanguage, useWords } from "../i18n";
import { Button, IconButton } from "../ui/Button";
import { applyEffects, pasteEffects } from "./apply";
import { EffectPicker } from "./EffectPicker";
import { effectsOf, removeEffects, shotsOf, type Target } from "./stack";
import { DropTargets } from "./Targets";
import "./effects.css";

/** For a selection, a scene or the film. */
export function LayEffects({ film, target }: { film: Film; target: Target }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [adding, setAdding] = useState(false);
  const records = useDocument((state) => state.records);
  const shots = shotsOf(film, target);
  const all = shots.flatMap((id) => effectsOf(records, id));
  const counted = [...new Set(all.map((one) => one.operation))].map((operation) => {
    const own = all.filter((one) => one.operation === operation);
    return { operation, own, on: own.filter((one) => one.enabled), count: new Set(own.map((one) => one.shot)).size };
  });
  return (
    <div className="effects">
      <DropTargets places={[{ label: t("effects.onThese", { count: shots.length }), target }, ...(target.is === "film" ? [] : [{ label: t("effects.toFilm"), target: { is: "film" } as Target }])]} />
      <ul className="effect-stack">
        {counted.map(({ operation, own, on, count }) => {
          const name = operationName(language, operation);
          return (
            <li key={operation} className="effect">
              <div className="effect-head">
                <span className="effect-name"><b>{name}</b><span>{t("effects.onSome", { count, all: shots.length })}</span></span>
                <IconButton
                  icon={on.length > 0 ? "eye" : "eye-off"} label={t(on.length > 0 ? "effects.off" : "effects.on", { name })} aria-pressed={on.length > 0}
                  onClick={() => change(name, own.map((one) => ({ kind: "effect", id: one.id, set: { enabled: on.length === 0 } })))}
                />
                <IconButton icon="archive" label={t("effects.removeNamed", { name })} onClick={() => change(t("effects.removeNamed", { name }), removeEffects(own))} />
              </div>
            </li>
          );
        })}
      </ul>
      {adding ? (
        <EffectPicker
          onClose={() => setAdding(false)} where={[{ id: "all", label: t("effects.onThese", { count: shots.length }) }]}
          onPick={(effects) => {
            applyEffects(effects, target);
            setAdding(false);
          }}
        />
      ) : null}
      <div className="row">
        <Button kind="quiet" icon={adding ? "close" : "plus"} aria-expanded={adding} disabled={shots.length === 0} onClick={() => setAdding(!adding)}>{t(adding ? "effects.enough" : "effects.layAll")}</Button>
        <span className="space" />
        <Button kind="quiet" disabled={shots.length === 0} onClick={() => void pasteEffects(target)}>{t("effects.paste")}</Button>
      </div>
    </div>
  );
}
