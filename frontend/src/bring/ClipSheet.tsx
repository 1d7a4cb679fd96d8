// Which stretch of which footage a shot shows: chosen on a strip by its two ends, played round and round meanwhile.
import { useEffect, useMemo, useRef, useState } from "react";
import { type ProjectFields, useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { lengthOf, rateOf, timecode } from "../film/time";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Looking } from "./Found";
import type { Footage } from "./footageApi";
import { sendFor, setAndShoot } from "./give";
import { footageOf, keepFootage } from "./mine";
import { MotionChoice } from "./MotionChoice";
import { Preview, type PreviewHandle } from "./Preview";
import { sameAspect } from "./shape";
import { type Mark, Strip } from "./Strip";
import { useKeys } from "./useKeys";
import { tilingOf, useFootage, usePace } from "./useFootage";
import { whole, type Window, zoomed } from "./window";
import { cutsOf, nextCut, untouched } from "./cuts";
import "./footage.css";
import "./found.css";

interface Props {
  readonly project: ProjectFields;
  readonly shot: string;
  /** The footage to choose from; null asks which. */
  readonly digest: string | null;
  readonly onClose: () => void;
}

/** Ends as one step of undo: the footage and the shot's length. */
export function ClipSheet({ project, shot, digest, onClose }: Props) {
  const t = useWords();
  const [chosen, setChosen] = useState(digest);
  const slate = useDocument((state) => filmOf(state.records).byId.get(shot)?.slate) ?? "";
  const asked = useFootage(project.id, chosen);
  return (
    <Dialog title={t("clip.title", { slate })} onClose={onClose} wide>
      {chosen === null ? <Choosing project={project} onChoose={setChosen} /> : asked.data ? (
        <Stretch key={chosen} project={project} shot={shot} footage={asked.data} onClose={onClose} onOther={() => setChosen(null)} />
      ) : (
        <p className="waiting" role="status">{asked.error ? t("footage.failed") : t("common.loading")}
          {asked.error ? <Button onClick={() => setChosen(null)}>{t("clip.other")}</Button> : null}</p>
      )}
    </Dialog>
  );
}

function Choosing({ project, onChoose }: { project: ProjectFields; onChoose: (digest: string) => void }) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const all = useMemo(() => footageOf(localStorage, project.id, records), [project.id, records]);
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState(false);
  const given = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setSending(true);
    const artifact = await sendFor(file, "movie");
    setSending(false);
    if (!artifact) return;
    keepFootage(localStorage, project.id, artifact.digest);
    onChoose(artifact.digest);
  };
  return (
    <>
      <p className="row">
        <Button kind="act" icon="plus" disabled={sending} onClick={() => input.current?.click()}>{t("clip.upload")}</Button>
        {sending ? <progress aria-label={t("bring.title")} /> : null}
      </p>
      <input
        ref={input} type="file" hidden accept="video/*,.mkv,.mov,.mxf,.avi" aria-label={t("clip.upload")}
        onChange={(event) => {
          void given(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <h3>{t("clip.mine")}</h3>
      {all.length === 0 ? <p className="note">{t("clip.none")}</p> : null}
      <ul className="clips">{all.map((one) => <li key={one}><Clip project={project} digest={one} onChoose={onChoose} /></li>)}</ul>
    </>
  );
}

function Clip({ project, digest, onChoose }: { project: ProjectFields; digest: string; onChoose: (digest: string) => void }) {
  const { data } = useFootage(project.id, digest);
  const canvas = useRef<HTMLCanvasElement>(null);
  const url = data?.strip.url;
  useEffect(() => {
    if (!url || !data) return;
    const picture = new Image();
    picture.onload = () => {
      const shown = canvas.current;
      if (!shown) return;
      const [wide, high] = [picture.naturalWidth / data.columns, picture.naturalHeight / Math.ceil(data.tiles / data.columns)];
      shown.width = wide;
      shown.height = high;
      const tile = Math.floor(data.tiles / 4);
      shown.getContext("2d")?.drawImage(picture, (tile % data.columns) * wide, Math.floor(tile / data.columns) * high, wide, high, 0, 0, wide, high);
    };
    picture.src = url;
    return () => void (picture.onload = null);
  }, [url, data]);
  return (
    <button type="button" className="clip-choice" disabled={!data} onClick={() => onChoose(digest)}>
      <canvas ref={canvas} aria-hidden="true" width={128} height={72} />
      <strong>{String(data?.artifact.facts["name"] ?? "…")}</strong>
      <span>{data ? lengthOf(data.frames, rateOf(project.rate)) : ""}</span>
    </button>
  );
}

interface StretchProps {
  readonly project: ProjectFields;
  readonly shot: string;
  readonly footage: Footage;
  readonly onClose: () => void;
  readonly onOther: () => void;
}

function Stretch({ project, shot, footage, onClose, onOther }: StretchProps) {
  const t = useWords();
  const rate = useMemo(() => rateOf(project.rate), [project.rate]);
  const own = useDocument((state) => filmOf(state.records).byId.get(shot)?.shot);
  const { frames } = footage;
  const ratio = footage.width / footage.height || 16 / 9;
  const same = own?.footage?.artifact === footage.artifact.digest ? own.footage : null;
  const [range, setRange] = useState<readonly [number, number]>(() => {
    const start = Math.min(same?.start ?? 0, Math.max(0, frames - 1));
    return [start, Math.min(frames, start + Math.max(2, own?.frames ?? 72))];
  });
  const [fit, setFit] = useState<"fill" | "fit">(same?.fit === "fit" ? "fit" : "fill");
  const [motion, setMotion] = useState<"shown" | "made">(same?.motion === "made" ? "made" : "shown");
  const [shown, setShown] = useState<Window>(() => whole(frames));
  const [playhead, setPlayhead] = useState(range[0]);
  const preview = useRef<PreviewHandle>(null);
  const proxy = usePace(footage.proxy);
  const strip = usePace(footage.strip);
  const tiling = useMemo(() => tilingOf(footage), [footage.strip.url]); // eslint-disable-line -- the facts come with the address
  const [from, to] = range;
  const point = (frame: number): void => {
    setPlayhead(frame);
    preview.current?.seek(frame);
  };
  const mark = (end: "in" | "out", at: number): number => {
    const next: readonly [number, number] = end === "in" ? [Math.max(0, Math.min(at, to - 2)), to] : [from, Math.min(frames, Math.max(at, from + 2))];
    setRange(next);
    point(end === "in" ? next[0] : next[1] - 1);
    return end === "in" ? next[0] : next[1];
  };
  const cuts = useMemo(() => cutsOf(footage.cuts.found, untouched, frames), [footage.cuts.found, frames]);
  const ends: readonly Mark[] = [
    { id: 0, frame: from, label: t("clip.in"), chosen: true, strength: 1, kind: "end" },
    { id: 1, frame: to, label: t("clip.out"), chosen: true, strength: 1, kind: "end" },
  ];
  const use = (): void => {
    const taken = { artifact: footage.artifact.digest, start: from, fit, ...(motion === "made" ? { motion } : {}) };
    void setAndShoot(shot, { footage: taken, frames: to - from, frames_locked: true }, t("blank.footage"));
    onClose();
  };
  useKeys((event) => {
    const target = event.target as Element;
    const mod = event.metaKey || event.ctrlKey || event.altKey;
    if (mod || target.closest("input, select") || (target.closest("button") && (event.key === " " || event.key === "Enter"))) return;
    const far = event.shiftKey ? 10 : 1;
    const end = target.closest(".mark") ? (target.getAttribute("aria-label") === t("clip.in") ? "in" : "out") : null;
    const verbs: Readonly<Record<string, () => void>> = {
      " ": () => preview.current?.toggle(), i: () => mark("in", playhead), o: () => mark("out", playhead + 1),
      ArrowLeft: () => (end ? mark(end, (end === "in" ? from : to) - far) : point(Math.max(0, playhead - far))),
      ArrowRight: () => (end ? mark(end, (end === "in" ? from : to) + far) : point(Math.min(frames - 1, playhead + far))),
    };
    const verb = verbs[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!verb) return;
    event.preventDefault();
    event.stopPropagation();
    verb();
  });
  return (
    <div className="stretch">
      <Preview ref={preview} url={footage.proxy.url ?? ""} rate={rate} frames={frames} ratio={ratio} playhead={playhead} pictures={tiling} onFrame={setPlayhead} loop={range} />
      {proxy.status === "done" ? <Looking pace={strip} words={t("footage.stripComing")} /> : <Looking pace={proxy} words={t("footage.proxyComing")} />}
      <Strip
        frames={frames} pictures={tiling} window={shown} onWindow={setShown} marks={ends} playhead={playhead} label={t("footage.strip")} lit={range}
        onPoint={point} onChoose={() => undefined}
        onDouble={(frame) => {
          const start = nextCut(cuts, frame + 1, -1)?.frame ?? 0;
          setRange([start, nextCut(cuts, frame, 1)?.frame ?? frames]);
          point(start);
        }}
        onDrag={(frame, at) => mark(Math.abs(frame - from) <= Math.abs(frame - to) ? "in" : "out", at)}
      />
      <p className="row wrap">
        <Button title="I" onClick={() => mark("in", playhead)}>{t("clip.markIn")}</Button>
        <Button title="O" onClick={() => mark("out", playhead + 1)}>{t("clip.markOut")}</Button>
        <span className="timecode">{timecode(from, rate)} – {timecode(to, rate)} · {t("clip.length", { length: lengthOf(to - from, rate), count: to - from })}</span>
        <span className="space" />
        <Button aria-label={t("footage.farther")} onClick={() => setShown(zoomed(shown, 1 / 1.6, playhead, frames))}>−</Button>
        <Button aria-label={t("footage.closer")} onClick={() => setShown(zoomed(shown, 1.6, playhead, frames))}>＋</Button>
      </p>
      {sameAspect(footage, project) ? null : (
        <fieldset className="fit">
          <legend>{t("footage.fitTitle", { film: `${project.width}×${project.height}` })}</legend>
          {(["fill", "fit"] as const).map((one) => (
            <label key={one} className="check"><input type="radio" name="clip-fit" checked={fit === one} onChange={() => setFit(one)} />{t(`footage.${one}`)}</label>
          ))}
        </fieldset>
      )}
      <MotionChoice own={footage.rate} film={project.rate} value={motion} onChange={setMotion} />
      <footer>
        <Button onClick={onOther}>{t("clip.other")}</Button>
        <span className="space" />
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button kind="act" onClick={use}>{t("clip.use")}</Button>
      </footer>
    </div>
  );
}
