// What is being made, what is done, what failed and why; each can be cancelled or tried again.
import { cancel, retry, stop } from "../api/act";
import { type Build, useBuilds } from "../api/queries";
import { useEta } from "../board/StateLine";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import type { Key } from "../i18n/en";
import { isHousekeeping, labelWords, readLabel } from "./labels";

const GATHERED: Readonly<Record<string, Key>> = { panel: "builds.panels", proxy: "builds.proxies" };

/** The sheet of builds. */
export function BuildSheet({ project, onClose }: { project: string; onClose: () => void }) {
  const t = useWords();
  const builds = useBuilds(project);
  const live = useMachine((state) => state.builds);
  const all = (builds.data ?? []).map((one) => ({ ...one, ...pick(live[one.id]) }));
  const active = all.filter((one) => one.status === "active");
  const failed = all.filter((one) => one.status === "failed");
  const rest = all.filter((one) => one.status !== "active" && one.status !== "failed" && !isHousekeeping(one.label)).slice(0, 40);
  const asked = active.filter((one) => !isHousekeeping(one.label));
  const shown = active.filter((one) => isHousekeeping(one.label));
  const gathered = [...new Set(shown.map((one) => readLabel(one.label).kind))].map((kind) => ({
    kind, ones: shown.filter((one) => readLabel(one.label).kind === kind),
  }));
  return (
    <Dialog title={t("builds.title")} onClose={onClose} wide>
      {all.length === 0 ? <p className="note">{builds.isLoading ? t("common.loading") : t("builds.none")}</p> : null}
      {active.length > 1 ? <p className="row"><Button onClick={() => void stop(project)}>{t("builds.cancelAll")}</Button></p> : null}
      <ul className="builds">
        {asked.map((one) => <BuildRow key={one.id} one={one} />)}
        {gathered.map(({ kind, ones }) => <Gathered key={kind} words={GATHERED[kind] ?? "builds.pictures"} ones={ones} />)}
        {[...failed, ...rest].map((one) => <BuildRow key={one.id} one={one} />)}
      </ul>
    </Dialog>
  );
}

function pick(event: Partial<Build> | undefined): Partial<Build> {
  if (!event) return {};
  const { status, made, total, eta_low = null, eta_high = null } = event;
  return { ...(status === undefined ? {} : { status }), ...(made === undefined ? {} : { made }), ...(total === undefined ? {} : { total }), eta_low, eta_high };
}

/** Several of one kind, in one line: they come by themselves. */
function Gathered({ words, ones }: { words: Key; ones: readonly Build[] }) {
  const t = useWords();
  const total = ones.reduce((sum, one) => sum + one.total, 0);
  const made = ones.reduce((sum, one) => sum + one.made, 0);
  return (
    <li className="build active">
      <span className="label">{t(words, { count: ones.length })}</span>
      <progress max={Math.max(1, total)} value={made} aria-label={t(words, { count: ones.length })} />
      <span className="timecode">{made === 0 ? t("state.queued") : t("builds.of", { made, total })}</span>
      <IconButton icon="close" label={t("builds.cancel")} onClick={() => ones.forEach((one) => void cancel(one.id))} />
    </li>
  );
}

function BuildRow({ one }: { one: Build }) {
  const t = useWords();
  const eta = useEta();
  const message = typeof one.error?.["message"] === "string" ? one.error["message"] : "";
  const waiting = one.running === 0 && one.made === 0;
  return (
    <li className={`build ${one.status}`}>
      <span className="label">{labelWords(t, one.label)}</span>
      {one.status === "active" ? (
        <>
          <progress max={Math.max(1, one.total)} value={one.made} aria-label={labelWords(t, one.label)} />
          <span className="timecode">{waiting && one.eta_high === null ? t("state.queued") : t("builds.of", { made: one.made, total: one.total })} {eta(one.eta_low, one.eta_high)}</span>
          <IconButton icon="close" label={t("builds.cancel")} onClick={() => void cancel(one.id)} />
        </>
      ) : (
        <>
          <span className="said">{one.status === "failed" ? `${t("state.failed")}${message ? t("state.colon") + message : ""}` : t(one.status === "done" ? "builds.done" : "builds.cancelled")}</span>
          {one.status === "done" ? null : <Button kind="quiet" icon="again" onClick={() => void retry(one.id)}>{t("common.retry")}</Button>}
        </>
      )}
    </li>
  );
}
