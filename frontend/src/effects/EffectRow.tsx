// One effect of a stack: its handle, its switch, its name, what can be done with it, and its form.
import { Suspense } from "react";
import type { Operation } from "../api/machine";
import type { ShotInFilm } from "../document/select";
import { change } from "../film/verbs";
import { fieldName, operationHelp, operationName } from "../forms/names";
import { fieldsOf, held, shown } from "../forms/schema";
import { SchemaForm } from "../forms/SchemaForm";
import { useLanguage, useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { useView } from "../view/store";
import { applyEffects, copyEffects } from "./apply";
import { carrying } from "./drop";
import { editorOf } from "./editors";
import { type Effect, type Params, removeEffects, setParams, switchEffect, type Target } from "./stack";

interface Props {
  readonly effect: Effect;
  readonly operation: Operation | undefined;
  readonly one: ShotInFilm;
  /** The frame of the shot that is looked at. */
  readonly frame: number;
  readonly open: boolean;
  /** Parameters under a hand, not written yet. */
  readonly draft: Params;
  readonly onDraft: (params: Params) => void;
  readonly onOpen: () => void;
  readonly onMove: (by: number) => void;
}

/** A row of the stack. */
export function EffectRow({ effect, operation, one, frame, open, draft, onDraft, onOpen, onMove }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const selection = useView((state) => state.selection);
  const values = { ...effect.params, ...draft };
  const fields = operation ? fieldsOf(operation.parameters) : [];
  const name = operationName(language, effect.operation);
  const set = (params: Params, moving: boolean): void => {
    if (moving) return onDraft({ ...draft, ...params });
    const said = Object.keys(params).map((field) => fieldName(language, effect.operation, field, field));
    change(`${name}: ${said.slice(0, 3).join(", ")}`, setParams(effect, { ...draft, ...params }));
    onDraft({});
  };
  const editor = editorOf(effect.operation);
  const altered = fields.filter((one) => JSON.stringify(held(one, values)) !== JSON.stringify(one.usual));
  const summary = altered
    .map((one) => {
      const value = held(one, values);
      return `${fieldName(language, effect.operation, one.name, one.title)} ${one.is === "number" && typeof value === "number" ? shown(one, value) : ""}`.trim();
    })
    .join(" · ");
  const lay = (target: Target): void => applyEffects([effect], target, effect.shot);
  const others = selection.filter((id) => id !== effect.shot);
  return (
    <div className={["effect", effect.enabled ? "" : "off", open ? "open" : ""].join(" ")}>
      <div className="effect-head">
        <span
          className="handle" role="button" tabIndex={0} aria-label={t("effects.move", { name })} title={t("effects.moveTip")}
          {...carrying(() => [{ operation: effect.operation, params: values, enabled: effect.enabled }], effect.shot)}
          onKeyDown={(event) => {
            const way = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
            if (way === 0) return;
            event.preventDefault();
            event.stopPropagation();
            onMove(way);
          }}
        >
          <Icon name="grip" size={14} />
        </span>
        <button type="button" className="effect-name" aria-expanded={open} onClick={onOpen} title={operationHelp(language, effect.operation, operation?.description ?? "")}>
          <b>{name}</b>
          <span>{operation ? summary || t("effects.untouched") : t("effects.gone")}</span>
        </button>
        <IconButton
          icon={effect.enabled ? "eye" : "eye-off"} label={t(effect.enabled ? "effects.off" : "effects.on", { name })} aria-pressed={effect.enabled}
          onClick={() => change(t(effect.enabled ? "effects.off" : "effects.on", { name }), switchEffect(effect, !effect.enabled))}
        />
        <Menu
          label={t("effects.more", { name })}
          items={[
            { label: t("effects.toSelection", { count: others.length }), icon: "plus", disabled: others.length === 0, run: () => lay({ is: "shots", shots: others }) },
            { label: t("effects.toScene"), icon: "plus", run: () => lay({ is: "scene", scene: one.shot.scene }) },
            { label: t("effects.toFilm"), icon: "plus", run: () => lay({ is: "film" }) },
            { label: t("effects.copy"), icon: "copy", run: () => copyEffects([effect]) },
            { label: t("effects.up"), icon: "up", run: () => onMove(-1) },
            { label: t("effects.down"), icon: "down", run: () => onMove(1) },
            { label: t("effects.usual"), icon: "undo", disabled: altered.length === 0, run: () => change(t("effects.usual"), [{ kind: "effect", id: effect.id, set: { params: {} } }]) },
            { label: t("effects.remove"), icon: "archive", danger: true, run: () => change(t("effects.remove"), removeEffects([effect])) },
          ]}
        />
      </div>
      {open && operation ? (
        <div className="effect-form">
          {editor ? (
            <Suspense fallback={<p className="note">{t("effects.opening")}</p>}>
              <editor.component
                effect={effect} shot={one} frame={frame} change={set}
                values={Object.fromEntries(fields.filter((field) => field.is !== "keys").map((field) => [field.name, held(field, values)]))}
              />
            </Suspense>
          ) : null}
          <SchemaForm
            operation={effect.operation} fields={fields.filter((field) => !editor?.draws.includes(field.name))} values={values}
            onChange={(field, value, moving) => set({ [field]: value }, moving)}
          />
        </div>
      ) : null}
    </div>
  );
}
