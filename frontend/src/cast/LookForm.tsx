// How somebody looks, part by part: what the words were understood as, and what a person chose instead; pictures, not words.
import { useEffect, useRef, useState } from "react";
import type { Character } from "../document/kinds";
import type { Fields, Value } from "../document/changes";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Avatar, type Crop, type Looks } from "../library/Avatar";
import { COLOURS, LOOK, type LookPart } from "../library/choices";
import { ponder } from "../library/state";
import { IconButton } from "../ui/Button";
import { NumberField } from "../ui/Field";

type Shape = Exclude<LookPart, "gender">; // that is a field of its own
type Part = Shape | "skin" | "hair_colour" | "eye_colour" | "hat_colour" | "top_colour" | "accent_colour" | "bottom_colour" | "shoe_colour" | "scarf_colour";

const GROUPS = {
  face: ["hair", "hair_colour", "skin", "eye_colour", "beard", "glasses"],
  clothes: ["top", "top_colour", "accent_colour", "bottom", "bottom_colour", "shoe_colour", "hat", "hat_colour", "scarf_colour"],
  body: ["figure", "build"],
} as const satisfies Readonly<Record<string, readonly Part[]>>;
type Group = keyof typeof GROUPS;

const CROPS: Readonly<Record<Shape, Crop>> = {
  hair: "head", beard: "head", glasses: "head", hat: "head", top: "top", bottom: "legs", figure: "whole", build: "whole",
};
const palette = (part: Part): readonly string[] => (part in COLOURS ? COLOURS[part as keyof typeof COLOURS] : COLOURS.cloth);

/** The form of a look. `understood`: what the words alone came to. */
export function LookForm({ one, understood }: { one: Character; understood: Fields | undefined }) {
  const t = useWords();
  const [group, setGroup] = useState<Group>("face");
  if (!understood) return <section><h3>{t("cast.look")}</h3><p className="note">{t("cast.reading")}</p></section>;
  const looks = { ...understood, ...one.look } as unknown as Looks;
  const byHand = (part: string): boolean => part in one.look;
  const after = (part: string, value: Value): Fields => {
    const look = { ...one.look, [part]: value };
    if (understood[part] === value) delete look[part];
    return look;
  };
  const without = (...parts: readonly string[]): Fields => Object.fromEntries(Object.entries(one.look).filter(([part]) => !parts.includes(part)));
  const write = (look: Fields): void => {
    ponder(null);
    set("character", one.id, { look }, t("cast.look"));
  };
  const rest = (look: Fields | null): void => ponder(look && [{ kind: "character", id: one.id, set: { look } }]);
  const hints = (look: Fields) => ({ onPointerEnter: () => rest(look), onPointerLeave: () => rest(null) });
  return (
    <section className="lib-look">
      <h3>
        {t("cast.look")}<span className="space" />
        {Object.keys(one.look).length > 0 ? <button type="button" className="link" {...hints({})} onClick={() => write({})}>{t("cast.allAsWords")}</button> : null}
      </h3>
      <p className="note">{t("cast.lookNote")}</p>
      <div className="lib-groups" role="tablist" aria-label={t("cast.look")}>
        {(Object.keys(GROUPS) as Group[]).map((each) => (
          <button key={each} type="button" role="tab" aria-selected={group === each} onClick={() => setGroup(each)}>{t(`cast.group.${each}`)}</button>
        ))}
      </div>
      {GROUPS[group].filter((part) => part !== "hat_colour" || looks.hat !== "none").map((part: Part) => (
        <fieldset key={part} className="lib-part">
          <legend>
            {part === "scarf_colour" ? t("look.scarf") : t(`look.${part}`)}
            {byHand(part) || (part === "scarf_colour" && byHand("scarf")) ? <ByHand onReset={() => write(part === "scarf_colour" ? without(part, "scarf") : without(part))} hints={hints(without(part))} /> : null}
          </legend>
          {part === "scarf_colour" ? (
            <label className="check" {...hints(after("scarf", !looks.scarf))}>
              <input type="checkbox" checked={looks.scarf} onChange={(event) => write(after("scarf", event.target.checked))} /> {t("look.scarf")}
            </label>
          ) : null}
          {part in LOOK ? (
            <div className="lib-shapes">
              {LOOK[part as LookPart].map((value) => (
                <label key={value} className="lib-shape" title={t(`look.${part}.${value}` as Key)} {...hints(after(part, value))}>
                  <input
                    type="radio" name={`${one.id} ${part}`} checked={looks[part as keyof Looks] === value}
                    aria-label={t(`look.${part}.${value}` as Key)} onChange={() => write(after(part, value))}
                  />
                  <Avatar looks={{ ...looks, [part]: value }} crop={CROPS[part as Shape]} size={52} />
                </label>
              ))}
            </div>
          ) : part !== "scarf_colour" || looks.scarf ? (
            <Swatches
              label={t(`look.${part}`)} name={`${one.id} ${part}`} colours={palette(part)} value={looks[part as keyof Looks] as string} understood={String(understood[part] ?? "")}
              onRest={(colour) => rest(colour === null ? null : after(part, colour))} onWrite={(colour) => write(after(part, colour))}
            />
          ) : null}
        </fieldset>
      ))}
      {group === "body" ? (
        <fieldset className="lib-part">
          <legend>{byHand("height") ? <ByHand onReset={() => write(without("height"))} hints={hints(without("height"))} /> : null}</legend>
          <NumberField
            label={t("cast.height")} value={Number({ ...understood, ...one.look }["height"] ?? 1.7)} least={0.6} most={2.4} step={0.05} unit={t("cast.metres")}
            onWrite={(height) => write(after("height", Math.round(height * 100) / 100))}
          />
        </fieldset>
      ) : null}
    </section>
  );
}

function ByHand({ onReset, hints }: { onReset: () => void; hints: { onPointerEnter: () => void; onPointerLeave: () => void } }) {
  const t = useWords();
  return (
    <span className="lib-by-hand" {...hints}>
      {t("cast.byHand")} <IconButton icon="undo" label={t("cast.asWords")} onClick={onReset} />
    </span>
  );
}

interface SwatchProps {
  readonly label: string;
  readonly name: string;
  readonly colours: readonly string[];
  readonly value: string;
  readonly understood: string;
  readonly onRest: (colour: string | null) => void;
  readonly onWrite: (colour: string) => void;
}

/** Colours to choose from, that of the words first where it is none of these; the last is any colour. */
function Swatches({ label, name, colours, value, understood, onRest, onWrite }: SwatchProps) {
  const t = useWords();
  const all = [...new Set([...(colours.includes(understood) || !understood ? [] : [understood]), ...colours])];
  const own = useRef<HTMLInputElement>(null);
  const write = useRef(onWrite);
  write.current = onWrite;
  useEffect(() => {
    // "change" comes once, when the person has chosen; React's own tells every step of the way.
    const input = own.current;
    const chosen = (): void => {
      if (input) write.current(input.value);
    };
    input?.addEventListener("change", chosen);
    return () => input?.removeEventListener("change", chosen);
  }, [value]); // the field is drawn anew for every colour
  return (
    <div className="lib-swatches">
      {all.map((colour) => (
        <label key={colour} className="lib-swatch" title={colour} onPointerEnter={() => onRest(colour)} onPointerLeave={() => onRest(null)}>
          <input type="radio" name={name} checked={value === colour} aria-label={`${label} ${colour}`} onChange={() => onWrite(colour)} />
          <span style={{ background: colour }} />
        </label>
      ))}
      <label className={all.includes(value) ? "lib-swatch lib-own" : "lib-swatch lib-own on"} title={t("cast.own")}>
        <input ref={own} type="color" aria-label={`${label}: ${t("cast.own")}`} defaultValue={value} key={value} />
        <span style={all.includes(value) ? undefined : { background: value }} />
      </label>
    </div>
  );
}
