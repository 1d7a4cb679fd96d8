// A shot as a card: picture, slate, camera, words, line, length, takes, and one line of state when something is to be known.
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { memo, useCallback, useState } from "react";
import { shoot } from "../api/act";
import { filmOf, type ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { newShot } from "../film/verbs";
import { lengthOf } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { useLink } from "../document/sync";
import { playback } from "../player/playback";
import { angleIcon, Icon, moveIcon } from "../ui/Icon";
import { select, useView } from "../view/store";
import { CardPicture } from "./CardPicture";
import { cardState } from "./cardState";
import { useBoard } from "./context";
import { StateLine } from "./StateLine";

interface Props {
  readonly one: ShotInFilm;
  readonly first: boolean;
  readonly dimmed: boolean;
  readonly marked: "before" | "after" | null;
}

/** A card of the board. */
export const ShotCard = memo(function ShotCard({ one, first, dimmed, marked }: Props) {
  const t = useWords();
  const { shot, take, slate } = one;
  const { fresh, builds, rate } = useBoard();
  const [pointed, setPointed] = useState(false);
  const chosen = useView(useCallback((state) => state.selection.includes(shot.id), [shot.id]));
  const node = useMachine(useCallback((state) => state.nodes[take?.key ?? ""], [take?.key]));
  const asked = builds.get(take?.key ?? "");
  const live = useMachine(useCallback((state) => state.builds[asked?.id ?? ""], [asked?.id]));
  const visitors = useLink(useCallback((state) => Object.values(state.people).filter((who) => who.selection.includes(shot.id)).map((who) => who.user).join(", "), [shot.id]));
  const state = cardState(one, node, live ?? asked, fresh[shot.id]);
  const data = { kind: "shot", id: shot.id, scene: shot.scene };
  const drag = useDraggable({ id: shot.id, data });
  const { setNodeRef } = useDroppable({ id: `shot-${shot.id}`, data });
  const angle = angleIcon(shot.angle);
  const move = moveIcon(shot.movement);
  const line = shot.dialogue[0];
  const speaker = useSpeaker(line?.character ?? null);
  const title = shot.action || (line ? line.words : t("board.blank"));
  return (
    <div className="cell" role="listitem" ref={setNodeRef}>
      {first ? <Insert scene={shot.scene} after={null} /> : null}
      <div
        ref={drag.setNodeRef} id={`card-${shot.id}`} {...drag.listeners}
        className={["card", state.is, chosen ? "chosen" : "", dimmed ? "dimmed" : "", marked ? `marked-${marked}` : ""].join(" ")}
        role="group" tabIndex={0} aria-current={chosen} aria-label={`${t("shot.shot")} ${slate}. ${title}`}
        onPointerEnter={() => setPointed(true)} onPointerLeave={() => setPointed(false)}
        onClick={(event) => {
          const how = event.shiftKey ? "range" : event.metaKey || event.ctrlKey ? "add" : "only";
          select(shot.id, how, how === "range" ? filmOf(useDocument.getState().records).shots.map((each) => each.shot.id) : []);
          if (how === "only" && !useView.getState().playing) playback.seek(one.start);
        }}
        onDoubleClick={() => document.querySelector<HTMLElement>("[name=action]")?.focus()}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            select(shot.id);
            setTimeout(() => document.querySelector<HTMLElement>("[name=action]")?.focus());
            event.preventDefault();
          }
        }}
      >
        <span className="frame">
          <CardPicture one={one} moving={pointed} />
          <span className="chips">
            <span className="chip slate">{slate}</span>
            <span className="camera">
              {shot.size ? <span className="chip" title={t(`size.${shot.size}` as Key)}>{shot.size}</span> : null}
              {angle ? <span className="chip"><Icon name={angle} size={13} title={t(`angle.${shot.angle}` as Key)} /></span> : null}
              {move ? <span className="chip"><Icon name={move} size={13} title={t(`move.${shot.movement}` as Key)} /></span> : null}
            </span>
          </span>
          <span className="chips foot">
            <span className="chip timecode">{lengthOf(shot.frames, rate)}</span>
            {shot.locked ? <span className="chip"><Icon name="lock" size={12} title={t("shot.locked")} /></span> : null}
            {one.takes.length > 1 ? <span className="chip">{t("shot.takeOf", { number: take?.number ?? 0, count: one.takes.length })}</span> : null}
          </span>
          {state.is === "making" ? <progress max={1} value={state.progress} aria-label={t("state.making")} /> : null}
        </span>
        <span className="words">{shot.action || (line ? "" : <em>{t("board.blank")}</em>)}</span>
        {line ? <span className="line"><b>{speaker}</b> {line.words}{shot.dialogue.length > 1 ? ` +${shot.dialogue.length - 1}` : ""}</span> : null}
        <StateLine state={state} onShoot={() => void shoot([shot.id])} />
        {visitors ? <span className="visitor" title={visitors}>{visitors}</span> : null}
      </div>
      <Insert scene={shot.scene} after={shot.id} />
    </div>
  );
});

function useSpeaker(id: string | null): string {
  return useDocument((state) => {
    const name = id ? state.records["character"]?.[id]?.["name"] : undefined;
    return typeof name === "string" ? name : "";
  });
}

function Insert({ scene, after }: { scene: string; after: string | null }) {
  const t = useWords();
  return (
    <button
      type="button" className={after ? "insert" : "insert at-start"} tabIndex={-1} aria-label={t("board.insert")} title={t("board.insert")}
      onClick={() => newShot(scene, after)}
    >
      <Icon name="plus" size={12} />
    </button>
  );
}
