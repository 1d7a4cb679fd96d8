// Somebody's own film becomes shots: its cuts with their certainty on a strip, corrected by hand; who is seen, what is said.
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { rateOf, lengthOf } from "../film/time";
import { type ProjectFields, useDocument } from "../document/store";
import { set as setFields } from "../film/verbs";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button, IconButton } from "../ui/Button";
import { problemWords } from "../i18n/problems";
import { ApiProblem } from "../api/client";
import { nextCut } from "./cuts";
import { CutView } from "./CutView";
import type { Footage } from "./footageApi";
import { Heard, Looking, type Named, People, Shots } from "./Found";
import { grabber, type Grabber } from "./grab";
import { makeShots } from "./makeShots";
import { MotionChoice } from "./MotionChoice";
import { Preview, type PreviewHandle } from "./Preview";
import { sameAspect, shapeOf } from "./shape";
import { type Mark, Strip } from "./Strip";
import { useCuts } from "./useCuts";
import { lookAgain, tilingOf, useFootage, usePace } from "./useFootage";
import { showing, whole, type Window, zoomed } from "./window";
import "./footage.css";
import "./found.css";

interface Props {
  readonly project: ProjectFields;
  readonly digest: string;
  /** The shot after which the new ones come; null: at the end, in a scene of their own. */
  readonly after: string | null;
  /** Whether the film holds nothing yet. */
  readonly fresh: boolean;
  readonly onClose: () => void;
}

/** Over the whole window; Escape closes it, what was corrected is kept. */
export function FootageSheet(props: Props) {
  const t = useWords();
  const { project, digest, onClose } = props;
  const asked = useFootage(project.id, digest);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    shown?.focus();
    return () => shown?.close();
  }, []);
  const keys = useRef<(event: React.KeyboardEvent) => void>(() => undefined);
  const footage = asked.data;
  const name = String(footage?.artifact.facts["name"] ?? "");
  return (
    <dialog
      ref={dialog} className="footage" tabIndex={-1} aria-label={t("footage.title")} onKeyDown={(event) => keys.current(event)}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2>{name || t("footage.title")}</h2>
        {footage ? <Facts footage={footage} at={project.rate} /> : null}
        <span className="space" />
        <IconButton icon="close" label={t("common.close")} shortcut="Esc" onClick={onClose} />
      </header>
      {footage ? <Bench {...props} footage={footage} keys={keys} again={() => lookAgain(project.id, digest) && void asked.refetch()} /> : (
        <p className="waiting" role="status">
          {asked.error ? (asked.error instanceof ApiProblem ? problemWords(asked.error) : t("footage.failed")) : t("common.loading")}
          {asked.error ? <Button onClick={() => void asked.refetch()}>{t("common.retry")}</Button> : null}
        </p>
      )}
    </dialog>
  );
}

function Facts({ footage, at }: { footage: Footage; at: string }) {
  const t = useWords();
  const { numerator, denominator } = rateOf(footage.rate);
  const rate = t("projects.rate", { rate: String(Math.round((numerator / denominator) * 1000) / 1000) });
  return (
    <span className="facts">
      {footage.width}×{footage.height} · {rate} · {lengthOf(footage.frames, rateOf(at))} · {t(footage.sound ? "footage.sound" : "footage.silent")}
    </span>
  );
}

interface BenchProps extends Props {
  readonly footage: Footage;
  /** What the whole sheet does with a key. */
  readonly keys: RefObject<(event: React.KeyboardEvent) => void>;
  readonly again: () => void;
}

function Bench({ project, digest, after, fresh, onClose, footage, keys, again }: BenchProps) {
  const t = useWords();
  const rate = useMemo(() => rateOf(project.rate), [project.rate]);
  const ratio = footage.width > 0 && footage.height > 0 ? footage.width / footage.height : 16 / 9;
  const { frames } = footage;
  const cuts = useCuts(footage, project.rate);
  const [shown, setShown] = useState<Window>(() => whole(frames));
  const [playhead, setPlayhead] = useState(0);
  const [named, setNamed] = useState<Readonly<Record<string, Named>>>({});
  const [words, setWords] = useState(true);
  const [fit, setFit] = useState<"fill" | "fit">("fill");
  const [motion, setMotion] = useState<"shown" | "made">("shown");
  const [busy, setBusy] = useState(false);
  const preview = useRef<PreviewHandle>(null);
  const source = useGrabber(footage.proxy.url ?? "", project.rate);
  const paces = { cuts: usePace(footage.cuts.made), strip: usePace(footage.strip), proxy: usePace(footage.proxy), words: usePace(footage.words.made), faces: usePace(footage.faces.made) };
  const tiling = useMemo(() => tilingOf(footage), [footage.strip.url]); // eslint-disable-line -- the facts come with the address
  useEffect(() => setShown(whole(frames)), [frames]);

  const point = (frame: number): void => {
    setPlayhead(frame);
    preview.current?.seek(frame);
    setShown((now) => showing(now, frame, frames));
  };
  const choose = (frame: number): void => {
    if (cuts.chosen !== frame) cuts.choose(frame);
    point(frame);
  };
  const step = (by: 1 | -1): void => {
    const next = nextCut(cuts.cuts, cuts.chosen ?? playhead, by) ?? (by > 0 ? cuts.cuts[0] : cuts.cuts.at(-1));
    if (next) choose(next.frame);
  };
  const chosen = cuts.cuts.find((one) => one.frame === cuts.chosen) ?? null;
  const second = Math.round(rate.numerator / rate.denominator);
  const across = (): void => {
    if (chosen) preview.current?.play(Math.max(0, chosen.frame - second), Math.min(frames - 1, chosen.frame + second));
  };
  const nudge = (by: number): void => {
    if (chosen) point(cuts.nudge(chosen.frame, by));
  };
  const first = cuts.cuts[0]?.frame;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || first === undefined) return;
    begun.current = true; // the first cut is looked at as soon as it is found, unless somebody is elsewhere already
    if (playhead === 0) choose(first);
  }, [first]); // eslint-disable-line -- once
  keys.current = (event) => {
    const target = event.target as Element;
    event.stopPropagation();
    if (target.closest("input:not([type=range]), select, textarea")) return;
    if (target.closest("button") && (event.key === " " || event.key === "Enter")) return;
    const mod = event.metaKey || event.ctrlKey;
    const far = event.shiftKey ? 10 : 1;
    const verbs: Readonly<Record<string, () => void>> = {
      " ": () => preview.current?.toggle(),
      ArrowLeft: () => (chosen ? nudge(-far) : point(Math.max(0, playhead - far))),
      ArrowRight: () => (chosen ? nudge(far) : point(Math.min(frames - 1, playhead + far))),
      "[": () => step(-1), "]": () => step(1), ",": () => point(Math.max(0, playhead - 1)), ".": () => point(Math.min(frames - 1, playhead + 1)),
      b: () => cuts.add(playhead), Enter: across,
      Delete: () => chosen && cuts.remove(chosen.frame), Backspace: () => chosen && cuts.remove(chosen.frame),
      "+": () => setShown(zoomed(shown, 1.6, playhead, frames)), "=": () => setShown(zoomed(shown, 1.6, playhead, frames)),
      "-": () => setShown(zoomed(shown, 1 / 1.6, playhead, frames)), f: () => setShown(whole(frames)),
    };
    const verb = mod ? (event.key.toLowerCase() === "z" ? ((event.shiftKey ? cuts.redo : cuts.undo) ?? (() => undefined)) : undefined) : verbs[event.key];
    if (!verb || (target.matches("input[type=range]") && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    verb();
  };
  const make = async (): Promise<void> => {
    setBusy(true);
    const done = await makeShots(project.id, digest, {
      cuts: cuts.cuts.map((one) => one.frame), after, scene: after ? sceneOf(after) : null, words: words && footage.words.lines.length > 0, fit, motion,
      people: footage.faces.people.flatMap(({ id }) => {
        const { name, taken } = named[id] ?? { name: "", taken: true };
        return taken && name.trim() ? [{ id, name: name.trim() }] : [];
      }),
    });
    setBusy(false);
    if (done) onClose();
  };
  const notes = footage.notes.filter((one) => one !== "no-sound"); // said above already
  const wanted = shapeOf(footage.width, footage.height, footage.rate);
  const other = fresh && (wanted.width !== project.width || wanted.height !== project.height || wanted.rate !== project.rate);
  const marks = cuts.cuts.map((one, index): Mark => ({
    id: index, frame: one.frame, chosen: one.frame === cuts.chosen, strength: one.certainty,
    kind: one.by === "you" ? "mine" : one.kind === "gradual" ? "soft" : "found",
    label: t("footage.cutAt", { number: index + 1, percent: Math.round(one.certainty * 100) }),
  }));
  return (
    <div className="bench">
      {notes.length > 0 ? <ul className="footage-notes">{notes.map((one) => <li key={one}>{t(`footage.note.${one}` as Key)}</li>)}</ul> : null}
      {other ? (
        <p className="footage-shape">
          <span>{t("footage.otherShape", { film: `${project.width}×${project.height}`, footage: `${wanted.width}×${wanted.height}` })}</span>
          <Button onClick={() => setFields("project", project.id, { width: wanted.width, height: wanted.height, rate: wanted.rate }, t("footage.shape"))}>{t("footage.takeShape")}</Button>
        </p>
      ) : null}
      <div className="bench-top">
        <Preview ref={preview} url={footage.proxy.url ?? ""} rate={rate} frames={frames} ratio={ratio} playhead={playhead} pictures={tiling} onFrame={setPlayhead} />
        <CutView
          cut={chosen} frames={frames} rate={rate} ratio={ratio} source={source} onNudge={nudge} onPlay={across} onStep={step}
          onRemove={() => chosen && cuts.remove(chosen.frame)} number={chosen ? cuts.cuts.indexOf(chosen) + 1 : 0} count={cuts.cuts.length}
          looking={paces.cuts.status === "queued" || paces.cuts.status === "running"}
        />
      </div>
      {paces.cuts.status === "done" ? <Looking pace={paces.strip} words={t("footage.stripComing")} onAgain={again} /> : <Looking pace={paces.cuts} words={t("footage.cutsComing")} onAgain={again} />}
      <div className="row strip-tools">
        <label className="fewer">
          <span>{t("footage.fewer")}</span>
          <input
            type="range" min={0.02} max={0.98} step={0.02} value={1 - cuts.threshold} aria-label={t("footage.howMany")}
            onChange={(event) => cuts.setThreshold(Math.round((1 - Number(event.target.value)) * 100) / 100)}
          />
          <span>{t("footage.more")}</span>
        </label>
        <strong className="timecode">{t("footage.shotsCount", { count: cuts.shots.length })}</strong>
        <span className="space" />
        <IconButton icon="undo" label={t("common.undo")} shortcut="Ctrl Z" disabled={!cuts.undo} onClick={() => cuts.undo?.()} />
        <IconButton icon="redo" label={t("common.redo")} shortcut="Ctrl Shift Z" disabled={!cuts.redo} onClick={() => cuts.redo?.()} />
        <Button icon="cut" title="B" onClick={() => cuts.add(playhead)}>{t("footage.add")}</Button>
        <Button title="-" aria-label={t("footage.farther")} onClick={() => setShown(zoomed(shown, 1 / 1.6, playhead, frames))}>−</Button>
        <Button title="+" aria-label={t("footage.closer")} onClick={() => setShown(zoomed(shown, 1.6, playhead, frames))}>＋</Button>
        <Button title="F" disabled={shown.span >= frames} onClick={() => setShown(whole(frames))}>{t("footage.all")}</Button>
      </div>
      <Strip
        frames={frames} pictures={tiling} curve={footage.cuts.curve} step={footage.cuts.step} threshold={cuts.threshold} window={shown} onWindow={setShown}
        marks={marks} playhead={playhead} label={t("footage.strip")} onPoint={(frame) => {
          cuts.choose(null);
          point(frame);
        }}
        onDouble={(frame) => cuts.add(frame)} onDrag={(frame, to, over) => {
          const at = cuts.drag(frame, to, over);
          setPlayhead(at);
          return at;
        }}
        onChoose={choose}
      />
      <div className="bench-found">
        <Shots
          shots={cuts.shots} rate={rate} ratio={ratio} source={source} pictures={tiling} frames={frames} playhead={playhead}
          onPoint={(frame) => choose(frame)}
        />
        <People people={footage.faces.people} shots={cuts.shots} pace={paces.faces} wanted={footage.faces.made !== null} named={named} onName={(id, one) => setNamed({ ...named, [id]: one })} />
        <Heard lines={footage.words.lines} pace={paces.words} wanted={footage.words.made !== null} sound={footage.sound} taken={words} rate={rate} onTake={setWords} onPoint={point} />
      </div>
      <footer>
        {sameAspect(footage, project) ? null : (
          <fieldset className="fit">
            <legend>{t("footage.fitTitle", { film: `${project.width}×${project.height}` })}</legend>
            {(["fill", "fit"] as const).map((one) => (
              <label key={one} className="check"><input type="radio" name="fit" checked={fit === one} onChange={() => setFit(one)} />{t(`footage.${one}`)}</label>
            ))}
          </fieldset>
        )}
        <MotionChoice own={footage.rate} film={project.rate} value={motion} onChange={setMotion} />
        <span className="space" />
        <Button onClick={onClose}>{t("footage.laterOn")}</Button>
        <Button kind="act" disabled={busy || paces.cuts.status !== "done"} onClick={() => void make()}>{busy ? t("footage.making") : t("footage.make", { count: cuts.shots.length })}</Button>
      </footer>
    </div>
  );
}

function sceneOf(shot: string): string | null {
  const scene = useDocument.getState().records["shot"]?.[shot]?.["scene"];
  return typeof scene === "string" ? scene : null;
}

function useGrabber(url: string, rate: string): Grabber | null {
  const [source, setSource] = useState<Grabber | null>(null);
  useEffect(() => {
    if (!url) return setSource(null);
    const made = grabber(url, rateOf(rate));
    setSource(made);
    return () => made.close();
  }, [url, rate]);
  return source;
}
