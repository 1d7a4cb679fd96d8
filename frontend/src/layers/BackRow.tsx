// What lies behind all layers: the take's own ground filled where something was taken out, or another place; and how to change it.
import type { Film, ShotInFilm } from "../document/select";
import { clockAt, type Rate } from "../film/time";
import { useWords } from "../i18n";
import { problemWords } from "../i18n/problems";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import type { Stack } from "./api";
import { askAgain, useWay } from "./stack";
import { openSheet } from "./store";
import { WayLine } from "./WayLine";

interface Props {
  readonly one: ShotInFilm;
  readonly film: Film;
  readonly stack: Stack | undefined;
  readonly rate: Rate;
  readonly onClear: () => void;
}

/** The lowest row. */
export function BackRow({ one, film, stack, rate, onClear }: Props) {
  const t = useWords();
  const { backdrop, id } = one.shot;
  const way = useWay(stack?.plate.proxy);
  const url = stack?.plate.proxy.url ?? stack?.bare.proxy.url ?? null;
  const problem = backdrop ? stack?.backdrop_problem : null;
  const place = backdrop?.kind === "location" ? film.locations.find((each) => each.id === backdrop.location)?.name
    : backdrop?.kind === "words" ? backdrop.words
    : backdrop?.kind === "shot" ? t("places.ofShot", { slate: film.byId.get(backdrop.shot ?? "")?.slate ?? "?" })
    : backdrop?.kind === "picture" ? t("places.ownPicture") : null;
  const asked = way.is === "queued" || way.is === "making" || way.is === "failed";
  return (
    <div className="layer-row back">
      <span className="layer-lock"><Icon name={backdrop ? "place" : "lock"} size={14} /></span>
      <span className="layer-thumb" aria-hidden>{url ? <video key={url} src={`${url}#t=${clockAt(Math.floor((stack?.frames ?? 1) / 2), rate).toFixed(3)}`} muted playsInline preload="metadata" tabIndex={-1} /> : <Icon name="film" size={14} />}</span>
      <span className="layer-told">
        <b>{backdrop ? place || t("places.place") : t("layers.plate")}</b>
        <span className="layer-state">
          {problem ? <span className="way failed">{problemWords({ ...problem, detail: null })}</span>
            : asked ? <WayLine way={way} onAgain={() => void askAgain(id, { layers: [], plate: true })} />
            : t(backdrop ? (backdrop.moves ? "places.moves" : "places.still") : "layers.plateNote")}
        </span>
      </span>
      {backdrop ? <IconButton icon="undo" label={t("places.clear")} onClick={onClear} /> : null}
      <IconButton icon="pen" label={t("places.replace")} onClick={() => openSheet({ is: "places", shots: [id] })} />
    </div>
  );
}
