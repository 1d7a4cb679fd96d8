// The layers of a shot where it is looked at on the board: small pictures of them, and the way into the canvas.
import { useNavigate } from "react-router";
import { canvasOf } from "../canvas/open";
import { mean } from "../canvas/store";
import type { Film, ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { clockAt, rateOf } from "../film/time";
import { Fold } from "../inspector/Fold";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Thumb } from "./LayerRow";
import { layersOf } from "./records";
import { useStack } from "./stack";
import { openSheet } from "./store";
import { nameOf } from "./verbs";
import "./layers.css";

/** A fold of the shot's form. */
export function LayersFold({ one, film }: { readonly one: ShotInFilm; readonly film: Film }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const navigate = useNavigate();
  const { shot } = one;
  const layers = useDocument((state) => layersOf(state.records, shot.id));
  const stack = useStack(layers.length > 0 ? shot.id : null);
  const at = clockAt(Math.floor((stack?.frames ?? shot.frames) / 2), rateOf(stack?.rate ?? "24/1"));
  const open = (layer: string | null): void => {
    if (layer) mean(shot.id, layer);
    void navigate(`/p/${id}/${canvasOf(shot.id)}`);
  };
  const place = shot.backdrop?.kind === "location" ? film.locations.find((each) => each.id === shot.backdrop?.location)?.name : shot.backdrop ? t("places.place") : "";
  const facts = [layers.length > 0 ? t("layers.count", { count: layers.length }) : "", place ?? ""].filter(Boolean);
  return (
    <Fold name="layers" title={t("layers.title")} usual={layers.length > 0} summary={facts.join(" · ")}>
      {layers.length > 0 ? (
        <ul className="layers-small">
          {layers.toReversed().map((layer) => (
            <li key={layer.id} className={layer.visible ? "" : "off"}>
              <button type="button" title={nameOf(layer)} aria-label={nameOf(layer)} onClick={() => open(layer.id)}>
                <Thumb url={stack?.layers.find((each) => each.id === layer.id)?.proxy.url ?? null} clock={at} kind={layer.kind} />
                <span>{nameOf(layer)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {place ? <p className="note">{t("places.place")}: {place}</p> : null}
      <div className="row wrap">
        <Button icon="copy" disabled={!one.take} onClick={() => open(null)}>{t("layers.openCanvas")}</Button>
        <Button kind="quiet" icon="place" onClick={() => openSheet({ is: "places", shots: [shot.id] })}>{t("places.replace")}</Button>
      </div>
    </Fold>
  );
}
