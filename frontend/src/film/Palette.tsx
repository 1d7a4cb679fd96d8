// Search and commands in one place: every action with its keys, every shot, scene, person and place; what was chosen lately comes first.
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { heldWords } from "../bring/held";
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { playback } from "../player/playback";
import { shownKeys } from "../ui/combos";
import { bringIntoSight } from "../view/reach";
import { fold, selectScene, useView } from "../view/store";
import { actions } from "./actions";
import { useOpenFilm } from "./context";
import { find, type Findable } from "./find";
import { rateOf } from "./time";
import { choose } from "./verbs";
import "./palette.css";

const NAME = "filmwright.lately";
const KEPT = 8;

function lately(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

const groups = { action: "find.actions", shot: "find.shots", scene: "find.scenes", person: "find.people" } as const satisfies Record<Findable["kind"], Key>;

/** The palette over the film. */
export function Palette({ film, onClose }: { film: Film; onClose: () => void }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const navigate = useNavigate();
  const rate = useDocument((state) => state.project?.rate ?? "24/1");
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const recent = useRef(lately());
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) before.focus({ preventScroll: true });
    };
  }, []);

  const all = useMemo<Findable[]>(() => [
    ...actions.filter((one) => one.id !== "find" && !one.twofold && (!one.can || one.can())).map((one) => ({
      id: `action ${one.id}`, kind: "action" as const, label: t(one.words), more: shownKeys(one.keys[0] ?? "", t), words: one.id,
    })),
    ...film.scenes.map(({ scene }) => ({
      id: `scene ${scene.id}`, kind: "scene" as const, label: `${scene.number} ${scene.heading || t("board.noHeading")}`, more: "", words: scene.synopsis,
    })),
    ...film.shots.map((one) => ({
      id: `shot ${one.shot.id}`, kind: "shot" as const, label: one.slate,
      more: one.shot.action || one.shot.dialogue[0]?.words || heldWords(one.shot, rateOf(rate), t) || t("board.blank"),
      words: [one.shot.action, ...one.shot.dialogue.map((line) => line.words), ...one.cast.map((who) => who.name)].join(" "),
    })),
    ...[...film.characters, ...film.locations].map((one) => ({
      id: `person ${one.id}`, kind: "person" as const, label: one.name, more: one.description, words: one.description,
    })),
  ], [film, rate, t]);
  const found = useMemo(() => find(all, typed, recent.current), [all, typed]);
  const current = Math.min(at, found.length - 1);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const run = (one: Findable | undefined): void => {
    if (!one) return;
    try {
      localStorage.setItem(NAME, JSON.stringify([one.id, ...recent.current.filter((each) => each !== one.id)].slice(0, KEPT)));
    } catch {
      // A full or forbidden shelf: next time the order is another.
    }
    onClose();
    const own = one.id.slice(one.kind.length + 1);
    const go = (place: string): void => void navigate(`/p/${id}/${place}`);
    const onBoard = location.pathname.endsWith("/board");
    // The sheet is gone first, so that what the action opens or chooses has the keyboard.
    setTimeout(() => {
      if (one.kind === "action") actions.find((each) => each.id === own)?.run({ key: "", shift: false }, go);
      else if (one.kind === "person") go("cast");
      else {
        if (!onBoard) go("board");
        setTimeout(() => {
          const scene = one.kind === "scene" ? own : (film.byId.get(own)?.shot.scene ?? "");
          if (one.kind === "shot" && useView.getState().collapsed.has(scene)) fold(scene);
          if (one.kind === "shot") choose(own);
          else {
            selectScene(own);
            bringIntoSight({ scene: own });
          }
          const start = one.kind === "shot" ? film.byId.get(own)?.start : film.scenes.find((each) => each.scene.id === own)?.shots[0]?.start;
          if (start !== undefined && !useView.getState().playing) playback.seek(start);
        }, onBoard ? 0 : 80);
      }
    });
  };

  return (
    <dialog
      ref={dialog} className="palette" aria-label={t("find.title")}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, current + 1));
        else if (event.key === "ArrowUp") setAt(Math.max(0, current - 1));
        else if (event.key === "Enter") run(found[current]);
        else return;
        event.preventDefault();
      }}
    >
      <input
        type="text" role="combobox" aria-expanded aria-controls="found" aria-activedescendant={found[current] ? `found-${current}` : undefined}
        aria-label={t("find.title")} placeholder={t("find.hint")} value={typed} autoFocus spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
      />
      <div ref={list} id="found" role="listbox" aria-label={t("find.title")}>
        {found.map((one, place) => {
          const known = typed.trim() === "" && recent.current.includes(one.id);
          const group = known ? "find.recent" : groups[one.kind];
          const before = found[place - 1];
          const first = typed.trim() === "" && (!before || (recent.current.includes(before.id) && !known));
          return (
            <div
              key={one.id} id={`found-${place}`} data-at={place} role="option" aria-selected={place === current} className="found"
              onPointerMove={() => at !== place && setAt(place)} onClick={() => run(one)}
            >
              {first ? <span className="group">{t(group)}</span> : null}
              <span className={`what ${one.kind}`}>{one.label}</span>
              {one.kind === "action" ? <span className="space" /> : <span className="more">{one.more}</span>}
              {one.kind === "action" ? (one.more ? <kbd>{one.more}</kbd> : null) : typed.trim() === "" ? null : <span className="kind">{t(groups[one.kind])}</span>}
            </div>
          );
        })}
        {found.length === 0 ? <p className="note">{t("find.none", { words: typed.trim() })}</p> : null}
      </div>
    </dialog>
  );
}
