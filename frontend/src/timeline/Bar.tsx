// The bar of the timeline: tools, switches, zoom, what the board has that the timeline has not, and the shots to bring in.
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { MOST, zoomed } from "./scale";
import { Icon, type IconName } from "../ui/Icon";
import { IconButton } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { addTrack, bladeHere, boardDifferences, followBoard, markHere } from "./act";
import { fit, zoomBy } from "./actions";
import type { Current } from "./current";
import { settle, type Tool, useTimelineView } from "./store";

const TOOLS: readonly (readonly [Tool, IconName, string])[] = [
  ["select", "pointer", "V"], ["blade", "blade", "B"], ["ripple", "ripple", "T"], ["roll", "roll", "⇧ T"], ["slip", "slip", "Y"], ["slide", "slide", "U"],
];

export function Bar({ current, shelf, onShelf }: { readonly current: Current; readonly shelf: boolean; readonly onShelf: () => void }) {
  const t = useWords();
  const tool = useTimelineView((state) => state.tool);
  const snapping = useTimelineView((state) => state.snapping);
  const linked = useTimelineView((state) => state.linked);
  const waiting = boardDifferences(current).filter((one) => one.what !== "kept").length;
  return (
    <div className="tl-bar" role="toolbar" aria-label={t("tl.bar")} onClick={(event) => {
      // A button that was clicked gives the keyboard back: the space bar plays, whatever was pressed last.
      if (event.detail > 0 && document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
    }}>
      <span className="tl-tools" role="group" aria-label={t("tl.tools")}>
        {TOOLS.map(([name, icon, keys]) => (
          <IconButton key={name} icon={icon} label={t(`tl.tool.${name}` as Key)} shortcut={keys} aria-pressed={tool === name} onClick={() => useTimelineView.setState({ tool: name, ghost: null })} />
        ))}
      </span>
      <span className="tl-line" />
      <IconButton icon="magnet" label={t("tl.snap")} shortcut="N" aria-pressed={snapping} onClick={() => settle({ snapping: !snapping })} />
      <IconButton icon="chain" label={t("tl.linked")} shortcut="⇧ N" aria-pressed={linked} onClick={() => settle({ linked: !linked })} />
      <IconButton icon="cut" label={t("tl.cutHere")} shortcut="Ctrl B" onClick={() => bladeHere(false)} />
      <IconButton icon="flag" label={t("tl.marker")} shortcut="M" onClick={markHere} />
      <span className="tl-line" />
      <button type="button" className={shelf ? "pill on" : "pill"} aria-pressed={shelf} onClick={onShelf}><Icon name="film" size={14} /> {t("tl.shots")}</button>
      <span className="space" />
      {current.follows ? <span className="tl-state" title={t("tl.followsHint")}><Icon name="chain" size={13} /> {t("tl.follows")}</span> : waiting > 0 ? (
        <button type="button" className="button tl-update" onClick={() => useTimelineView.setState({ updating: true })}>
          <Icon name="again" size={14} /> {t("tl.waiting", { count: waiting })}
        </button>
      ) : <span className="tl-state" title={t("tl.ownHint")}>{t("tl.own")}</span>}
      <Menu label={t("tl.more")} items={[
        { label: t("tl.addPicture"), icon: "plus", run: () => addTrack("picture") },
        { label: t("tl.addDialogue"), icon: "plus", run: () => addTrack("dialogue") },
        { label: t("tl.addSound"), icon: "plus", run: () => addTrack("sound") },
        { label: t("tl.update"), icon: "again", disabled: current.follows, run: () => useTimelineView.setState({ updating: true }) },
        { label: t("tl.follow"), icon: "restore", disabled: current.follows, run: followBoard },
      ]} />
      <span className="tl-zoom">
        <IconButton icon="minus" label={t("tl.zoomOut")} shortcut="−" onClick={() => zoomBy(1 / 1.5)} />
        <Zoom />
        <IconButton icon="plus" label={t("tl.zoomIn")} shortcut="+" onClick={() => zoomBy(1.5)} />
        <button type="button" className="button quiet" title={`${t("tl.fit")} (F)`} onClick={fit}>{t("tl.fitShort")}</button>
      </span>
    </div>
  );
}

/** From the whole film to a single frame, as steps of equal factor. */
function Zoom() {
  const t = useWords();
  const zoom = useTimelineView((state) => state.scale.zoom);
  const least = 0.01;
  const share = zoom > 0 ? Math.max(0, Math.min(1, Math.log(zoom / least) / Math.log(MOST / least))) : 0;
  return (
    <input
      type="range" min={0} max={1000} value={Math.round(share * 1000)} aria-label={t("tl.zoom")} title={t("tl.zoom")}
      onChange={(event) => {
        const to = least * (MOST / least) ** (Number(event.target.value) / 1000);
        useTimelineView.setState(({ scale, width }) => ({ scale: zoomed(scale, to / scale.zoom, width / 2) }));
      }}
    />
  );
}
