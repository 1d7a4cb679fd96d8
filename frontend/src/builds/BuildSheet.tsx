// What is being made and in which order, how far all of it is, what failed and whose move it is, and what is done.
import { useMemo } from "react";
import { cancel, retry } from "../api/act";
import { type Build, useBuilds } from "../api/queries";
import { useEta } from "../board/StateLine";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { errorWords } from "../i18n/problems";
import { useMachine } from "../nodes/store";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { cancelAll } from "./asks";
import { EndedRow, FailedRow } from "./BuildRow";
import type { BuildKind } from "./labels";
import { arranged, type Gathered, joined, stallOf, wholeOf } from "./line";
import { useQuietFor } from "./news";
import { Queue } from "./Queue";
import "./builds.css";

const GATHERED: Partial<Readonly<Record<BuildKind, Key>>> = { panel: "builds.panels", proxy: "builds.proxies", tone: "builds.sounds", sound: "builds.sounds" };
const WHY: Partial<Readonly<Record<BuildKind, Key>>> = { panel: "why.panel", proxy: "why.proxy", tone: "why.sound", sound: "why.sound" };

/** The sheet of builds. */
export function BuildSheet({ project, onClose }: { project: string; onClose: () => void }) {
  const t = useWords();
  const builds = useBuilds(project);
  const live = useMachine((state) => state.builds);
  const all = useMemo(() => (builds.data ?? []).map((one) => joined(one, live[one.id])), [builds.data, live]);
  const { asked, gathered, failed, ended } = useMemo(() => arranged(all), [all]);
  const active = useMemo(() => all.filter((one) => one.status === "active"), [all]);
  return (
    <Dialog title={t("builds.title")} onClose={onClose} wide>
      {builds.isError ? <p className="note">{errorWords(builds.error)}</p> : null}
      {all.length === 0 && !builds.isError ? <p className="note">{builds.isLoading ? t("common.loading") : t("builds.none")}</p> : null}
      {active.length > 0 ? <Now project={project} active={active} /> : null}
      {asked.length > 0 ? <Queue line={asked} /> : null}
      {gathered.length > 0 ? (
        <section className="builds-part">
          <h3>{t("builds.byItself")}</h3>
          <ul className="builds">{gathered.map((one) => <GatheredRow key={one.kind} {...one} />)}</ul>
        </section>
      ) : null}
      {failed.length > 0 ? <Failed failed={failed} /> : null}
      {ended.length > 0 ? (
        <section className="builds-part">
          <h3>{t("builds.ended")}</h3>
          <ul className="builds">{ended.map((one) => <EndedRow key={one.id} one={one} />)}</ul>
        </section>
      ) : null}
    </Dialog>
  );
}

/** All of it together, and whether it moves at all. */
function Now({ project, active }: { project: string; active: readonly Build[] }) {
  const t = useWords();
  const eta = useEta();
  const stall = stallOf(active, useQuietFor(active));
  const { made, total, low, high } = wholeOf(active);
  const running = active.filter((one) => one.running > 0).length;
  return (
    <div className="builds-now">
      <p className="row">
        <progress max={Math.max(1, total)} value={made} aria-label={t("builds.whole")} />
        <span className="timecode">
          {t("builds.running", { running, waiting: active.length - running })} · {t("builds.of", { made, total })}
          {high === null ? ` · ${t("builds.unknown")}` : ` · ${eta(low, high)}`}
        </span>
        <span className="space" />
        <Button onClick={() => void cancelAll(project)}>{t("builds.cancelAll")}</Button>
      </p>
      {stall === "none" ? null : <p className="builds-stall" role="status"><Icon name="info" /> {t(stall === "waiting" ? "builds.noWorker" : "builds.noNews")}</p>}
    </div>
  );
}

/** Several of one kind, in one line: they come by themselves. */
function GatheredRow({ kind, ones }: Gathered) {
  const t = useWords();
  const eta = useEta();
  const { made, total, low, high } = wholeOf(ones);
  const words = t(GATHERED[kind] ?? "builds.pictures", { count: ones.length });
  return (
    <li className="build active">
      <span className="build-label">{words}<small>{t(WHY[kind] ?? "why.picture")}</small></span>
      <progress max={Math.max(1, total)} value={made} aria-label={words} />
      <span className="timecode">{made === 0 && ones.every((one) => one.running === 0) ? t("state.queued") : t("builds.of", { made, total })} {eta(low, high)}</span>
      <IconButton icon="close" label={`${t("builds.cancel")}: ${words}`}
        onClick={() => ones.forEach((one) => void cancel(one.id))} />
    </li>
  );
}

const SHOWN = 30; // failures in full; of more of them the rest is counted

/** What failed, and whose move it is. */
function Failed({ failed }: { failed: readonly Build[] }) {
  const t = useWords();
  return (
    <section className="builds-part">
      <h3 className="row">
        {t("builds.failed", { count: failed.length })}
        <span className="space" />
        {failed.length > 1 ? <Button kind="quiet" icon="again"
          onClick={() => failed.forEach((one) => void retry(one.id))}>{t("builds.retryAll")}</Button> : null}
      </h3>
      <ul className="builds">{failed.slice(0, SHOWN).map((one) => <FailedRow key={one.id} one={one} />)}</ul>
      {failed.length > SHOWN ? <p className="note">{t("builds.more", { count: failed.length - SHOWN })}</p> : null}
    </section>
  );
}
