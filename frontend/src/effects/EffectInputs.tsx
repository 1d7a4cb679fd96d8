// What an effect is given besides its parameters: where it works, a picture or a table, another shot, something that it follows.
import { useRef, useState } from "react";
import type { Operation } from "../api/machine";
import { here, useFilesOver } from "../bring/filesOver";
import { sendFor } from "../bring/give";
import { uploadFile } from "../bring/uploads";
import { OwnPicture } from "../cast/Picture";
import { filmOf, type ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { layersOf } from "../layers/records";
import { Button, IconButton } from "../ui/Button";
import { ApiProblem } from "../api/client";
import { problemWords } from "../i18n/problems";
import { tell } from "../view/store";
import { lacks } from "./lacking";
import type { Effect, Given } from "./stack";

interface Props {
  readonly effect: Effect;
  readonly operation: Operation;
  readonly one: ShotInFilm;
  readonly give: (port: string, given: Given | null) => void;
  /** Opens what one points in the picture with; null while there is none. */
  readonly point: (() => void) | null;
  /** Ports that an editor of its own fills. */
  readonly gives: readonly string[];
}

/** A row for each port, and where the effect works. */
export function EffectInputs({ effect, operation, one, give, point, gives }: Props) {
  const ports = operation.ports.slice(1);
  const has = (name: string): boolean => ports.some((port) => port.name === name) && !gives.includes(name);
  const region = effect.layer === null && !["camera", "frame", "time"].includes(operation.name.split(".", 1)[0] ?? "");
  return (
    <div className="effect-inputs">
      {has("picture") ? <FileRow port="picture" effect={effect} give={give} /> : null}
      {has("lut") ? <FileRow port="lut" effect={effect} give={give} /> : null}
      {has("reference") ? <ReferenceRow effect={effect} one={one} give={give} /> : null}
      {has("movement") ? <FollowRow effect={effect} one={one} give={give} point={point} /> : null}
      {region ? <RegionRow effect={effect} one={one} give={give} /> : null}
      <Lacking effect={effect} one={one} />
    </div>
  );
}

function Lacking({ effect, one }: Pick<Props, "effect" | "one">) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const gone = lacks(records, effect, one.shot.id);
  return gone ? <p className="said wrong" role="alert">{t(`inputs.gone.${gone}` as Key)}</p> : null;
}

type RowProps = Pick<Props, "effect" | "give">;

function FileRow({ port, effect, give }: RowProps & { readonly port: "picture" | "lut" }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const digest = String(effect.inputs[port]?.["artifact"] ?? "");
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    try {
      const artifact = port === "picture" ? await sendFor(file, "picture") : await uploadFile(file, "lut");
      if (artifact) give(port, { artifact: artifact.digest });
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      tell(problemWords(problem), "failed");
    } finally {
      setBusy(false);
    }
  };
  const { over, drop } = useFilesOver(([file]) => void send(file), here);
  return (
    <div className={over ? "input-row file over" : "input-row file"} role="group" aria-label={t(`inputs.${port}`)} {...drop}>
      <span className="input-name">{t(`inputs.${port}`)}</span>
      {digest && port === "picture" ? <span className="input-shown"><OwnPicture digest={digest} /></span> : null}
      {digest && port === "lut" ? <span className="note">{t("inputs.lutThere")}</span> : null}
      <Button kind="quiet" disabled={busy} onClick={() => input.current?.click()}>{t(busy ? "inputs.sending" : digest ? "inputs.another" : "inputs.choose")}</Button>
      {digest ? <IconButton icon="close" label={t("inputs.without", { what: t(`inputs.${port}`) })} onClick={() => give(port, null)} /> : null}
      <input
        ref={input} type="file" accept={port === "picture" ? "image/*" : ".cube"} hidden
        onChange={(event) => {
          void send(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

function ReferenceRow({ effect, one, give }: RowProps & Pick<Props, "one">) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const chosen = String(effect.inputs["reference"]?.["shot"] ?? "");
  const shots = filmOf(records).shots.filter((each) => each.shot.id !== one.shot.id);
  return (
    <label className="input-row">
      <span className="input-name">{t("inputs.reference")}</span>
      <select value={chosen} onChange={(event) => give("reference", event.target.value ? { shot: event.target.value } : null)}>
        <option value="">{t("inputs.noShot")}</option>
        {shots.map((each) => <option key={each.shot.id} value={each.shot.id}>{each.slate} {each.shot.action.slice(0, 40)}</option>)}
        {chosen && !shots.some((each) => each.shot.id === chosen) ? <option value={chosen}>{t("inputs.awayShot")}</option> : null}
      </select>
    </label>
  );
}

function FollowRow({ effect, one, give, point }: RowProps & Pick<Props, "one" | "point">) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const layers = layersOf(records, one.shot.id).filter((layer) => layer.kind === "cut");
  const follow = effect.inputs["movement"]?.["follow"] as Readonly<Record<string, unknown>> | undefined;
  const corners = Array.isArray(follow?.["across"]) ? follow["across"].length : 0;
  const now = !follow ? "" : typeof follow["layer"] === "string" ? `layer:${follow["layer"]}` : corners > 0 ? "point" : "camera";
  return (
    <div className="input-row">
      <label className="input-name" htmlFor={`${effect.id}-follow`}>{t("inputs.movement")}</label>
      <select
        id={`${effect.id}-follow`} value={now}
        onChange={(event) => {
          const to = event.target.value;
          if (to === "point") point?.();
          else give("movement", to === "" ? null : { follow: to === "camera" ? { at: 0 } : { at: 0, layer: to.slice("layer:".length) } });
        }}
      >
        <option value="">{t("inputs.followNothing")}</option>
        <option value="camera">{t("inputs.followCamera")}</option>
        <option value="point" disabled={!point && now !== "point"}>{t(corners === 4 ? "inputs.followPlane" : "inputs.followPoint")}</option>
        {layers.map((layer) => <option key={layer.id} value={`layer:${layer.id}`}>{layer.name || t("inputs.unnamed")}</option>)}
      </select>
      {now === "point" && point ? <IconButton icon="follow" label={t("inputs.pointAgain")} onClick={point} /> : null}
    </div>
  );
}

function RegionRow({ effect, one, give }: RowProps & Pick<Props, "one">) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const layers = layersOf(records, one.shot.id).filter((layer) => layer.kind === "cut");
  const told = effect.inputs["matte"];
  const chosen = String(told?.["layer"] ?? "");
  if (layers.length === 0 && !chosen) return null;
  return (
    <div className="input-row region">
      <label className="input-name" htmlFor={`${effect.id}-region`}>{t("inputs.region")}</label>
      <select id={`${effect.id}-region`} value={chosen} onChange={(event) => give("matte", event.target.value ? { ...told, layer: event.target.value } : null)}>
        <option value="">{t("inputs.everywhere")}</option>
        {layers.map((layer) => <option key={layer.id} value={layer.id}>{layer.name || t("inputs.unnamed")}</option>)}
        {chosen && !layers.some((layer) => layer.id === chosen) ? <option value={chosen}>{t("inputs.awayLayer")}</option> : null}
      </select>
      {chosen ? (
        <label className="check">
          <input type="checkbox" checked={told?.["outside"] === true} onChange={(event) => give("matte", { ...told, outside: event.target.checked })} />
          {t("inputs.outside")}
        </label>
      ) : null}
    </div>
  );
}
