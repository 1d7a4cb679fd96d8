// What was exported: version by version, with its progress, to watch here, to download, to let go.
import { useState } from "react";
import { type Build, type Cut, useBuilds } from "../api/queries";
import { cancel, retry } from "../api/act";
import { useEta } from "../board/StateLine";
import { useOpenFilm } from "../film/context";
import { lengthOf, type Rate } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { en } from "../i18n/en";
import { useMachine } from "../nodes/store";
import { timecodeOf } from "../player/timecode";
import { IconButton, Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { letGo } from "./asks";
import { joined } from "./line";

const JUST_ASKED = 15_000; // ms after which a build should be known

/** Bytes as people say them. */
export function sizeOf(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

/** The cuts that are kept, newest first. */
export function CutList({ cuts, rate, current }: { cuts: readonly Cut[]; rate: Rate; current: string | null }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const builds = useBuilds(id);
  const live = useMachine((state) => state.builds);
  const [watched, setWatched] = useState<string | null>(null);
  if (cuts.length === 0) return null;
  const newest = new Map<string, Build>();
  for (const one of builds.data ?? []) if (!newest.has(one.root)) newest.set(one.root, joined(one, live[one.id]));
  return (
    <section>
      <h3>{t("cut.made")}</h3>
      <ul className="builds">
        {cuts.map((one) => (
          <CutRow
            key={one.id} one={one} rate={rate} current={one.film.key === current} build={newest.get(one.film.key)} watched={watched === one.id}
            onWatch={() => setWatched(watched === one.id ? null : one.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly one: Cut;
  readonly rate: Rate;
  readonly current: boolean;
  readonly build: Build | undefined;
  readonly watched: boolean;
  readonly onWatch: () => void;
}

function CutRow({ one, rate, current, build, watched, onWatch }: RowProps) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { url, facts } = one.film;
  const at = new Date(one.at).toLocaleString(language === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" });
  const lines = Number(facts["height"] ?? 0);
  const preset = `preset.${one.preset}` in en ? t(`preset.${one.preset}` as Key) : one.preset;
  const part = one.start > 0 ? `${t("cut.from", { code: timecodeOf(one.start, rate) })} · ` : "";
  const told = [preset, `${part}${lengthOf(one.frames, rate)}`, lines > 0 ? `${String(facts["width"])}×${lines}` : "", one.size > 0 ? sizeOf(one.size) : "", at].filter(Boolean).join(" · ");
  return (
    <li className={`build cut-row ${url ? "done" : one.film.status}`}>
      <span className="build-label">
        {t("cut.number", { number: one.number })}{one.label ? ` · ${one.label}` : ""}{current ? <em>{t("cut.current")}</em> : null}
        <small>{told}</small>
      </span>
      {url ? (
        <>
          {one.name.endsWith(".mp4") ? (
            <Button kind="quiet" icon={watched ? "close" : "play"} aria-expanded={watched}
              onClick={onWatch}>{t(watched ? "cut.stopWatching" : "cut.watch")}</Button>
          ) : null}
          <a className="button quiet" href={url} download={one.name}><Icon name="download" /> {t("common.download")}</a>
        </>
      ) : <Making one={one} build={build} />}
      <IconButton icon="archive" label={t("cut.letGo", { number: one.number })} onClick={() => void letGo(one.id)} />
      {watched && url ? (
        <video
          className="cut-video" src={url} controls autoPlay playsInline aria-label={t("cut.number", { number: one.number })}
          onLoadedMetadata={(event) => event.currentTarget.scrollIntoView({ block: "nearest" })}
        />
      ) : null}
    </li>
  );
}

/** How far it is, or why it does not go on. */
function Making({ one, build }: { one: Cut; build: Build | undefined }) {
  const t = useWords();
  const eta = useEta();
  const node = useMachine((state) => state.nodes[one.film.key]);
  const failed = one.film.status === "failed" || node?.status === "failed" || build?.status === "failed";
  if (failed) {
    const message = build?.error?.["message"] ?? node?.error?.["message"];
    return (
      <>
        <span className="said">{t("state.failed")}{typeof message === "string" ? `${t("state.colon")}${message}` : ""}</span>
        {build ? <Button kind="quiet" icon="again" onClick={() => void retry(build.id)}>{t("common.retry")}</Button> : null}
      </>
    );
  }
  const asked = build === undefined && Date.now() - Date.parse(one.at) < JUST_ASKED;
  if (asked) return <span className="said">{t("state.queued")}</span>;
  if (build?.status !== "active") return <span className="said">{t("cut.waiting")}</span>;
  const share = build.made + (node?.status === "running" ? node.progress : 0);
  return (
    <>
      <progress max={Math.max(1, build.total)} value={share} aria-label={t("state.making")} />
      <span className="timecode">{t("builds.of", { made: build.made, total: build.total })} {eta(build.eta_low, build.eta_high)}</span>
      <IconButton icon="close" label={t("builds.cancel")} onClick={() => void cancel(build.id)} />
    </>
  );
}
