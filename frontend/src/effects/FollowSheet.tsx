// Something in the picture is pointed at, and parameters follow it: a point, or the four corners of a plane, looked for in every frame.
import { useEffect, useRef, useState } from "react";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { fewest } from "../forms/keys";
import { fieldName } from "../forms/names";
import { held, type NumberField, snapped } from "../forms/schema";
import { useLanguage, useWords } from "../i18n";
import { problemWords } from "../i18n/problems";
import { layersOf } from "../layers/records";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { type Followed, guess, lineOf, SOURCES, type Source } from "./following";
import type { Params } from "./stack";

type Place = readonly [number, number];

interface Props {
  readonly shot: string;
  readonly operation: string;
  /** The numbers that may change in time; none where the operation follows by itself. */
  readonly fields: readonly NumberField[];
  readonly values: Params;
  /** The parameter that it was asked for; "" for the operation's own movement. */
  readonly wanted: string;
  readonly frame: number;
  readonly picture: string;
  readonly ratio: number;
  readonly onKeys: (keys: Readonly<Record<string, readonly (readonly [number, number, string])[]>>) => void;
  readonly onMovement: (follow: { at: number; across: number[]; down: number[] }) => void;
  readonly onClose: () => void;
}

const PLANE: readonly Place[] = [[0.35, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]];
const AGAIN = 1500; // ms

/** A picture to point in, and which parameters take what from it. */
export function FollowSheet(props: Props) {
  const { shot, operation, fields, values, wanted, frame, picture, ratio, onKeys, onMovement, onClose } = props;
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const records = useDocument((state) => state.records);
  const layers = layersOf(records, shot).filter((layer) => layer.kind === "cut");
  const [what, setWhat] = useState<string>("point");
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [takes, setTakes] = useState<Readonly<Record<string, Source>>>(() => Object.fromEntries(guess(fields.map((one) => one.name), wanted)));
  const [busy, setBusy] = useState(0); // share of the way; 0: not asked
  const [problem, setProblem] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const dragged = useRef(-1);
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);
  const under = (event: React.PointerEvent): Place => {
    const { left, top, width, height } = (box.current as HTMLDivElement).getBoundingClientRect();
    const within = (share: number): number => Math.min(1, Math.max(0, Number(share.toFixed(4))));
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  };
  const layer = what.startsWith("layer:") ? what.slice("layer:".length) : null;
  const ready = layer !== null || places.length > 0;
  const go = async (): Promise<void> => {
    const follow = { at: frame, across: places.map(([across]) => across), down: places.map(([, down]) => down) };
    if (wanted === "") {
      onMovement(follow);
      return onClose();
    }
    setBusy(0.01);
    setProblem("");
    const body = { follow: layer === null ? follow : { at: frame, across: [], down: [], layer } };
    for (;;) {
      const found: Followed | null = await attempt(() => got(client.POST("/api/shots/{id}/follow", { params: { path: { id: shot } }, body })));
      if (stopped.current) return;
      if (!found || found.made.status === "failed") {
        setBusy(0);
        return setProblem(found?.made.problem ? problemWords({ code: found.made.problem.code, message: found.made.problem.message } as never) : t("follow.failed"));
      }
      setBusy(Math.max(0.01, found.made.progress));
      if (found.made.status === "done") {
        const keys = Object.entries(takes).map(([name, source]) => {
          const field = fields.find((one) => one.name === name) as NumberField;
          const plain = held(field, values);
          const line = lineOf(found, source, frame, typeof plain === "number" ? plain : 0).map((value) => snapped(field, value, field.step / 100));
          const off = Number.isFinite(field.most - field.least) ? (field.most - field.least) / 1000 : field.step;
          return [name, fewest(line, off).map((key) => [key.frame, key.value, key.ease] as const)] as const;
        });
        onKeys(Object.fromEntries(keys));
        return onClose();
      }
      await new Promise<void>((done) => {
        const timer = setTimeout(finish, AGAIN);
        const leave = useMachine.subscribe((state) => {
          if (["done", "failed"].includes(state.nodes[found.made.key]?.status ?? "")) finish();
        });
        function finish(): void {
          clearTimeout(timer);
          leave();
          done();
        }
      });
      if (stopped.current) return;
    }
  };
  return (
    <Dialog title={t("follow.title")} wide onClose={onClose}>
      <div className="follow">
        <div className="row">
          <label>
            {t("follow.what")}{" "}
            <select
              value={what}
              onChange={(event) => {
                setWhat(event.target.value);
                setPlaces(event.target.value === "plane" ? PLANE : []);
              }}
            >
              <option value="point">{t("follow.point")}</option>
              <option value="plane">{t("follow.plane")}</option>
              {wanted === "" ? null : layers.map((one) => <option key={one.id} value={`layer:${one.id}`}>{t("follow.layer", { name: one.name || t("inputs.unnamed") })}</option>)}
            </select>
          </label>
          <span className="note">{layer ? "" : t(what === "plane" ? "follow.planeHint" : "follow.pointHint")}</span>
        </div>
        <div
          ref={box} className="follow-picture" style={{ aspectRatio: String(ratio) }} role="application" aria-label={t("follow.picture")}
          onPointerDown={(event) => {
            if (layer) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const at = under(event);
            if (what === "point") setPlaces([at]);
            else dragged.current = places.reduce((best, one, n) => (far(one, at) < far(places[best] ?? one, at) ? n : best), 0);
          }}
          onPointerMove={(event) => {
            if (layer || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
            const at = under(event);
            if (what === "point") setPlaces([at]);
            else setPlaces(places.map((one, n) => (n === dragged.current ? at : one)));
          }}
        >
          {picture ? <img src={picture} alt="" draggable={false} /> : <p className="note">{t("try.making")}</p>}
          {places.length === 4 ? (
            <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><polygon points={places.map((one) => one.join(",")).join(" ")} /></svg>
          ) : null}
          {places.map(([across, down], n) => (
            <button
              key={n} type="button" className="follow-place" style={{ left: `${across * 100}%`, top: `${down * 100}%` }}
              aria-label={t("follow.place", { number: n + 1, across: Math.round(across * 100), down: Math.round(down * 100) })}
              onKeyDown={(event) => {
                const by = event.shiftKey ? 0.02 : 0.002;
                const [x, y] = [event.key === "ArrowRight" ? by : event.key === "ArrowLeft" ? -by : 0, event.key === "ArrowDown" ? by : event.key === "ArrowUp" ? -by : 0];
                if (!x && !y) return;
                event.preventDefault();
                setPlaces(places.map((one, at) => (at === n ? [Math.min(1, Math.max(0, one[0] + x)), Math.min(1, Math.max(0, one[1] + y))] : one)));
              }}
            />
          ))}
          {places.length === 0 && !layer ? <button type="button" className="follow-middle visually-hidden-until" onClick={() => setPlaces([[0.5, 0.5]])}>{t("follow.middle")}</button> : null}
        </div>
        {wanted === "" ? null : (
          <fieldset className="follow-fields">
            <legend>{t("follow.takes")}</legend>
            {fields.map((field) => (
              <label key={field.name}>
                <span>{fieldName(language, operation, field.name, field.title)}</span>
                <select
                  value={takes[field.name] ?? ""}
                  onChange={(event) => {
                    const { [field.name]: _, ...rest } = takes;
                    setTakes(event.target.value === "" ? rest : { ...rest, [field.name]: event.target.value as Source });
                  }}
                >
                  <option value="">{t("follow.stays")}</option>
                  {SOURCES.map((one) => <option key={one} value={one}>{t(`follow.${one}`)}</option>)}
                </select>
              </label>
            ))}
          </fieldset>
        )}
        {problem ? <p className="said wrong" role="alert">{problem}</p> : null}
        <div className="row">
          {busy > 0 ? <progress value={busy} aria-label={t("follow.busy")} /> : null}
          <span className="space" />
          <Button kind="act" icon="follow" disabled={!ready || busy > 0 || (wanted !== "" && Object.keys(takes).length === 0)} onClick={() => void go()}>
            {busy > 0 ? t("follow.making", { percent: Math.floor(busy * 100) }) : t("follow.go")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const far = (one: Place, other: Place): number => (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2;
