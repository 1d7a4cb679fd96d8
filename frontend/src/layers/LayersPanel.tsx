// The stack of a shot in the inspector's room while the canvas is open: top layer first, what lies behind at the bottom, then the chosen one.
import { useMemo, useRef, useState } from "react";
import { chooseLayer, takeUp, useCanvas } from "../canvas/store";
import type { Film, ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { change } from "../film/verbs";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { IconButton } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { BackRow } from "./BackRow";
import { LayerProperties } from "./LayerProperties";
import { LayerRow } from "./LayerRow";
import { layersOf } from "./records";
import { askAgain, useStack } from "./stack";
import { compare, drafted, useLayers } from "./store";
import { EmptyStack } from "./EmptyStack";
import { reorder } from "./verbs";
import { addPeople } from "./people";
import "./layers.css";

interface Props {
  readonly one: ShotInFilm;
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The panel of layers. */
export function LayersPanel({ one, film, project }: Props) {
  const t = useWords();
  const { shot } = one;
  const records = useDocument((state) => state.records);
  const drafts = useLayers((state) => state.drafts);
  const exact = useLayers((state) => state.exact);
  const inHand = useCanvas((state) => state.layer);
  const stack = useStack(shot.id);
  const own = layersOf(records, shot.id);
  const layers = useMemo(() => own.map((layer) => drafted(layer, drafts)).toReversed(), [own, drafts]);
  const chosen = layers.find((layer) => layer.id === inHand) ?? null;
  const rate = useMemo(() => rateOf(project.rate), [project.rate]);
  const [mark, setMark] = useState<number | null>(null);
  const dragged = useRef<string | null>(null);
  const step = (from: number, by: 1 | -1): void => {
    const next = layers[from - by];
    if (!next) return;
    chooseLayer(next.id);
    document.getElementById(`layer-${next.id}`)?.focus();
  };
  const drop = (): void => {
    const from = layers.findIndex((layer) => layer.id === dragged.current);
    const layer = layers[from];
    if (layer && mark !== null && mark !== from && mark !== from + 1) {
      const to = mark > from ? mark - 1 : mark; // among the others, from the top
      reorder(layer, layers.length - 1 - to);
    }
    dragged.current = null;
    setMark(null);
  };
  const ready = useMachine((state) => one.take !== null && state.nodes[one.take.key]?.status === "done"); // before, there is no picture to point at
  const people = !layers.some((layer) => layer.auto === "people");
  return (
    <>
      <header>
        <h2>{t("layers.title")}</h2>
        <span className="layers-slate">{t("shot.shot")} {one.slate}</span>
        <span className="space" />
        <IconButton icon="compare" label={t(exact ? "layers.live" : "layers.exact")} shortcut="Q" disabled={!ready} aria-pressed={exact} onClick={() => compare()} />
        <Menu
          label={t("layers.add")} icon="plus"
          items={[
            { label: t("layers.addClick"), icon: "cut", hint: "C", disabled: !ready, run: () => takeUp("click") },
            { label: t("layers.addPeople"), icon: "person", disabled: !people, run: () => addPeople(shot.id) },
            { label: t("layers.addThing"), icon: "picture", hint: "I", disabled: !ready, run: () => takeUp("place") },
            { label: t("layers.addPart"), icon: "follow", hint: "P", disabled: !ready, run: () => takeUp("path") },
          ]}
        />
      </header>
      {layers.length === 0 ? <EmptyStack shot={shot.id} ready={ready} /> : (
        <div
          className="layers-stack" role="list" aria-label={t("layers.stack")}
          onDragOver={(event) => {
            if (dragged.current === null) return;
            event.preventDefault();
            const rows = [...event.currentTarget.querySelectorAll(".layer-row")];
            const at = rows.findIndex((row) => event.clientY < row.getBoundingClientRect().top + row.getBoundingClientRect().height / 2);
            setMark(at < 0 ? rows.length : at);
          }}
          onDrop={(event) => {
            event.preventDefault();
            drop();
          }}
          onDragEnd={() => {
            dragged.current = null;
            setMark(null);
          }}
        >
          {layers.map((layer, place) => (
            <div
              key={layer.id} role="listitem" draggable
              onDragStart={(event) => {
                dragged.current = layer.id;
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", layer.id);
              }}
            >
              <LayerRow
                layer={layer} made={stack?.layers.find((each) => each.id === layer.id)} plate={stack?.plate.proxy} chosen={layer.id === inHand} entry={chosen === null && place === 0}
                frames={stack?.frames ?? shot.frames} rate={rate} marked={mark === place ? "above" : mark === layers.length && place === layers.length - 1 ? "below" : null}
                onChoose={chooseLayer} onStep={(by) => step(place, by)} onAgain={() => void askAgain(shot.id, { layers: [layer.id] })}
                onFill={() => void askAgain(shot.id, { layers: [], plate: true })}
              />
            </div>
          ))}
        </div>
      )}
      <BackRow one={one} film={film} stack={stack} rate={rate} onClear={() => change(t("places.clear"), [{ kind: "shot", id: shot.id, set: { backdrop: null } }])} />
      {chosen ? <LayerProperties key={chosen.id} layer={chosen} one={one} project={project} /> : layers.length > 0 ? <p className="note layers-none">{t("layers.choose")}</p> : null}
    </>
  );
}
