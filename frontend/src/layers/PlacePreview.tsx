// One of the shots in front of the place, roughly: what is cut out by now over its picture; the shot as it is beside it.
import { useEffect, useRef, useState } from "react";
import { usePanels } from "../api/queries";
import { drawnFrom } from "../cast/Picture";
import type { Backdrop, Location } from "../document/kinds";
import { useDocument } from "../document/store";
import type { Film, ShotInFilm } from "../document/select";
import { useOpenFilm } from "../film/context";
import { clockAt, rateOf } from "../film/time";
import { useWords } from "../i18n";
import { useArtifact } from "../library/artifacts";
import { useStill } from "../library/still";
import { useStack } from "./stack";

interface Props {
  readonly shot: ShotInFilm | null;
  readonly behind: Backdrop;
  readonly film: Film;
}

/** Before and after. */
export function PlacePreview({ shot, behind, film }: Props) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const stack = useStack(shot?.take ? shot.shot.id : null);
  const location = behind.kind === "location" ? film.locations.find((one) => one.id === behind.location) : undefined;
  const place = usePlacePicture(location, behind, panels.data?.get(behind.shot ?? "")?.url ?? null);
  if (!shot) return null;
  const now = panels.data?.get(shot.shot.id)?.url;
  const records = useDocument((state) => state.records["layer"]);
  const cut = stack?.layers.flatMap((one) => (records?.[one.id]?.["visible"] === false || one.removed ? [] : (one.proxy?.url ?? []))) ?? [];
  const at = clockAt(Math.floor((stack?.frames ?? shot.shot.frames) / 2), rateOf(stack?.rate ?? "24/1")).toFixed(3);
  return (
    <figure className="place-preview">
      <span className="half">{now ? <img src={now} alt={t("places.before", { slate: shot.slate })} /> : null}</span>
      <span className="half">
        {place ? <Behind url={place} behind={behind} /> : <span className="note">{t(behind.kind === "words" && behind.words.trim() ? "places.wordsLater" : "places.choosePlace")}</span>}
        {place ? cut.map((url) => <video key={url} src={`${url}#t=${at}`} muted playsInline preload="auto" tabIndex={-1} />) : null}
      </span>
      <figcaption className="note">{place ? t(cut.length > 0 ? "places.rough" : "places.roughEmpty") : ""}</figcaption>
    </figure>
  );
}

function usePlacePicture(location: Location | undefined, behind: Backdrop, panel: string | null): string | null {
  const { id } = useOpenFilm();
  const drawn = useStill("location", location?.id ?? "", location ? drawnFrom(location) : "", location !== undefined && location.pictures.length === 0);
  const digest = behind.kind === "picture" ? behind.picture : location?.pictures[0];
  const own = useArtifact(id, digest || undefined);
  if (behind.kind === "shot") return panel;
  if (digest) return own && own !== "gone" ? own.url : null;
  return location ? (drawn.url ?? null) : null;
}

/** The place as large and as far aside as it is set. */
function Behind({ url, behind }: { readonly url: string; readonly behind: Backdrop }) {
  const t = useWords();
  const picture = useRef<HTMLImageElement>(null);
  const [width, setWidth] = useState(320);
  useEffect(() => setWidth(picture.current?.clientWidth ?? 320), [url]);
  const transform = `translate(${behind.across * 100}%, ${behind.down * 100}%) scale(${behind.scale})`;
  return <img ref={picture} src={url} alt={t("places.place")} style={{ transform, filter: behind.blur > 0 ? `blur(${behind.blur * width * 0.002}px)` : undefined }} />;
}
