// The heads of the tracks: what is seen and heard, what edits reach, how high it is drawn.
import { memo } from "react";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Icon } from "../ui/Icon";
import { setTrack } from "./act";
import type { Lane, Lanes } from "./layout";
import { settle, useTimelineView } from "./store";

const LAID: Readonly<Record<string, Key>> = { Picture: "tl.kind.picture", Dialogue: "tl.kind.dialogue", "Room tone": "tl.tone" };

export const Heads = memo(function Heads({ lanes }: { readonly lanes: Lanes }) {
  const t = useWords();
  return (
    <div className="tl-heads" style={{ height: Math.max(40, lanes.height) }} role="group" aria-label={t("tl.tracks")}>
      {lanes.lanes.map((one) => <Head key={one.track.id} lane={one} />)}
    </div>
  );
});

function Head({ lane }: { readonly lane: Lane }) {
  const t = useWords();
  const { track, name } = lane;
  const usual = LAID[track.title]; // what the studio called it: said in the language of whoever looks
  const title = usual ? t(usual) : track.title || t(`tl.kind.${track.kind}` as Key);
  const switched = (what: "target" | "locked" | "muted" | "solo", letter: string | null, icon: "lock" | "eye" | "eye-off" | null): React.ReactElement => {
    const words = t(`tl.${what === "muted" && track.kind === "picture" ? "hidden" : what}` as Key);
    return (
      <button
        type="button" className={`tl-switch ${what}`} aria-pressed={track[what]} aria-label={`${words}: ${name}`} title={words}
        onClick={(event) => {
          setTrack(track.id, { [what]: !track[what] });
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        {icon ? <Icon name={icon} size={13} /> : letter}
      </button>
    );
  };
  return (
    <div
      className={`tl-head ${track.kind}`} style={{ top: lane.top, height: lane.height }} role="group" aria-label={`${name} ${title}`}
      onContextMenu={(event) => {
        event.preventDefault();
        useTimelineView.setState({ menu: { x: event.clientX, y: event.clientY, about: "track", id: track.id } });
      }}
    >
      <span className="tl-target">{switched("target", name, null)}</span>
      <span className="tl-title" title={title}>{title}</span>
      <span className="tl-switches">
        {switched("locked", null, "lock")}
        {track.kind === "picture" ? switched("muted", null, track.muted ? "eye-off" : "eye") : <>{switched("muted", "M", null)}{switched("solo", "S", null)}</>}
      </span>
      <span
        className="tl-grip" aria-hidden
        onPointerDown={(event) => {
          event.preventDefault();
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          const from = event.clientY;
          const grip = event.currentTarget;
          const before = lane.height;
          const moved = (move: PointerEvent): void => {
            const { heights } = useTimelineView.getState();
            useTimelineView.setState({ heights: { ...heights, [track.id]: Math.round(before + move.clientY - from) } });
          };
          grip.addEventListener("pointermove", moved);
          grip.addEventListener("pointerup", () => {
            grip.removeEventListener("pointermove", moved);
            settle({ heights: useTimelineView.getState().heights });
          }, { once: true });
        }}
      />
    </div>
  );
}
