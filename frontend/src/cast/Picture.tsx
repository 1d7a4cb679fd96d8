// The picture of a card or a form: the person's own first, else what the studio draws, else where it is seen first.
import { useState } from "react";
import type { Character, Location, Style } from "../document/kinds";
import { useOpenFilm } from "../film/context";
import { usePanels } from "../api/queries";
import type { Entry } from "../library/entries";
import { useArtifact } from "../library/artifacts";
import { useStill } from "../library/still";
import { useWords } from "../i18n";
import { Icon } from "../ui/Icon";

/** Everything that the drawn picture of a record depends on. */
export const drawnFrom = (one: Character | Location): string =>
  JSON.stringify("look" in one ? [one.name, one.description, one.gender, one.age, one.language, one.look] : [one.name, one.description, one.interior, one.overrides]);

/** A picture that somebody brought in, small. */
export function OwnPicture({ digest }: { digest: string }) {
  const { id } = useOpenFilm();
  const t = useWords();
  const artifact = useArtifact(id, digest);
  const [broken, setBroken] = useState(false);
  if (artifact === "gone" || broken) return <span className="no-picture" title={t("cast.pictureGone")}><Icon name="close" size={20} /></span>;
  return artifact ? <img src={artifact.url} alt="" draggable={false} decoding="async" onError={() => setBroken(true)} /> : null;
}

/** What the studio draws of a character or a place. */
export function Drawn({ kind, one, wanted }: { kind: "character" | "location"; one: Character | Location; wanted: boolean }) {
  const t = useWords();
  const still = useStill(kind, one.id, drawnFrom(one), wanted);
  return (
    <>
      {still.url ? <img src={still.url} alt="" draggable={false} decoding="async" /> : <Icon name={kind === "character" ? "person" : "film"} size={28} />}
      {still.failed ? <small className="lib-said">{t("cast.notDrawn")}</small> : still.waiting ? <small className="lib-said">{t("cast.drawing")}</small> : null}
    </>
  );
}

/** A style has no picture of its own to draw: the first shots that have it stand for it. */
export function Seen({ entry }: { entry: Entry }) {
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const urls = entry.shots.flatMap((one) => panels.data?.get(one.shot.id)?.url || []).slice(0, 4);
  if (urls.length === 0) return <Icon name="film" size={28} />;
  return urls.length < 4
    ? <img src={urls[0]} alt="" draggable={false} />
    : <span className="lib-four">{urls.map((url) => <img key={url} src={url} alt="" draggable={false} />)}</span>;
}

/** The picture of a card. */
export function EntryPicture({ entry, record, wanted }: { entry: Entry; record: Character | Location | Style; wanted: boolean }) {
  const [first] = entry.pictures;
  if (first) return <OwnPicture digest={first} />;
  if (entry.kind === "style") return <Seen entry={entry} />;
  return <Drawn kind={entry.kind} one={record as Character | Location} wanted={wanted} />;
}
