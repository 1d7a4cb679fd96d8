// Who and where: every character and place with its picture and its words; changing them shows which shots go stale.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import { useFreshness, type Still } from "../api/queries";
import type { Character, Location } from "../document/kinds";
import type { Film } from "../document/select";
import { archive } from "../document/verbs";
import { useOpenFilm } from "../film/context";
import { change, set } from "../film/verbs";
import { useLanguage, useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Button, IconButton } from "../ui/Button";
import { NumberField, SelectField, TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { produce } from "../api/act";
import { ranksAt } from "../document/order";
import "./cast.css";

/** `/p/:id/cast` */
export function Cast({ film }: { film: Film }) {
  const t = useWords();
  const add = (kind: "character" | "location"): void => {
    const all = kind === "character" ? film.characters : film.locations;
    const [rank = "a0"] = ranksAt(all, all.length);
    const name = t(kind === "character" ? "cast.newName" : "cast.newPlaceName");
    change(name, [{ kind, id: crypto.randomUUID(), set: { name, rank } }]);
  };
  return (
    <main className="casting">
      <StaleNote />
      <h1>{t("cast.people")}</h1>
      <div className="people">
        {film.characters.map((one) => <PersonCard key={one.id} one={one} film={film} />)}
        <button type="button" className="person add" onClick={() => add("character")}><Icon name="plus" size={20} /> {t("cast.addPerson")}</button>
      </div>
      <h1>{t("cast.places")}</h1>
      <div className="people">
        {film.locations.map((one) => <PlaceCard key={one.id} one={one} film={film} />)}
        <button type="button" className="person add" onClick={() => add("location")}><Icon name="plus" size={20} /> {t("cast.addPlace")}</button>
      </div>
    </main>
  );
}

function StaleNote() {
  const t = useWords();
  const { id } = useOpenFilm();
  const language = useLanguage((state) => state.language);
  const fresh = useFreshness(id);
  const stale = Object.values(fresh.data ?? {}).filter((one) => one.state === "stale");
  if (stale.length === 0) return null;
  const causes = [...new Set(stale.flatMap((one) => one.causes.map((cause) => cause.words[language] ?? "")))];
  return (
    <div className="stale-note">
      <span><b>{t("cast.stale", { count: stale.length })}</b> {causes.slice(0, 3).join(" · ")}</span>
      <Button kind="act" onClick={() => void produce(id)}>{t("film.makeSome", { count: stale.length })}</Button>
    </div>
  );
}

/** The picture of a character or place: asked for when its words have settled, shown when it is made. */
function useStill(kind: "characters" | "locations", id: string, words: string): Still | undefined {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), 900);
    return () => clearTimeout(timer);
  }, [words]);
  const still = useQuery({
    queryKey: ["still", kind, id, settled],
    queryFn: async (): Promise<Still> => {
      const params = { path: { id } };
      return steadied(
        kind === "characters"
          ? await got(client.POST("/api/characters/{id}/portrait", { params }))
          : await got(client.POST("/api/locations/{id}/picture", { params })),
      );
    },
    placeholderData: (before) => before,
  });
  const node = useMachine((state) => state.nodes[still.data?.key ?? ""]);
  const waiting = still.data && !still.data.url;
  useEffect(() => {
    if (waiting && node?.status === "done") void still.refetch();
  }, [waiting, node?.status]); // eslint-disable-line -- refetch is the same for the same key
  return still.data;
}

function Picture({ still, icon }: { still: Still | undefined; icon: "person" | "film" }) {
  const [shown, setShown] = useState(still?.url);
  useEffect(() => {
    if (still?.url) setShown(still.url);
  }, [still?.url]);
  return <span className="portrait">{shown ? <img src={shown} alt="" /> : <Icon name={icon} size={28} />}</span>;
}

function Shots({ count, cannot, onArchive }: { count: number; cannot: boolean; onArchive: () => void }) {
  const t = useWords();
  return (
    <p className="row note">
      {t("cast.shots", { count })} <span className="space" />
      {cannot ? null : <IconButton icon="archive" label={t("cast.archive")} onClick={onArchive} />}
    </p>
  );
}

function PersonCard({ one, film }: { one: Character; film: Film }) {
  const t = useWords();
  const still = useStill("characters", one.id, [one.name, one.description, one.gender, one.age].join("\n"));
  const write = (fields: Parameters<typeof set>[2]): void => set("character", one.id, fields, one.name);
  const count = film.shots.filter((shot) => shot.cast.some((who) => who.id === one.id)).length;
  return (
    <article className="person" aria-label={one.name}>
      <Picture still={still} icon="person" />
      <div className="fields">
        <TextField label={t("cast.name")} value={one.name} limit={120} onWrite={(name) => name.trim() && write({ name: name.trim() })} />
        <TextField label={t("cast.description")} value={one.description} rows={4} hint={t("cast.descriptionHint")} limit={4000} onWrite={(description) => write({ description })} />
        <div className="pair">
          <TextField label={t("cast.age")} value={one.age} limit={60} onWrite={(age) => write({ age })} />
          <NumberField label={t("cast.pace")} value={one.pace} least={0.8} most={1.25} step={0.05} onWrite={(pace) => write({ pace })} />
        </div>
        <label className="check">
          <input type="checkbox" checked={one.real_person} onChange={(event) => write({ real_person: event.target.checked })} /> {t("cast.real")}
        </label>
        {one.real_person ? <TextField label={t("cast.consent")} value={one.consent} hint={t("cast.consentHint")} limit={500} onWrite={(consent) => write({ consent })} /> : null}
        <Shots count={count} cannot={count > 0} onArchive={() => change(one.name, archive("character", [one.id]))} />
      </div>
    </article>
  );
}

function PlaceCard({ one, film }: { one: Location; film: Film }) {
  const t = useWords();
  const still = useStill("locations", one.id, [one.name, one.description, String(one.interior)].join("\n"));
  const write = (fields: Parameters<typeof set>[2]): void => set("location", one.id, fields, one.name);
  const count = film.shots.filter((shot) => shot.scene.location === one.id).length;
  return (
    <article className="person wide" aria-label={one.name}>
      <Picture still={still} icon="film" />
      <div className="fields">
        <TextField label={t("cast.name")} value={one.name} limit={200} onWrite={(name) => write({ name })} />
        <TextField label={t("cast.description")} value={one.description} rows={3} hint={t("cast.placeHint")} limit={4000} onWrite={(description) => write({ description })} />
        <SelectField
          label={t("cast.inside")} value={one.interior === null ? "" : one.interior ? "in" : "out"}
          options={[{ value: "", label: t("cast.asHeading") }, { value: "in", label: t("cast.in") }, { value: "out", label: t("cast.out") }]}
          onWrite={(value) => write({ interior: value === "" ? null : value === "in" })}
        />
        <Shots count={count} cannot={count > 0} onArchive={() => change(one.name, archive("location", [one.id]))} />
      </div>
    </article>
  );
}
