// The final cut: how it is delivered, what is missing, its progress, and the file.
import { useState } from "react";
import { produce, requestCut, shoot } from "../api/act";
import { type Cut, useCuts, usePresets, useReadiness } from "../api/queries";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { lengthOf, rateOf } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { en } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";

/** Export, and what was exported. */
export function CutSheet({ project, onClose }: { project: ProjectFields; onClose: () => void }) {
  const t = useWords();
  const { timeline } = useOpenFilm();
  const presets = usePresets();
  const [preset, setPreset] = useState("web-720p");
  const ready = useReadiness(timeline, preset);
  const cuts = useCuts(timeline);
  const missing = ready.data?.missing ?? [];
  const present = cuts.data?.find((one) => one.preset === preset && one.film.key === ready.data?.key && ready.data.key !== null);
  const [asking, setAsking] = useState(false);
  const begin = async (): Promise<void> => {
    if (!timeline) return;
    setAsking(true);
    await requestCut(timeline, preset);
    setAsking(false);
  };
  return (
    <Dialog title={t("cut.title")} onClose={onClose} wide>
      <div className="presets" role="radiogroup" aria-label={t("cut.preset")}>
        {(presets.data ?? []).map((one) => (
          <label key={one.id} className={one.id === preset ? "preset on" : "preset"}>
            <input type="radio" name="preset" value={one.id} checked={one.id === preset} onChange={() => setPreset(one.id)} />
            <strong>{`preset.${one.id}` in en ? t(`preset.${one.id}` as Key) : one.title}</strong>
            <span>{one.short_side ? t("cut.lines", { count: one.short_side }) : t("cut.projectSize", { size: `${project.width}×${project.height}` })} · {t("cut.loudness", { level: one.loudness })}</span>
          </label>
        ))}
      </div>
      {missing.length > 0 ? (
        <div className="cut-missing">
          <p>{t("cut.missing", { count: missing.length, slates: missing.slice(0, 12).map((one) => one["slate"] ?? "").join(", ") })}</p>
          <Button kind="act" onClick={() => void (missing.length < 4 ? shoot(missing.map((one) => one["id"] ?? "")) : produce(project.id))}>{t("cut.makeMissing")}</Button>
        </div>
      ) : (
        <p className="row">
          {present?.film.url ? (
            <a className="button act" href={present.film.url} download={present.name}><Icon name="download" /> {t("common.download")}</a>
          ) : (
            <Button kind="act" icon="film" disabled={!timeline || asking || ready.isLoading || (present !== undefined && !["failed", "cancelled", "missing"].includes(present.film.status))} onClick={() => void begin()}>{t("cut.export")}</Button>
          )}
          <span className="note">
            {ready.data ? `${lengthOf(ready.data.frames, rateOf(project.rate))} · ${t("common.frames", { count: ready.data.frames })} · ${ready.data.runs === 0 ? t("cut.instant") : t("cut.steps", { count: ready.data.runs })}` : ""}
          </span>
        </p>
      )}
      {cuts.data && cuts.data.length > 0 ? <h3>{t("cut.made")}</h3> : null}
      <ul className="builds">{(cuts.data ?? []).map((one) => <CutRow key={one.id} one={one} project={project} current={one.film.key === ready.data?.key} />)}</ul>
    </Dialog>
  );
}

function CutRow({ one, project, current }: { one: Cut; project: ProjectFields; current: boolean }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const node = useMachine((state) => state.nodes[one.film.key]);
  const builds = useMachine((state) => state.builds);
  const status = one.film.url ? "done" : (node?.status ?? one.film.status);
  const build = Object.values(builds).find((each) => each.status === "active" && each.label.includes(String(one.number)));
  const at = new Date(one.at).toLocaleString(language === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" });
  return (
    <li className={`build ${status}`}>
      <span className="label">{t("cut.number", { number: one.number })} · {`preset.${one.preset}` in en ? t(`preset.${one.preset}` as Key) : one.preset} · {lengthOf(one.frames, rateOf(project.rate))} · {at}{current ? ` · ${t("cut.current")}` : ""}</span>
      {status === "done" && one.film.url ? (
        <>
          <a className="button quiet" href={one.film.url} target="_blank" rel="noreferrer"><Icon name="play" /> {t("cut.watch")}</a>
          <a className="button quiet" href={one.film.url} download={one.name}><Icon name="download" /> {t("common.download")}</a>
        </>
      ) : status === "failed" ? (
        <span className="said">{t("state.failed")}</span>
      ) : status === "cancelled" || (status === "missing" && !build) ? (
        <span className="said">{t("cut.waiting")}</span>
      ) : (
        <progress {...(build ? { max: Math.max(1, build.total), value: build.made } : {})} aria-label={t("state.making")} />
      )}
    </li>
  );
}
