// Everything about the chosen layer: how it moves, how it is laid on, its edges, how it meets what is behind it, its effects.
import { seek } from "../canvas/store";
import type { Layer, Thing } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { EffectStack } from "../effects/EffectStack";
import { effectsOn } from "../effects/stack";
import { operationName } from "../forms/names";
import { Fold } from "../inspector/Fold";
import { useLanguage, useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { BAND, OFFSET, PERCENT, SOFTNESS, STEADY } from "./fields";
import { MoveFields } from "./MoveFields";
import { Num } from "./Num";
import { ShadowPad } from "./ShadowPad";
import { MODES } from "./shaders";
import { openSheet } from "./store";
import { write } from "./verbs";
import { ThingPicture } from "./ThingPicture";

interface Props {
  readonly layer: Layer;
  readonly one: ShotInFilm;
  readonly project: ProjectFields;
}

const OPACITY = PERCENT("opacity", 100);
const GROUPS = [["normal"], ["darken", "multiply", "burn"], ["lighten", "screen", "dodge", "add"], ["overlay", "soft-light", "hard-light"], ["difference", "exclusion"], ["hue", "saturation", "colour", "luminosity"]] as const;
export const HOLDS = ["still", "point", "plane", "camera"] as const;

/** The form of a layer. */
export function LayerProperties({ layer, one, project }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const effects = useDocument((state) => effectsOn(state.records, one.shot.id, layer.id));
  return (
    <>
      {layer.kind === "thing" && layer.thing ? <ThingFold layer={layer} thing={layer.thing} /> : null}
      {layer.kind === "borrowed" ? <LentFold layer={layer} /> : null}
      <Fold name="layer.move" title={t("layers.move")} usual summary={layer.keys.length > 1 ? t("layers.keys", { count: layer.keys.length }) : layer.keys.length === 1 ? t("layers.moved") : undefined}>
        <MoveFields layer={layer} />
      </Fold>
      <Fold name="layer.lay" title={t("layers.lay")} usual summary={`${Math.round(layer.opacity * 100)} % · ${t(`blend.${layer.mode}` as Key)}`}>
        <Num layer={layer} field={OPACITY} label={t("layers.opacity")} unit="%" value={layer.opacity * 100} to={(value) => ({ opacity: value / 100 })} />
        <Mode layer={layer} />
      </Fold>
      {layer.kind === "cut" ? <EdgesFold layer={layer} /> : null}
      <BlendFold layer={layer} />
      <Fold name="layer.effects" title={t("effects.title")} usual={false} summary={effects.map((each) => operationName(language, each.operation)).join(" · ")}>
        <EffectStack one={one} project={project} layer={layer.id} />
      </Fold>
      <section className="row wrap layer-acts">
        {layer.kind === "cut" ? <Button icon="picture" onClick={() => openSheet({ is: "replace", layer: layer.id })}>{t("layers.replace")}</Button> : null}
        <Button icon="film" onClick={() => openSheet({ is: "borrow", layer: layer.id })}>{t("layers.lend")}</Button>
        <Button icon="download" onClick={() => openSheet({ is: "deliver", layer: layer.id })}>{t("layers.deliver")}</Button>
      </section>
    </>
  );
}

function Mode({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const label = t("layers.mode");
  return (
    <div className="field">
      <label htmlFor={`mode ${layer.id}`}>{label}</label>
      <select id={`mode ${layer.id}`} value={layer.mode} onChange={(event) => write(layer, { mode: event.target.value }, label)}>
        {GROUPS.map((group) => (
          <optgroup key={group[0]} label={t(`blend.group.${group[0]}` as Key)}>
            {group.filter((mode) => MODES.includes(mode)).map((mode) => <option key={mode} value={mode}>{t(`blend.${mode}` as Key)}</option>)}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

function EdgesFold({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const { edges } = layer;
  const set = (part: Partial<Layer["edges"]>) => ({ edges: { ...edges, ...part } });
  return (
    <Fold name="layer.edges" title={t("layers.edges")} usual={false} summary={t(`layers.subject.${edges.subject}` as Key)}>
      <SelectField
        label={t("layers.subject")} value={edges.subject} options={SUBJECTS.map((value) => ({ value, label: t(`layers.subject.${value}`) }))}
        onWrite={(value) => write(layer, set({ subject: SUBJECTS.find((one) => one === value) ?? "auto" }), t("layers.subject"))}
      />
      <Num layer={layer} field={BAND} label={t("layers.band")} help={t("layers.bandHelp")} unit={edges.band === 0 ? t("form.auto") : "px"} value={edges.band} to={(band) => set({ band })} />
      <Num layer={layer} field={STEADY} label={t("layers.steady")} help={t("layers.steadyHelp")} unit="%" value={Math.round(edges.steady * 100)} to={(value) => set({ steady: value / 100 })} />
      <label className="check" title={t("layers.strandsHelp")}>
        <input type="checkbox" checked={edges.strands} onChange={(event) => write(layer, set({ strands: event.target.checked }), t("layers.strands"))} /> {t("layers.strands")}
      </label>
    </Fold>
  );
}

const SUBJECTS = ["auto", "thing", "person"] as const;
const WRAP = PERCENT("wrap");
const MATCH = PERCENT("match");
const GRAIN = PERCENT("grain");
const SHADOW = PERCENT("shadow");
const THROWN = { shadow_across: 0.015, shadow_down: 0.025, shadow_soft: 0.02 }; // where a shadow first falls

function BlendFold({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const { blend } = layer;
  const set = (part: Partial<Layer["blend"]>) => ({ blend: { ...blend, ...part } });
  const flat = blend.shadow_across === 0 && blend.shadow_down === 0 && blend.shadow_soft === 0;
  const facts = (["wrap", "match", "grain", "shadow"] as const).filter((name) => (blend[name] ?? 0) > 0).map((name) => t(`layers.${name}`));
  return (
    <Fold name="layer.blend" title={t("layers.blend")} usual={false} summary={facts.join(" · ")}>
      <Num layer={layer} field={WRAP} label={t("layers.wrap")} help={t("layers.wrapHelp")} unit="%" value={blend.wrap * 100} to={(value) => set({ wrap: value / 100 })} />
      <Num
        layer={layer} field={MATCH} label={t("layers.match")} help={t("layers.matchHelp")} unit={blend.match === null ? t("form.auto") : "%"} value={(blend.match ?? 0) * 100}
        to={(value) => set({ match: value / 100 })}
      />
      {blend.match === null ? null : <button type="button" className="link" onClick={() => write(layer, set({ match: null }), t("layers.match"))}>{t("layers.matchAuto")}</button>}
      <Num layer={layer} field={GRAIN} label={t("layers.grain")} help={t("layers.grainHelp")} unit="%" value={blend.grain * 100} to={(value) => set({ grain: value / 100 })} />
      <Num layer={layer} field={SHADOW} label={t("layers.shadow")} unit="%" value={blend.shadow * 100} to={(value) => set({ ...(flat && value > 0 ? THROWN : {}), shadow: value / 100 })} />
      {blend.shadow > 0 ? (
        <div className="shadow-row">
          <ShadowPad layer={layer} />
          <div><Num layer={layer} field={SOFTNESS} label={t("layers.softness")} unit="%" value={blend.shadow_soft * 100} to={(value) => set({ shadow_soft: value / 100 })} /></div>
        </div>
      ) : null}
    </Fold>
  );
}

function ThingFold({ layer, thing }: { readonly layer: Layer; readonly thing: Thing }) {
  const t = useWords();
  const set = (part: Partial<Thing>, label: string): void => write(layer, { thing: { ...thing, ...part } }, label);
  return (
    <Fold name="layer.thing" title={t("layers.kind.thing")} usual summary={thing.words}>
      {thing.picture ? <ThingPicture digest={thing.picture} onGive={(picture) => set({ picture }, t("layers.thingPicture"))} /> : (
        <>
          <TextField label={t("layers.thingWords")} value={thing.words} rows={2} limit={4000} hint={t("layers.thingHint")} onWrite={(words) => words.trim() && set({ words: words.trim() }, t("layers.thingWords"))} />
          <Button kind="quiet" icon="again" onClick={() => set({ seed: Math.floor(Math.random() * 2 ** 31) }, t("layers.thingAgain"))}>{t("layers.thingAgain")}</Button>
        </>
      )}
      <SelectField
        label={t("layers.hold")} value={thing.hold} options={HOLDS.map((value) => ({ value, label: t(`layers.hold.${value}`) }))}
        onWrite={(value) => set({ hold: HOLDS.find((one) => one === value) ?? "still" }, t("layers.hold"))}
      />
      <button type="button" className="link" onClick={() => seek(thing.frame)}>{t("layers.placedAt", { frame: thing.frame + 1 })}</button>
    </Fold>
  );
}

function LentFold({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const { borrowed } = layer;
  const from = useDocument((state) => state.records["layer"]?.[borrowed?.layer ?? ""]);
  if (!borrowed) return null;
  return (
    <Fold name="layer.lent" title={t("layers.kind.borrowed")} usual summary={typeof from?.["name"] === "string" ? from["name"] : ""}>
      {!from || from["archived"] === true ? <p className="said wrong" role="alert">{t("layers.lentGone")}</p> : null}
      <Num layer={layer} field={OFFSET} label={t("layers.offset")} help={t("layers.offsetHelp")} unit={t("layers.framesUnit")} value={borrowed.offset} to={(offset) => ({ borrowed: { ...borrowed, offset } })} />
    </Fold>
  );
}
