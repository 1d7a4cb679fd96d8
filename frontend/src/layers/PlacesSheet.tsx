// Another place behind many shots at once: which shots, which place, what is kept, the light; one look before, one edit, one undo.
import { useMemo, useState } from "react";
import { attempt } from "../api/act";
import { setBackdrops } from "./api";
import type { Change } from "../document/changes";
import type { Backdrop, Location } from "../document/kinds";
import type { Film } from "../document/select";
import { remember, useDocument } from "../document/store";
import { Drawn, OwnPicture } from "../cast/Picture";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { NumberRow } from "../forms/NumberRow";
import { tell } from "../view/store";
import { PERCENT, PLACE_BLUR, PLACE_MOVE, PLACE_SCALE } from "./fields";
import { PlacePreview } from "./PlacePreview";
import { alike, BLANK, costOf, placesOf, said } from "./places";
import { ShotPicker } from "./ShotPicker";
import { ThingPicture } from "./ThingPicture";
import "./places.css";

interface Props {
  readonly shots: readonly string[];
  readonly location: string | null;
  readonly film: Film;
  readonly onClose: () => void;
}

const KINDS = ["location", "picture", "words", "shot"] as const;
const LIGHT = PERCENT("light", 50);

/** The sheet. */
export function PlacesSheet({ shots: first, location, film, onClose }: Props) {
  const t = useWords();
  const { id } = useOpenFilm();
  const records = useDocument((state) => state.records);
  const [shots, setShots] = useState<readonly string[]>(first);
  const [behind, setBehind] = useState<Backdrop>(() => {
    const now = film.byId.get(first[0] ?? "")?.shot.backdrop;
    return now ? { ...BLANK, ...now } : { ...BLANK, location, seed: Math.floor(Math.random() * 2 ** 31) };
  });
  const [keep, setKeep] = useState<"people" | "layers">("people");
  const [fine, setFine] = useState(false);
  const [busy, setBusy] = useState(false);
  const cost = useMemo(() => costOf(records, film, shots, keep), [records, film, shots, keep]);
  const set = (part: Partial<Backdrop>): void => setBehind({ ...behind, ...part });
  const toggle = (shot: string): void => setShots(shots.includes(shot) ? shots.filter((one) => one !== shot) : [...shots, shot]);
  const ready = said(behind) && shots.length > 0;
  const some = film.shots.filter((one) => shots.includes(one.shot.id));
  const put = async (backdrop: Backdrop | null): Promise<void> => {
    setBusy(true);
    const done = await attempt(() => setBackdrops(id, { shots: [...shots], keep, backdrop: backdrop && { ...backdrop } }));
    setBusy(false);
    if (!done) return;
    const label = t(backdrop ? "places.edit" : "places.editClear", { count: shots.length });
    remember({ label, changes: done.changes as unknown as Change[], inverse: done.inverse as unknown as Change[] });
    tell(t("places.done", { count: shots.length }));
    onClose();
  };
  return (
    <Dialog title={t("places.title")} onClose={onClose} wide>
      <div className="places-sheet">
        <section>
          <h3>{t("places.which")}</h3>
          <div className="row wrap">
            {placesOf(film).map(({ name, key, own }) => (
              <button key={key} type="button" className={alike(own, shots) ? "pill on" : "pill"} aria-pressed={alike(own, shots)} onClick={() => setShots(own)}>
                {t("places.allIn", { name: name || t("scene.nowhere") })} <span className="timecode">{own.length}</span>
              </button>
            ))}
          </div>
          <ShotPicker film={film} chosen={shots} several onChoose={toggle} fact={(one) => (one.take ? "" : t("places.noTake"))} />
        </section>
        <section>
          <h3>{t("places.with")}</h3>
          <div className="segments" role="radiogroup" aria-label={t("places.with")}>
            <div>
              {KINDS.map((kind) => (
                <label key={kind} className={behind.kind === kind ? "on" : ""}>
                  <input type="radio" name="place-kind" checked={behind.kind === kind} onChange={() => set({ kind })} />{t(`places.kind.${kind}`)}
                </label>
              ))}
            </div>
          </div>
          {behind.kind === "location" ? <Locations film={film} chosen={behind.location} onChoose={(one) => set({ location: one })} /> : null}
          {behind.kind === "picture" ? <ThingPicture digest={behind.picture} onGive={(picture) => set({ picture })} /> : null}
          {behind.kind === "words" ? (
            <div className="field">
              <label htmlFor="place-words">{t("places.words")}</label>
              <textarea id="place-words" rows={2} maxLength={4000} value={behind.words} placeholder={t("places.wordsHint")} onChange={(event) => set({ words: event.target.value })} />
            </div>
          ) : null}
          {behind.kind === "shot" ? <ShotPicker film={film} chosen={behind.shot ? [behind.shot] : []} several={false} onChoose={(shot) => set({ shot })} /> : null}
          <PlacePreview shot={some[0] ?? null} behind={behind} film={film} />
          <fieldset className="plain keep">
            <legend>{t("places.keep")}</legend>
            {(["people", "layers"] as const).map((one) => (
              <label key={one} className="check"><input type="radio" name="keep" checked={keep === one} onChange={() => setKeep(one)} /> {t(`places.keep.${one}`)}</label>
            ))}
          </fieldset>
          <NumberRow field={LIGHT} label={t("places.light")} help={t("places.lightHelp")} unit="%" value={behind.light * 100} onChange={(value) => set({ light: value / 100 })} />
          <label className="check"><input type="checkbox" checked={behind.moves} onChange={(event) => set({ moves: event.target.checked })} /> {t("places.withCamera")}</label>
          <button type="button" className="link" aria-expanded={fine} onClick={() => setFine(!fine)}>{t("places.fine")}</button>
          {fine ? (
            <>
              <NumberRow field={PLACE_BLUR} label={t("places.blur")} help="" unit="%" value={behind.blur * 100} onChange={(value) => set({ blur: value / 100 })} />
              <NumberRow field={PLACE_SCALE} label={t("layers.scale")} help="" unit="%" value={behind.scale * 100} onChange={(value) => set({ scale: value / 100 })} />
              <NumberRow field={PLACE_MOVE} label={t("layers.across")} help="" unit="%" value={behind.across * 100} onChange={(value) => set({ across: value / 100 })} />
              <NumberRow field={PLACE_MOVE} label={t("layers.down2")} help="" unit="%" value={behind.down * 100} onChange={(value) => set({ down: value / 100 })} />
            </>
          ) : null}
        </section>
      </div>
      <footer className="places-foot">
        <p className="note" role="status">
          {shots.length === 0 ? t("places.none") : t("places.cost", { count: cost.again, length: cost.frames })}
          {cost.people > 0 ? ` ${t("places.costPeople", { count: cost.people })}` : ""}
          {cost.untaken > 0 ? ` ${t("places.costUntaken", { count: cost.untaken })}` : ""}
        </p>
        <span className="space" />
        {some.some((one) => one.shot.backdrop !== null) ? <Button disabled={busy} onClick={() => void put(null)}>{t("places.clear")}</Button> : null}
        <Button kind="act" icon="place" disabled={!ready || busy} onClick={() => void put(behind)}>{t("places.apply", { count: shots.length })}</Button>
      </footer>
    </Dialog>
  );
}

function Locations({ film, chosen, onChoose }: { readonly film: Film; readonly chosen: string | null; readonly onChoose: (location: string) => void }) {
  const t = useWords();
  if (film.locations.length === 0) return <p className="note">{t("places.noPlaces")}</p>;
  return (
    <ul className="place-list" role="radiogroup" aria-label={t("places.kind.location")}>
      {film.locations.map((one) => (
        <li key={one.id}>
          <button type="button" role="radio" aria-checked={chosen === one.id} className={chosen === one.id ? "picked" : ""} onClick={() => onChoose(one.id)}>
            <span className="place-picture"><LocationPicture one={one} /></span>
            <b>{one.name}</b>
            {chosen === one.id ? <span className="tick"><Icon name="check" size={12} /></span> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A place as it is known: the person's own picture, else what the studio draws. */
export function LocationPicture({ one }: { readonly one: Location }) {
  const [own] = one.pictures;
  return own ? <OwnPicture digest={own} /> : <Drawn kind="location" one={one} wanted />;
}
