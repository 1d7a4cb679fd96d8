// The effects of one shot, or of one layer of it: what the picture looks like under them, the stack in order, and how to add to it.
import { useEffect, useState } from "react";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { useOperations } from "../api/machine";
import { queries, useBuilds } from "../api/queries";
import { useEta } from "../board/StateLine";
import type { ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { change } from "../film/verbs";
import { useLanguage, useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { Button } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { useView } from "../view/store";
import { applyEffects, copyEffects, pasteEffects } from "./apply";
import { EffectPicker, type Where } from "./EffectPicker";
import { EffectRow } from "./EffectRow";
import { KeepLook } from "./KeepLook";
import { useStates } from "./states";
import { addEffects, type Carried, type Effect, effectsOn, MEDIA, orderEffect, type Params, readEffects, removeEffects } from "./stack";
import { DropTargets } from "./Targets";
import { TryView } from "./TryView";
import { useTry } from "./useTry";
import "./effects.css";

interface Props {
  readonly one: ShotInFilm;
  readonly project: ProjectFields;
  /** The layer that they work on alone; the canvas shows it then. */
  readonly layer?: string;
}

let held: Effect | null = null; // what is dragged within this stack: a browser shows the data of a drag only when it is dropped

/** The stack of a shot. */
export function EffectStack({ one, project, layer }: Props) {
  const t = useWords();
  const { shot, take } = one;
  const operations = useOperations();
  const stack = useDocument((state) => effectsOn(state.records, shot.id, layer ?? null));
  const [open, setOpen] = useState<string | null>(stack.length === 1 ? (stack[0]?.id ?? null) : null);
  const [adding, setAdding] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [draft, setDraft] = useState<{ id: string; params: Params }>({ id: "", params: {} });
  const [mark, setMark] = useState<number | null>(null);
  const made = useMachine((state) => state.nodes[take?.key ?? ""]?.status === "done");
  const frame = useFrame(one);
  const drafted = (effect: Effect): Params => (draft.id === effect.id ? { ...effect.params, ...draft.params } : effect.params);
  const shown = stack.filter((effect) => effect.enabled).map((effect) => ({ operation: effect.operation, params: drafted(effect), inputs: effect.inputs }));
  const wanted = take !== null && made && stack.length > 0 && layer === undefined;
  const states = useStates(shot.id, stack.length > 0 && made);
  const tried = useTry(shot.id, take?.id ?? "", shown, frame, wanted);
  const move = (effect: Effect, index: number): void => change(t("effects.order"), orderEffect(useDocument.getState().records, shot.id, effect.id, index));
  const selection = useView((state) => state.selection);
  const where: readonly Where[] = layer !== undefined ? [{ id: "shot", label: t("gallery.toLayer") }] : [
    { id: "shot", label: t("gallery.toShot") },
    ...(selection.length > 1 ? [{ id: "chosen", label: t("gallery.toChosen", { count: selection.length }) }] : []),
    { id: "scene", label: t("gallery.toScene") }, { id: "film", label: t("gallery.toFilm") },
  ];
  const pick = (effects: readonly Carried[], to: string): void => {
    setAdding(false);
    if (to === "chosen") return applyEffects(effects, { is: "shots", shots: selection });
    if (to === "scene") return applyEffects(effects, { is: "scene", scene: shot.scene });
    if (to === "film") return applyEffects(effects, { is: "film" });
    const ids: string[] = [];
    const draw = (): string => ids[ids.push(crypto.randomUUID()) - 1] ?? "";
    change(t("effects.add"), addEffects(useDocument.getState().records, [shot.id], effects, draw, undefined, layer));
    setOpen(ids.at(-1) ?? null);
  };
  const keys = (event: React.KeyboardEvent): void => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, .key-graph, .gallery");
    if (typing) return;
    const own = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-effect]")?.dataset["effect"] : undefined;
    const meant = stack.filter((each) => own === undefined || each.id === own);
    const held = event.ctrlKey || event.metaKey;
    if (held && event.key === "c" && meant.length > 0) copyEffects(meant);
    else if (held && event.key === "v") void pasteEffects({ is: "shots", shots: [shot.id] }, layer);
    else if ((event.key === "Delete" || event.key === "Backspace") && own !== undefined) change(t("effects.remove"), removeEffects(meant));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const anyOn = stack.some((each) => each.enabled);
  const drop = (event: React.DragEvent, index: number): void => {
    setMark(null);
    if (!event.dataTransfer.types.includes(MEDIA)) return;
    event.preventDefault();
    event.stopPropagation();
    const from = held ? stack.findIndex((each) => each.id === held?.id) : -1;
    if (held && from >= 0) {
      if (index !== from && index !== from + 1) move(held, index > from ? index - 1 : index);
    } else {
      const effects = readEffects(event.dataTransfer.getData(MEDIA));
      if (effects.length > 0) change(t("effects.add"), addEffects(useDocument.getState().records, [shot.id], effects, () => crypto.randomUUID(), index, layer));
    }
    held = null;
  };
  return (
    <div className="effects" onKeyDown={keys}>
      {wanted ? <TryView tried={tried} ratio={project.width / project.height} effects={shown} /> : null}
      {stack.length > 0 && !made ? <p className="note">{t("effects.noTake")}</p> : null}
      <ol
        className="effect-stack" aria-label={t("effects.title")}
        onDragEnd={() => {
          held = null;
          setMark(null);
        }}
      >
        {stack.map((effect, place) => (
          <li
            key={effect.id} className={mark === place ? "mark-before" : mark === place + 1 && place === stack.length - 1 ? "mark-after" : ""}
            onDragStart={() => (held = effect)}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(MEDIA)) return;
              event.preventDefault();
              const box = event.currentTarget.getBoundingClientRect();
              setMark(event.clientY < box.top + box.height / 2 ? place : place + 1);
            }}
            onDragLeave={(event) => {
              if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setMark(null);
            }}
            onDrop={(event) => drop(event, mark ?? stack.length)}
          >
            <EffectRow
              effect={effect} operation={operations.data?.find((each) => each.name === effect.operation)} one={one} frame={frame} ratio={project.width / project.height}
              state={states.get(effect.id)} beneath={stack.slice(0, place).filter((each) => each.enabled)}
              open={open === effect.id} draft={draft.id === effect.id ? draft.params : {}}
              onDraft={(params) => setDraft({ id: effect.id, params })} onOpen={() => setOpen(open === effect.id ? null : effect.id)}
              onMove={(by) => {
                if (place + by >= 0 && place + by < stack.length) move(effect, place + by);
              }}
            />
          </li>
        ))}
      </ol>
      {layer === undefined ? <DropTargets
        places={[
          { label: t("effects.toScene"), target: { is: "scene", scene: shot.scene } },
          { label: t("effects.toFilm"), target: { is: "film" } },
        ]}
      /> : null}
      {stack.length === 0 && !adding ? <p className="note">{t(layer === undefined ? "effects.empty" : "layers.noEffects")}</p> : null}
      {adding ? <EffectPicker where={where} onPick={pick} onClose={() => setAdding(false)} /> : null}
      {keeping ? <KeepLook effects={stack} onClose={() => setKeeping(false)} /> : null}
      <div className="row">
        <Button kind="quiet" icon={adding ? "close" : "plus"} aria-expanded={adding} onClick={() => setAdding(!adding)}>{t(adding ? "effects.enough" : "effects.add")}</Button>
        <span className="space" />
        {layer === undefined ? <Menu
          label={t("effects.stack")}
          items={[
            { label: t("effects.copyAll"), icon: "copy", disabled: stack.length === 0, run: () => copyEffects(stack) },
            { label: t("effects.paste"), icon: "down", run: () => void pasteEffects({ is: "shots", shots: [shot.id] }) },
            { label: t("looks.keep"), icon: "check", disabled: stack.length === 0, run: () => setKeeping(true) },
            { label: t(anyOn ? "effects.allOff" : "effects.allOn"), icon: anyOn ? "eye-off" : "eye", disabled: stack.length === 0, run: () => change(t(anyOn ? "effects.allOff" : "effects.allOn"), stack.map((each) => ({ kind: "effect", id: each.id, set: { enabled: !anyOn } }))) },
            { label: t("effects.allToScene"), icon: "plus", disabled: stack.length === 0, run: () => applyEffects(stack, { is: "scene", scene: shot.scene }, shot.id) },
            { label: t("effects.removeAll"), icon: "archive", danger: true, disabled: stack.length === 0, run: () => change(t("effects.removeAll"), removeEffects(stack)) },
          ]}
        /> : null}
      </div>
      {layer === undefined && stack.some((each) => each.enabled) && made ? <Finished shot={shot.id} /> : null}
    </div>
  );
}

/** The frame of the shot that is tried: the playhead's while it stands in the shot, else the middle one. */
function useFrame(one: ShotInFilm): number {
  const head = useView((state) => (state.playing ? -1 : state.frame - one.start));
  const [frame, setFrame] = useState(Math.floor(one.shot.frames / 2));
  useEffect(() => {
    // A shot that has just been chosen has the playhead at its first frame, where little is to be seen yet.
    if (head > 0 && head < one.shot.frames) setFrame(head);
  }, [head, one.shot.frames]);
  return Math.min(frame, one.shot.frames - 1);
}

/** Whether the film shows these effects yet. */
function Finished({ shot }: { shot: string }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { id, reel } = useOpenFilm();
  const builds = useBuilds(id);
  const eta = useEta();
  const proxy = reel?.pictures.find((one) => one.shot === shot)?.proxy;
  const node = useMachine((state) => state.nodes[proxy?.key ?? ""]);
  const status = node?.status ?? proxy?.status ?? "missing";
  const build = builds.data?.find((one) => one.status === "active" && one.root === proxy?.key);
  const left = build ? eta(build.eta_low, build.eta_high) : "";
  const words =
    status === "done" ? t("finish.done")
    : status === "running" ? t("finish.making", { percent: Math.floor((node?.progress ?? proxy?.progress ?? 0) * 100) })
    : status === "queued" ? t("finish.queued")
    : status === "failed" ? t("finish.failed", { why: nodeWords(node?.error, language) })
    : t("finish.missing");
  const finish = async (): Promise<void> => {
    await attempt(() => got(client.POST("/api/shots/{id}/finish", { params: { path: { id: shot } } })));
    for (const name of ["builds", "reel"]) void queries.invalidateQueries({ queryKey: [name] });
  };
  return (
    <p className={`finish ${status}`} role="status">
      <span>{words} {status === "running" || status === "queued" ? left : ""}</span>
      {status === "missing" || status === "failed" ? <button type="button" className="link" onClick={() => void finish()}>{t("finish.now")}</button> : null}
    </p>
  );
}
