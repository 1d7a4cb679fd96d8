// The way of the layer in hand: follow it through the shot, how far that is, and what there is to do when it is there.
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useWords } from "../i18n";
import { askAgain, useStack, useWay } from "../layers/stack";
import { WayLine } from "../layers/WayLine";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { useCanvas } from "./store";
import { settled } from "./turn";
import { cuttable, inHand, useHeldLayer } from "./verbs";

/** Ask for the layer in hand through the whole shot, and for the plate where it is taken out, with all clicks made by now. */
export function follow(): void {
  void settled().then(followNow);
}

function followNow(): void {
  const { shot } = useCanvas.getState();
  const layer = inHand();
  if (shot && cuttable(layer) && layer.masks.length > 0) whenSent(() => void askAgain(shot, { layers: [layer.id], plate: !layer.visible }));
}

/** What is asked for is planned from the records that the studio has: mine are to be there first. */
function whenSent(ask: () => void): void {
  if (useDocument.getState().speculative.length === 0) return ask();
  const leave = useDocument.subscribe((state) => {
    if (state.speculative.length > 0) return;
    leave();
    ask();
  });
}

/** At the right beneath the picture. */
export function Follow({ one, stack }: { readonly one: ShotInFilm; readonly stack: ReturnType<typeof useStack> }) {
  const t = useWords();
  const layer = useHeldLayer();
  const part = stack?.layers.find((each) => each.id === layer?.id);
  const plate = layer && !layer.visible ? (stack?.plate.proxy ?? null) : null;
  const own = useWay(part?.proxy ?? part?.matte);
  const behind = useWay(plate);
  if (!cuttable(layer) || layer.masks.length === 0 || layer.shot !== one.shot.id) return null;
  const way = plate && own.is === "done" ? behind : own;
  const followed = part?.matte?.status === "done";
  const words = followed ? "canvas.edges" : layer.visible ? "canvas.follow" : "canvas.take";
  const going = plate && own.is === "done" ? "canvas.filling" : followed ? "canvas.edging" : "canvas.following";
  return (
    <span className="follow" role="status">
      {way.is === "done" ? <span className="followed"><Icon name="check" size={14} /> {t(layer.visible ? "canvas.followed" : "canvas.removed")}</span> : null}
      {way.is === "making" || way.is === "queued" || way.is === "failed" ? <>{way.is === "failed" ? null : <span className="follow-what">{t(going)}</span>} <WayLine way={way} onAgain={follow} /></> : null}
      {way.is === "missing" || way.is === "none" ? (
        <Button kind="act" onClick={follow} aria-keyshortcuts="Enter" title={`${t(words)} (Enter)`}>
          {t(words)} <kbd>↵</kbd>
        </Button>
      ) : null}
    </span>
  );
}
