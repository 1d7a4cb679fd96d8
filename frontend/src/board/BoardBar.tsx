// Above the cards: how long the film is or what is chosen; how the board is shown, how large; search.
import type { Film } from "../document/select";
import { foldAll } from "../film/actions";
import { useEffectDrop } from "../effects/drop";
import { lengthOf, type Rate } from "../film/time";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { resize, showAs, useLook } from "../view/look";
import { open, useView } from "../view/store";
import { SIZES } from "./layout";

/** The bar of the board. */
export function BoardBar({ film, rate }: { film: Film; rate: Rate }) {
  const t = useWords();
  const { mode, size } = useLook();
  const selection = useView((state) => state.selection);
  const collapsed = useView((state) => state.collapsed);
  const chosen = selection.flatMap((id) => film.byId.get(id) ?? []);
  const effects = useEffectDrop(() => (chosen.length > 1 ? { is: "shots", shots: selection } : { is: "film" }));
  const frames = chosen.reduce((sum, one) => sum + one.shot.frames, 0);
  const folded = film.scenes.length > 0 && film.scenes.every((one) => collapsed.has(one.scene.id));
  return (
    <div className={effects.over ? "board-bar effect-over" : "board-bar"} {...effects.props}>
      <span className="facts" role="status">
        {chosen.length > 1
          ? t("board.chosen", { count: chosen.length, length: lengthOf(frames, rate) })
          : t("board.facts", { scenes: film.scenes.length, shots: film.shots.length, length: lengthOf(film.frames, rate) })}
      </span>
      <span className="space" />
      <button type="button" className="find" onClick={() => open("find")} title={`${t("key.find")} (/)`}>
        <Icon name="find" size={14} /> <span>{t("key.find")}</span> <kbd>/</kbd>
      </button>
      <IconButton icon={folded ? "unfoldAll" : "foldAll"} label={t(folded ? "board.unfoldAll" : "board.foldAll")} shortcut="⇧C" disabled={mode === "grid"} onClick={foldAll} />
      <span className="switch" role="radiogroup" aria-label={t("board.view")}>
        {(["scenes", "grid"] as const).map((one) => (
          <button
            key={one} type="button" role="radio" aria-checked={mode === one} title={`${t(one === "grid" ? "board.modeGrid" : "board.modeScenes")} (V)`}
            aria-label={t(one === "grid" ? "board.modeGrid" : "board.modeScenes")} onClick={() => showAs(one)}
          >
            <Icon name={one === "grid" ? "grid" : "rows"} />
          </button>
        ))}
      </span>
      <input
        type="range" className="size" min={SIZES.least} max={SIZES.most} step={10} value={size} aria-label={t("board.size")} title={`${t("board.size")} (+ −)`}
        onChange={(event) => resize(Number(event.target.value))} onDoubleClick={() => resize(SIZES.usual)}
      />
    </div>
  );
}
