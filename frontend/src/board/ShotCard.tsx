// A shot as a card: picture, slate, camera, words, line, cast, takes, length, and one line of state when something is to be known.
import { memo, type MouseEvent, useCallback, useState } from "react";
import { remake } from "../api/act";
import { BlankOffers } from "../bring/BlankOffers";
import { heldWords } from "../bring/held";
import { HeldWords } from "../bring/HeldWords";
import { filmOf, type ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useLink } from "../document/sync";
import { around } from "../effects/apply";
import { askBridge, bridges } from "../deriving/actions";
import { useEffectDrop } from "../effects/drop";
import { lengthOf } from "../film/time";
import { inLine } from "../film/producing";
import { newShot } from "../film/verbs";
import { useLanguage, useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { playback } from "../player/playback";
import { UsedMark } from "../timeline/UsedMark";
import { angleIcon, Icon, moveIcon } from "../ui/Icon";
import { select, useView } from "../view/store";
import { CardPicture } from "./CardPicture";
import { type BuildLike, cardState } from "./cardState";
import { useBoard, useHands } from "./context";
import { useDragging } from "./dragging";
import { Faces } from "./Faces";
import { SizeIcon } from "./SizeIcon";
import { LedgerLink } from "../settings/LedgerLink";
import { StateAct, StateLine } from "./StateLine";
import { Visitors } from "./Visitors";
import type { Density } from "./layout";

interface Props {
  readonly one: ShotInFilm;
  readonly density: Density;
  /** Whether Tab comes here first. */
  readonly entry: boolean;
  /** Its number among the shots of its scene, and how many these are. */
  readonly place: number;
  readonly count: number;
  /** Whether the card stands first in its row: the gap before it has a button too. */
  readonly rowStart: boolean;
  readonly before: string | null;
}

const ROOMY = new Set(["missing", "queued", "making"]); // states of one line: where nobody speaks there is room for two of words

/** Puts the keyboard into the first field of what is chosen. */
export const intoFields = (): void => {
  setTimeout(() => (document.querySelector<HTMLElement>(".inspector [name=action]") ?? document.querySelector<HTMLElement>(".inspector textarea"))?.focus());
};

/** A card of the board. */
export const ShotCard = memo(function ShotCard({ one, density, entry, place, count, rowStart, before }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { shot, take, slate } = one;
  const { fresh, builds, rate, producing } = useBoard();
  const hands = useHands();
  const [pointed, setPointed] = useState(false);
  const chosen = useView(useCallback((state) => state.selection.includes(shot.id), [shot.id]));
  const node = useMachine(useCallback((state) => state.nodes[take?.key ?? ""], [take?.key]));
  const asked = builds.get(take?.key ?? "");
  const live = useMachine(useCallback((state) => state.builds[asked?.id ?? ""], [asked?.id]));
  const dragged = useDragging(useCallback((state) => state.shots.includes(shot.id), [shot.id]));
  const marked = useDragging(useCallback(({ drop }) => (drop?.beside === shot.id ? (drop.after ? "after" : "before") : null), [shot.id]));
  const visited = useLink(useCallback((state) => Object.values(state.people).some((who) => who.selection.includes(shot.id) || who.at?.shot === shot.id), [shot.id]));
  const effects = useEffectDrop(() => around(shot.id));
  const own = cardState(one, node, asked || live ? { ...(asked ?? live), ...live } as BuildLike : undefined, fresh[shot.id]);
  const state = inLine(own, producing, shot.locked);
  const angle = angleIcon(shot.angle);
  const move = moveIcon(shot.movement);
  const line = shot.dialogue[0];
  const speaker = useSpeaker(line?.character ?? null);
  const title = shot.action || (line ? line.words : heldWords(shot, rate, t) || t("board.blank"));
  const length = lengthOf(shot.frames, rate);
  const blank = title === t("board.blank") && !shot.footage && !shot.first && !shot.last && one.takes.length === 0;
  const choose = (event: MouseEvent): void => {
    const how = event.shiftKey ? "range" : event.metaKey || event.ctrlKey ? "add" : "only";
    select(shot.id, how, how === "range" ? filmOf(useDocument.getState().records).shots.map((each) => each.shot.id) : []);
    if (how === "only" && !useView.getState().playing) playback.seek(playback.startOf(shot.id, one.start));
  };
  const again = (): void => void remake(shot.id);
  const openLayers = (event: MouseEvent): void => {
    if (!take || (event.target as Element).closest("button")) return; // nothing to take apart: a double click leads to its fields, as beside the picture
    event.stopPropagation();
    hands.open(shot.id);
  };
  const openMenu = (x: number, y: number): void => {
    if (!useView.getState().selection.includes(shot.id)) select(shot.id);
    hands.menu(x, y);
  };
  return (
    <div className="cell" role="listitem" aria-setsize={count} aria-posinset={place + 1} data-shot={shot.id}>
      {rowStart ? <Insert scene={shot.scene} after={before} start /> : null}
      <div
        id={`card-${shot.id}`}
        className={["card", density, blank ? "blank" : "", state.is, chosen ? "chosen" : "", dragged ? "dimmed" : "", marked ? `marked-${marked}` : "", effects.over ? "effect-over" : ""].join(" ")}
        role="group" tabIndex={chosen || entry ? 0 : -1} aria-current={chosen} aria-label={`${t("shot.shot")} ${slate}. ${title}`}
        onPointerEnter={({ pointerType }) => setPointed(pointerType === "mouse")} onPointerLeave={() => setPointed(false)}
        onPointerDown={(event) => hands.pressShot(event, shot.id)} {...effects.props}
        onClick={choose} onDoubleClick={intoFields}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(event.clientX, event.clientY);
        }}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          if (event.key === "Enter" && !event.shiftKey) {
            select(shot.id);
            intoFields();
          } else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
            const { left, top } = event.currentTarget.getBoundingClientRect();
            openMenu(left + 24, top + 40);
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <span className="frame" onDoubleClick={openLayers}>
          <CardPicture one={one} moving={pointed} />
          <UsedMark one={one} />
          <span className="chips">
            <span className="chip slate">{slate}</span>
            {density === "bare" ? null : (
              <span className="camera">
                {shot.size ? (
                  <span className="chip" role="img" aria-label={t(`size.${shot.size}` as Key)} title={t(`size.${shot.size}` as Key)}>
                    <SizeIcon size={shot.size} />{language === "zh" ? t(`size.${shot.size}` as Key) : shot.size}
                  </span>
                ) : null}
                {angle ? <span className="chip"><Icon name={angle} size={13} title={t(`angle.${shot.angle}` as Key)} /></span> : null}
                {move ? <span className="chip"><Icon name={move} size={13} title={t(`move.${shot.movement}` as Key)} /></span> : null}
              </span>
            )}
          </span>
          {density === "bare" ? <span className="chips foot"><span className="chip timecode">{length}</span></span> : null}
          {blank && density !== "bare" ? <BlankOffers shot={shot.id} compact /> : null}
          {state.is === "making" ? <progress max={1} value={state.progress} aria-label={t("state.making")} /> : null}
        </span>
        {density === "full" ? (
          <span className={state.is === "fresh" || blank || (!line && ROOMY.has(state.is)) ? "telling" : `telling tight ${state.is}`}>
            <span className="words">{shot.action || (line ? "" : <HeldWords shot={shot} rate={rate} />)}</span>
            {line ? <span className="line"><b>{speaker}</b> {line.words}{shot.dialogue.length > 1 ? ` +${shot.dialogue.length - 1}` : ""}</span> : null}
            {blank && state.is === "missing" ? null : <StateLine state={state} onShoot={again} brief />}
          </span>
        ) : null}
        {density === "compact" ? <span className="telling"><span className="words">{shot.action || line ? title : <HeldWords shot={shot} rate={rate} />}</span></span> : null}
        {density === "bare" ? null : (
          <span className="feet">
            <Faces cast={one.cast} />
            <span className="space" />
            {blank || density !== "full" ? null : <><StateAct state={state} onShoot={again} reachable={chosen} />{state.is === "failed" ? <LedgerLink code={state.code} reachable={chosen} /> : null}</>}
            {shot.locked || take?.kept ? <Icon name="lock" size={12} title={t(shot.locked ? "shot.locked" : "take.kept")} /> : null}
            {one.takes.length > 1 ? (
              <span className="count" title={t("shot.takeOf", { number: take?.number ?? 0, count: one.takes.length })}>
                {density === "full" ? t("board.takes", { count: one.takes.length }) : <><Icon name="copy" size={11} />{one.takes.length}</>}
              </span>
            ) : null}
            <span className="timecode">{length}</span>
          </span>
        )}
        <button
          type="button" className="card-more" tabIndex={-1} aria-label={t("board.more", { slate })} title={t("board.more", { slate })} aria-haspopup="menu"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation();
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            openMenu(left, bottom + 4);
          }}
        >
          <Icon name="more" size={14} />
        </button>
        {visited ? <Visitors shot={shot.id} /> : null}
      </div>
      <Insert scene={shot.scene} after={shot.id} />
      <Bridge one={one} />
    </div>
  );
});

function useSpeaker(id: string | null): string {
  return useDocument((state) => {
    const name = id ? state.records["character"]?.[id]?.["name"] : undefined;
    return typeof name === "string" ? name : "";
  });
}

function Insert({ scene, after, start }: { scene: string; after: string | null; start?: boolean }) {
  const t = useWords();
  return (
    <button
      type="button" className={start ? "insert at-start" : "insert"} tabIndex={-1} aria-label={t("board.insert")} title={`${t("board.insert")} (N)`}
      onClick={() => newShot(scene, after)}
    >
      <Icon name="plus" size={12} />
    </button>
  );
}

/** Between two takes, the way from the one to the other. */
function Bridge({ one }: { one: ShotInFilm }) {
  const t = useWords();
  const can = useMachine(() => bridges(one));
  if (!can) return null;
  return (
    <button type="button" className="insert bridge" tabIndex={-1} aria-label={t("derive.bridgeAfter", { slate: one.slate })} title={`${t("derive.bridgeKey")} (T)`} onClick={() => askBridge(one)}>
      <Icon name="merge" size={12} />
    </button>
  );
}
