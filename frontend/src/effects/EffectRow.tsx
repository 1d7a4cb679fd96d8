// One effect of a stack: its handle, its switch, its name, what can be done with it, and its form with what it is given.
import { Suspense, useState } from "react";
import type { Operation } from "../api/machine";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { change } from "../film/verbs";
import { allKeys, setAt, valuesAt, withKeys } from "../forms/keys";
import { fieldName, operationHelp, operationName } from "../forms/names";
import { fieldsOf, held, type NumberField, shown } from "../forms/schema";
import { SchemaForm } from "../forms/SchemaForm";
import { useLanguage, useWords } from "../i18n";
import { nodeWords } from "../nodes/words";
import { playback } from "../player/playback";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { useView } from "../view/store";
import { applyEffects, copyEffects } from "./apply";
import { carrying } from "./drop";
import { editorOf } from "./editors";
import { EffectInputs } from "./EffectInputs";
import { FollowSheet } from "./FollowSheet";
import { KeyGraph } from "./KeyGraph";
import { KeyingContext } from "./keying";
import { KeyMark } from "./KeyMark";
import { lacks } from "./lacking";
import type { EffectState } from "./states";
import { type Effect, type Given, giveInputs, type Params, removeEffects, setParams, switchEffect, type Target } from "./stack";
import { usePictureBefore } from "./useTry";
import "./keys.css";

interface Props {
  readonly effect: Effect;
  readonly operation: Operation | undefined;
  readonly one: ShotInFilm;
  /** The frame of the shot that is looked at. */
  readonly frame: number;
  readonly ratio: number;
  readonly open: boolean;
  /** Parameters under a hand, not written yet. */
  readonly draft: Params;
  readonly onDraft: (params: Params) => void;
  readonly onOpen: () => void;
  readonly onMove: (by: number) => void;
  /** Effects beneath this one: what one points in is the picture under them. */
  readonly beneath: readonly Effect[];
  /** How far it is in the film; undefined where nobody knows yet. */
  readonly state: EffectState | undefined;
}

/** A row of the stack. */
export function EffectRow(props: Props) {
  const { effect, operation, one, open, draft, onOpen, onMove, state } = props;
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const selection = useView((state) => state.selection);
  const gone = useDocument((state) => lacks(state.records, effect, one.shot.id));
  const values = { ...effect.params, ...draft };
  const fields = operation ? fieldsOf(operation.parameters) : [];
  const name = operationName(language, effect.operation);
  const keyed = Object.keys(allKeys(values));
  const altered = fields.filter((field) => field.is !== "keys" && !keyed.includes(field.name) && JSON.stringify(held(field, values)) !== JSON.stringify(field.usual));
  const summary = [
    ...altered.map((field) => {
      const value = held(field, values);
      return `${fieldName(language, effect.operation, field.name, field.title)} ${field.is === "number" && typeof value === "number" ? shown(field, value) : ""}`.trim();
    }),
    ...keyed.map((field) => `◆ ${fieldName(language, effect.operation, field, field)}`),
  ].join(" · ");
  const lay = (target: Target): void => applyEffects([effect], target, effect.shot);
  const others = selection.filter((id) => id !== effect.shot);
  const touched = altered.length > 0 || keyed.length > 0 || Object.keys(effect.inputs).length > 0;
  return (
    <div className={["effect", effect.enabled ? "" : "off", open ? "open" : ""].join(" ")} data-effect={effect.id}>
      <div className="effect-head">
        <span
          className="handle" role="button" tabIndex={0} aria-label={t("effects.move", { name })} title={t("effects.moveTip")}
          {...carrying(() => [{ operation: effect.operation, params: values, enabled: effect.enabled, inputs: effect.inputs }], effect.shot)}
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
          <span className={gone ? "wrong" : ""}>{!operation ? t("effects.gone") : gone ? t(`inputs.short.${gone}`) : summary || t("effects.untouched")}</span>
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
            { label: t("effects.copy"), icon: "copy", hint: "Ctrl C", run: () => copyEffects([effect]) },
            { label: t("effects.up"), icon: "up", run: () => onMove(-1) },
            { label: t("effects.down"), icon: "down", run: () => onMove(1) },
            { label: t("effects.usual"), icon: "undo", disabled: !touched, run: () => change(t("effects.usual"), [{ kind: "effect", id: effect.id, set: { params: {}, inputs: {} } }]) },
            { label: t("effects.remove"), icon: "archive", danger: true, hint: "Del", run: () => change(t("effects.remove"), removeEffects([effect])) },
          ]}
        />
      </div>
      {state && effect.enabled ? <Progress state={state} /> : null}
      {open && operation ? <EffectForm {...props} operation={operation} name={name} /> : null}
    </div>
  );
}

/** How far it is with being made for the film; nothing once it is there. */
function Progress({ state }: { readonly state: EffectState }) {
  const t = useWords();
  const language = useLanguage((each) => each.language);
  if (state.is === "failed") return <p className="said wrong effect-state" role="alert">{t("effects.failed", { why: nodeWords(state.error, language) })}</p>;
  if (state.is !== "running") return null;
  return <progress className="effect-state" value={state.progress} aria-label={t("finish.making", { percent: Math.floor(state.progress * 100) })} />;
}

type FormProps = Omit<Props, "operation"> & { readonly operation: Operation; readonly name: string };

function EffectForm({ effect, operation, one, frame, ratio, draft, onDraft, name, beneath }: FormProps) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [following, setFollowing] = useState<string | null>(null); // the parameter that is to follow; "": the operation itself
  const fields = fieldsOf(operation.parameters);
  const values = { ...effect.params, ...draft };
  const take = one.take?.id ?? "";
  const write = (params: Params, moving: boolean): void => {
    if (moving) return onDraft({ ...draft, ...params });
    const all = { ...draft, ...params };
    const said = [...Object.keys(allKeys(all)), ...Object.keys(all)].filter((field, place, every) => field !== "keys" && every.indexOf(field) === place);
    change(`${name}: ${said.slice(0, 3).map((field) => fieldName(language, effect.operation, field, field)).join(", ")}`, setParams(effect, all));
    onDraft({});
  };
  const set = (params: Params, moving: boolean): void => write(setAt(fields, values, params, frame), moving);
  const give = (port: string, given: Given | null): void => change(`${name}: ${t("inputs.given")}`, giveInputs(effect, { [port]: given }));
  const editor = editorOf(effect.operation);
  const now = valuesAt(fields, values, frame);
  const seek = (to: number): void => playback.seek(one.start + Math.max(0, Math.min(one.shot.frames - 1, to)));
  const follow = take === "" || effect.layer !== null ? null : setFollowing;
  const keyable = fields.filter((field): field is NumberField => field.is === "number" && field.keyable === true);
  return (
    <KeyingContext.Provider value={{ values, frame, frames: one.shot.frames, seek, write, follow }}>
      <div className="effect-form">
        {editor ? (
          <Suspense fallback={<p className="note">{t("effects.opening")}</p>}>
            <editor.component effect={effect} shot={one} frame={frame} values={now} change={set} give={give} />
          </Suspense>
        ) : null}
        <SchemaForm
          operation={effect.operation} fields={fields.filter((field) => !editor?.draws.includes(field.name))} values={now}
          onChange={(field, value, moving) => set({ [field]: value }, moving)}
          beside={(field) => <KeyMark field={field} operation={effect.operation} />} below={(field) => <KeyGraph field={field} operation={effect.operation} />}
        />
        <EffectInputs effect={effect} operation={operation} one={one} give={give} point={follow ? () => follow("") : null} gives={editor?.gives ?? []} />
      </div>
      {following !== null ? (
        <Pointing
          shot={one.shot.id} take={take} beneath={beneath} operation={effect.operation} fields={following === "" ? [] : keyable} values={values}
          wanted={following} frame={frame} ratio={ratio} onClose={() => setFollowing(null)}
          onMovement={(movement) => give("movement", { follow: movement })}
          onKeys={(keys) => {
            let next: Params = values;
            for (const [field, own] of Object.entries(keys)) {
              next = { ...next, ...withKeys(next, field, own.map(([at, value, ease]) => ({ frame: at, value, ease: ease === "hold" ? "hold" : "linear" }))) };
            }
            change(t("follow.done", { name }), setParams(effect, { keys: next["keys"] ?? {} }));
          }}
        />
      ) : null}
    </KeyingContext.Provider>
  );
}

interface PointingProps extends Omit<React.ComponentProps<typeof FollowSheet>, "picture"> {
  readonly take: string;
  readonly beneath: readonly Effect[];
}

/** The sheet over the picture as it comes to this effect. */
function Pointing({ take, beneath, ...rest }: PointingProps) {
  const picture = usePictureBefore(rest.shot, take, beneath, rest.frame);
  return <FollowSheet {...rest} picture={picture} />;
}
