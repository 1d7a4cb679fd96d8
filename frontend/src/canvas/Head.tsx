// The row above the picture: back, which shot, the settings of the tool in hand, how masks are shown, how near one looks.
import type { ShotInFilm } from "../document/select";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button, IconButton } from "../ui/Button";
import { type Shown, useCanvas } from "./store";
import { wholePicture, zoomBy } from "./Stage";
import { toolOf } from "./tools";

const SHOWN: readonly Shown[] = ["overlay", "matte", "cutout"];

/** The row; where there is no picture yet (`shows`), only the way back. */
export function Head({ one, shows, onClose }: { readonly one: ShotInFilm; readonly shows: boolean; readonly onClose: () => void }) {
  const t = useWords();
  const tool = toolOf(useCanvas((state) => state.tool));
  const shown = useCanvas((state) => state.shown);
  const zoom = useCanvas((state) => state.zoom);
  const Options = tool.Options;
  return (
    <header className="canvas-head">
      <Button kind="quiet" icon="back" onClick={onClose} title={`${t("canvas.close")} (Esc)`}>{t("nav.board")}</Button>
      <h1 className="canvas-slate"><span className="visually-hidden">{t("canvas.title")}: </span>{t("shot.shot")} {one.slate}</h1>
      {shows ? <>
        <div className="canvas-options" role="group" aria-label={t(tool.words)}>{Options ? <Options /> : null}</div>
        <span className="space" />
        <span className="switch" role="radiogroup" aria-label={t("canvas.key.shown")}>
          {SHOWN.map((each) => (
            <button
              key={each} type="button" role="radio" aria-checked={shown === each} title={`${t(`canvas.shown.${each}` as Key)} (V)`}
              onClick={() => useCanvas.setState({ shown: each })}
            >
              {t(`canvas.shown.${each}` as Key)}
            </button>
          ))}
        </span>
        <IconButton icon="minus" label={t("canvas.farther")} shortcut="−" onClick={() => zoomBy(0.8)} />
        <button type="button" className="button quiet timecode canvas-zoom" title={`${t("canvas.whole")} (0)`} aria-label={t("canvas.zoomed", { percent: Math.round(zoom * 100) })} onClick={wholePicture}>
          {Math.round(zoom * 100)} %
        </button>
        <IconButton icon="plus" label={t("canvas.nearer")} shortcut="+" onClick={() => zoomBy(1.25)} />
      </> : null}
    </header>
  );
}
