// A place: its picture, its words, what was understood of them, and what a person chose instead.
import { useDocument } from "../document/store";
import type { Fields, Value } from "../document/changes";
import type { Location } from "../document/kinds";
import { filmOf } from "../document/select";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { INSIDE, PLACE } from "../library/choices";
import { ponder } from "../library/state";
import { useUnderstood } from "../library/understood";
import { openSheet } from "../layers/store";
import { placesOf } from "../layers/places";
import { Button, IconButton } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Drawn } from "./Picture";
import { Pictures } from "./Pictures";

/** The form of a place. */
export function PlaceForm({ one }: { one: Location }) {
  const t = useWords();
  const filmLanguage = useDocument((state) => state.project?.language ?? "en");
  const understood = useUnderstood("location", one.id, [one.name, one.description, one.interior, filmLanguage].join("\n"));
  const write = (fields: Parameters<typeof set>[2]): void => {
    ponder(null);
    set("location", one.id, fields, one.name);
  };
  return (
    <>
      <figure className="lib-drawn location">
        <span className="lib-face"><Drawn kind="location" one={one} wanted /></span>
        <figcaption className={one.pictures.length > 0 ? "as-drawn" : "visually-hidden"}>{t("cast.asDrawn", { name: one.name })}</figcaption>
      </figure>
      <section>
        <TextField name="name" label={t("cast.name")} value={one.name} limit={200} onWrite={(name) => name.trim() && write({ name: name.trim() })} />
        <TextField label={t("cast.placeDescription")} value={one.description} rows={3} hint={t("cast.placeHint")} limit={4000} onWrite={(description) => write({ description })} />
        <SelectField
          label={t("cast.inside")} value={one.interior === null ? "" : one.interior ? "in" : "out"}
          options={[{ value: "", label: t("cast.asHeading") }, { value: "in", label: t("cast.in") }, { value: "out", label: t("cast.out") }]}
          onWrite={(value) => write({ interior: value === "" ? null : value === "in" })}
        />
      </section>
      <Pictures kind="location" id={one.id} name={one.name} pictures={one.pictures} note="cast.placePicturesNote" />
      <Elsewhere one={one} />
      <Design one={one} understood={understood.fields} onWrite={(overrides) => write({ overrides })} />
    </>
  );
}

/** This place behind shots that were made in another. */
function Elsewhere({ one }: { one: Location }) {
  const t = useWords();
  const film = useDocument((state) => filmOf(state.records));
  const own = placesOf(film).find((each) => each.key === one.id)?.own ?? [];
  return <section><Button icon="place" disabled={film.shots.length === 0} onClick={() => openSheet({ is: "places", shots: own, location: one.id })}>{t("places.elsewhere")}</Button></section>;
}

function Design({ one, understood, onWrite }: { one: Location; understood: Fields | undefined; onWrite: (overrides: Fields) => void }) {
  const t = useWords();
  if (!understood) return <section><h3>{t("cast.features")}</h3><p className="note">{t("cast.reading")}</p></section>;
  const now = { ...understood, ...one.overrides };
  const features = Array.isArray(now["features"]) ? (now["features"] as string[]) : [];
  const after = (part: "kind" | "features", value: string | string[]): Fields => {
    const next: Record<string, Value> = { ...one.overrides, [part]: value };
    if (JSON.stringify(understood[part]) === JSON.stringify(value)) delete next[part];
    // A kind brings its own roof: that of the words would put a beach inside.
    if (part === "kind" && one.interior === null) {
      if (next["kind"] === undefined) delete next["interior"];
      else next["interior"] = INSIDE.has(String(value));
    }
    return next;
  };
  const without = (...parts: readonly string[]): Fields => Object.fromEntries(Object.entries(one.overrides).filter(([part]) => !parts.includes(part)));
  const hints = (next: Fields) => ({
    onPointerEnter: () => ponder([{ kind: "location", id: one.id, set: { overrides: next } }]), onPointerLeave: () => ponder(null),
  });
  const names = (inside: boolean) =>
    PLACE.kind.filter((kind) => INSIDE.has(kind) === inside).map((kind) => ({ value: kind, label: t(`place.kind.${kind}` as Key) }))
      .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <section className="lib-design">
      <div className="field">
        <label htmlFor={`kind ${one.id}`}>
          {t("cast.kindOf")}
          {"kind" in one.overrides ? (
            <span className="lib-by-hand" {...hints(without("kind", "interior"))}>{t("cast.byHand")} <IconButton icon="undo" label={t("cast.asWords")} onClick={() => onWrite(without("kind", "interior"))} /></span>
          ) : null}
        </label>
        <select id={`kind ${one.id}`} value={String(now["kind"])} onChange={(event) => onWrite(after("kind", event.target.value))}>
          <optgroup label={t("cast.kindInside")}>{names(true).map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}</optgroup>
          <optgroup label={t("cast.kindOutside")}>{names(false).map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}</optgroup>
        </select>
      </div>
      <div className="field">
        <label htmlFor={`feature ${one.id}`}>
          {t("cast.features")}
          {"features" in one.overrides ? (
            <span className="lib-by-hand" {...hints(without("features"))}>{t("cast.byHand")} <IconButton icon="undo" label={t("cast.asWords")} onClick={() => onWrite(without("features"))} /></span>
          ) : null}
        </label>
        <div className="row wrap">
          {features.map((feature) => (
            <button
              key={feature} type="button" className="pill on" {...hints(after("features", features.filter((each) => each !== feature)))}
              aria-label={`${t("cast.removeFeature")} ${t(`place.feature.${feature}` as Key)}`} onClick={() => onWrite(after("features", features.filter((each) => each !== feature)))}
            >
              {t(`place.feature.${feature}` as Key)} <Icon name="close" size={12} />
            </button>
          ))}
          <select id={`feature ${one.id}`} className="lib-add-feature" value="" disabled={features.length >= 40} onChange={(event) => onWrite(after("features", [...features, event.target.value]))}>
            <option value="">{t("cast.addFeature")}</option>
            {PLACE.features.filter((each) => !features.includes(each)).map((each) => ({ value: each, label: t(`place.feature.${each}` as Key) }))
              .sort((a, b) => a.label.localeCompare(b.label)).map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}
          </select>
        </div>
      </div>
    </section>
  );
}
