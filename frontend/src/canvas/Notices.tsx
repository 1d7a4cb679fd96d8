// What is to be known while one works on the picture: it is being looked at, nothing was found, the take is another, a colleague is here.
import { queries } from "../api/queries";
import type { ShotInFilm } from "../document/select";
import { useLink } from "../document/sync";
import { useWords } from "../i18n";
import type { Trouble } from "../player/frames";
import { Button } from "../ui/Button";
import { useEye } from "./eye";
import { useLooker } from "./masks/looker";
import { useSaying } from "./say";
import { useCanvas } from "./store";
import { holdForTake, useHeldLayer } from "./verbs";
import { toScreen, type ViewBox } from "./view";

interface Props {
  readonly one: ShotInFilm;
  /** A tool that makes masks is in hand. */
  readonly masking: boolean;
  readonly trouble: Trouble | null;
  /** The take has no small film to be looked at yet. */
  readonly preparing: boolean;
}

/** In the upper corner of the view. */
export function Notices({ one, masking, trouble, preparing }: Props) {
  const t = useWords();
  const eye = useEye();
  const frame = useCanvas((state) => state.frame);
  const playing = useCanvas((state) => state.playing);
  const decoder = useLooker((state) => state.decoder);
  const waiting = useSaying((state) => state.waiting);
  const took = useSaying((state) => state.took);
  const layer = useHeldLayer();
  const online = useLink((state) => state.online);
  const colleague = useColleague(layer?.id ?? null);
  const looking = masking && !playing && eye.frame === frame && (eye.state === "looking" || eye.state === "bringing");
  const other = layer !== null && layer.kind === "cut" && layer.masks.length > 0 && layer.take !== null && layer.take !== one.shot.take;
  return (
    <div className="canvas-notices" data-eye={eye.frame === frame ? eye.state : "none"} data-took={took === null ? "" : took.toFixed(1)}>
      {preparing ? <p className="canvas-notice busy" role="status"><i aria-hidden />{t("canvas.preparing")}</p> : null}
      {looking ? <p className="canvas-notice busy" role="status"><i aria-hidden />{t(decoder === "opening" && eye.state === "bringing" ? "canvas.opening" : "canvas.looking")}</p> : null}
      {waiting > 1 ? <p className="canvas-notice timecode" role="status">{t("canvas.waiting", { count: waiting })}</p> : null}
      {masking && eye.frame === frame && eye.state === "server" ? <p className="canvas-notice" role="status">{t("canvas.onServer")}</p> : null}
      {masking && eye.frame === frame && eye.state === "failed" ? (
        <p className="canvas-notice failed" role="alert">
          {t("canvas.lookFailed")} {eye.why} <Button onClick={() => void queries.invalidateQueries({ queryKey: ["look", one.shot.id] })}>{t("common.retry")}</Button>
        </p>
      ) : null}
      {trouble ? <p className="canvas-notice failed" role="alert">{t(trouble === "undecodable" ? "player.undecodable" : "player.unreachable")}</p> : null}
      {!online ? <p className="canvas-notice" role="status">{t("canvas.offline")}</p> : null}
      {other && one.shot.take ? (
        <p className="canvas-notice" role="status">
          {t("canvas.otherTake", { name: layer.name })} <Button onClick={() => holdForTake(layer, one.shot.take ?? "")}>{t("canvas.holdMasks")}</Button>
        </p>
      ) : null}
      {colleague ? <p className="canvas-notice" role="status">{t("canvas.colleague", { name: colleague })}</p> : null}
    </div>
  );
}

/** Who else has the shot chosen at this moment, if anybody, while a layer of it is in hand. */
function useColleague(layer: string | null): string | null {
  const shot = useCanvas((state) => state.shot);
  return useLink((state) => (layer && shot ? (Object.values(state.people).find((one) => one.selection.includes(shot))?.user ?? null) : null));
}

/** What is told beside the pointer. */
export function Told({ view }: { readonly view: ViewBox }) {
  const t = useWords();
  const told = useSaying((state) => state.told);
  if (!told) return null;
  const [x, y] = toScreen(view, told.at[0], told.at[1]);
  return <p key={told.id} className="told" role="alert" style={{ transform: `translate(${x}px, ${y}px)` }}>{t(told.what === "nothing" ? "canvas.nothingThere" : "canvas.firstBelongs")}</p>;
}
