// What was understood of a shot's words: who is where doing what, when, in which weather; each can be corrected, and given back.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { client, got } from "../api/client";
import type { Value } from "../document/changes";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { set } from "../film/verbs";
import { choiceName } from "../forms/names";
import { useLanguage, useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { Icon } from "../ui/Icon";
import { EXPRESSIONS, POSES, TIMES, WEATHERS } from "./choices";
import { correct, corrected } from "./stagePatch";

interface Actor {
  readonly name: string;
  readonly pose: string;
  readonly expression: string;
  readonly gaze: string;
  readonly seated: boolean;
}

export interface Staged {
  readonly place: { readonly name: string; readonly kind: string; readonly interior: boolean };
  readonly light: { readonly time: string; readonly weather: string };
  readonly actors: readonly Actor[];
  readonly props: readonly { readonly id: string; readonly name: string }[];
  readonly camera: { readonly size: string; readonly angle: string; readonly move: string };
}

/** The stage of a shot; composed when it is not yet. Asked again when the records or the machine moved on. */
export function useStage(shot: string): { stage: Staged | null; failed: string; busy: boolean } {
  const revision = useDocument((state) => state.revision);
  const language = useLanguage((state) => state.language);
  const known = useDocument((state) => state.committed["shot"]?.[shot] !== undefined);
  const asked = useQuery({
    queryKey: ["stage", shot, revision],
    enabled: known, // a shot that was made this moment is not there yet
    placeholderData: (before) => before,
    queryFn: async () => {
      const found = await got(client.GET("/api/shots/{id}/stage", { params: { path: { id: shot } } }));
      return found.stage === null && found.status !== "failed" ? got(client.POST("/api/shots/{id}/stage", { params: { path: { id: shot } } })) : found;
    },
  });
  const node = useMachine((state) => state.nodes[asked.data?.key ?? ""]);
  const { refetch } = asked;
  const last = useRef<Staged | null>(null);
  const stage = (asked.data?.stage ?? null) as unknown as Staged | null;
  if (stage) last.current = stage;
  const waiting = asked.data?.stage === null && asked.data.status !== "failed";
  useEffect(() => {
    if (!waiting) return;
    if (node?.status === "done" || node?.status === "failed") void refetch();
    const timer = setInterval(() => void refetch(), 2000); // an event may be lost
    return () => clearInterval(timer);
  }, [waiting, node?.status, refetch]);
  return { stage: stage ?? last.current, failed: asked.data?.status === "failed" ? nodeWords(node?.error, language) || "?" : "", busy: waiting || asked.isLoading || !known };
}

/** A few chips that say it. */
export function Understood({ one, told }: { one: ShotInFilm; told: ReturnType<typeof useStage> }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { shot } = one;
  const patch = useDocument((state) => state.records["shot"]?.[shot.id]?.["stage"]);
  const write = (path: readonly string[], value: Value | undefined): void => set("shot", shot.id, { stage: correct(patch, path, value) }, t("stage.title"));
  const { stage, failed, busy } = told;
  if (failed) return <p className="said wrong">{failed === "?" ? t("stage.failed") : failed} {patch ? <button type="button" className="link" onClick={() => set("shot", shot.id, { stage: null }, t("stage.resetAll"))}>{t("stage.resetAll")}</button> : null}</p>;
  if (!stage) return <p className="note">{busy ? t("stage.reading") : t("stage.none")}</p>;
  const chip = (label: string, path: readonly string[], now: string, options: readonly string[], field: string) => {
    const byHand = corrected(patch, path) !== undefined;
    return (
      <span className={byHand ? "stage-chip by-hand" : "stage-chip"}>
        <select aria-label={label} title={label} value={now} onChange={(event) => write(path, event.target.value)}>
          {(options.includes(now) ? options : [now, ...options]).map((each) => <option key={each} value={each}>{choiceName(language, field, each)}</option>)}
        </select>
        {byHand ? <button type="button" className="reset" aria-label={t("stage.reset", { label })} title={t("stage.reset", { label })} onClick={() => write(path, undefined)} /> : null}
      </span>
    );
  };
  return (
    <div className={busy ? "stage busy" : "stage"}>
      <div className="stage-line">
        <Icon name="place" size={13} />
        <span className="stage-said">{stage.place.name || choiceName(language, "place", stage.place.kind)}</span>
        {chip(t("scene.time"), ["light", "time"], stage.light.time, TIMES, "time")}
        {chip(t("scene.weather"), ["light", "weather"], stage.light.weather, WEATHERS, "weather")}
      </div>
      {stage.actors.map((who) => (
        <div key={who.name} className="stage-line">
          <Icon name="person" size={13} />
          <span className="stage-said">{who.name}</span>
          {chip(t("stage.doing", { name: who.name }), ["actors", who.name, "pose"], who.pose, POSES, "pose")}
          {chip(t("stage.face", { name: who.name }), ["actors", who.name, "expression"], who.expression, EXPRESSIONS, "expression")}
        </div>
      ))}
      {stage.actors.length === 0 ? <p className="note">{t("stage.nobody")}</p> : null}
      {stage.props.length > 0 ? <p className="note">{t("stage.props", { names: [...new Set(stage.props.map((each) => each.name))].join(language === "zh" ? "、" : ", ") })}</p> : null}
      <p className="note">
        {t("stage.about")} {patch ? <button type="button" className="link" onClick={() => set("shot", shot.id, { stage: null }, t("stage.resetAll"))}>{t("stage.resetAll")}</button> : null}
      </p>
    </div>
  );
}
