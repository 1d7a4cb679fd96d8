// One summary of everything that is being brought in: how far, how long, what did not come in and why.
import { useEffect } from "react";
import { Link } from "react-router";
import { clockText } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { problemWords } from "../i18n/problems";
import { Button, IconButton } from "../ui/Button";
import { Icon, type IconName } from "../ui/Icon";
import { sizeText } from "./pace";
import { clear, forget, type Item, stopAll, summed, type Trouble, useBringing } from "./store";
import "./bring.css";

const SHOWN = 200; // rows; what failed comes first
const GONE_AFTER = 6000; // ms after everything came in
const icons: Readonly<Record<string, IconName>> = { screenplay: "speech", picture: "picture", movie: "film", audio: "sound" };

/** Drawn once, over all pages; nothing while nothing is brought in. */
export function BringPanel() {
  const t = useWords();
  const { items, unfolded } = useBringing();
  const sum = summed(items);
  const busy = sum.left > 0;
  const quiet = !busy && sum.failed === 0 && !unfolded;
  useEffect(() => {
    if (!busy) return;
    const asked = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", asked);
    return () => window.removeEventListener("beforeunload", asked);
  }, [busy]);
  useEffect(() => {
    if (!quiet || items.length === 0) return;
    const timer = setTimeout(clear, GONE_AFTER);
    return () => clearTimeout(timer);
  }, [quiet, items]);
  if (items.length === 0) return null;
  const troubled = items.filter((one) => one.state === "failed");
  const only = items.length === 1 || troubled.length === 1 ? (troubled[0] ?? items[0]) : undefined;
  const title = items.length === 1 && troubled.length === 0 ? (items[0]?.name ?? "")
    : busy ? t("bring.count", { done: sum.done + sum.failed, total: sum.total })
    : sum.done > 0 ? t("bring.done", { count: sum.done }) : "";
  const rank: Record<Item["state"], number> = { failed: 0, going: 1, waiting: 2, cancelled: 3, done: 4 };
  const rows = [...items].sort((one, other) => rank[one.state] - rank[other.state]).slice(0, SHOWN);
  return (
    <section className="bringing" aria-label={t("bring.title")}>
      <header>
        <button
          type="button" className="summary" aria-expanded={unfolded}
          onClick={() => useBringing.setState({ unfolded: !unfolded })}
        >
          <Icon name="fold" size={14} />
          <span role="status" aria-live="polite">{title}</span>
          {troubled.length > 0 ? <span className="troubled">{t("bring.failed", { count: troubled.length })}</span> : null}
        </button>
        {busy ? <Button kind="quiet" onClick={stopAll}>{t("bring.stopAll")}</Button> : <IconButton icon="close" label={t("bring.clear")} onClick={clear} />}
      </header>
      {busy ? <Pace sum={sum} checking={items.some((one) => one.progress?.phase === "checking")} /> : null}
      {!unfolded && only?.trouble ? <p className="said">{named(only.name, troubleWords(t, only.trouble))}</p> : null}
      {!unfolded && !busy && !only?.trouble && only?.to ? <p className="said"><Link className="link" to={only.to}>{t(only.is === "movie" ? "bring.look" : "bring.open")}</Link></p> : null}
      {unfolded ? (
        <ul>
          {alike(rows).map(([one, more]) => <Row key={one.id} one={one} more={more} />)}
          {items.length > SHOWN ? <li className="note">{t("bring.more", { count: items.length - SHOWN })}</li> : null}
        </ul>
      ) : null}
    </section>
  );
}

function Pace({ sum, checking }: { sum: ReturnType<typeof summed>; checking: boolean }) {
  const t = useWords();
  const value = sum.total > 1 ? sum.done + sum.failed + (sum.bytes > 0 ? (sum.sent / sum.bytes) * sum.left : 0) : sum.sent / Math.max(1, sum.bytes);
  const said = sum.away
    ? t("bring.away")
    : [
        sum.speed > 0 ? t("bring.speed", { speed: sizeText(sum.speed) }) : checking ? t("bring.checking") : "",
        sum.remains !== null ? t("bring.left", { time: clockText(sum.remains) }) : "",
      ].filter(Boolean).join(" · ");
  return (
    <div className={sum.away ? "pace away" : "pace"}>
      <progress max={sum.total > 1 ? sum.total : 1} value={value} aria-label={t("bring.title")} />
      <span className="timecode">{said}</span>
    </div>
  );
}

/** Files with the same trouble share a row: the first of them, and how many more. */
function alike(items: readonly Item[]): readonly (readonly [Item, number])[] {
  const rows = new Map<string, [Item, number]>();
  for (const one of items) {
    const name = one.state === "failed" ? JSON.stringify(one.trouble) : String(one.id);
    const known = rows.get(name);
    if (known) known[1]++;
    else rows.set(name, [one, 0]);
  }
  return [...rows.values()];
}

function Row({ one, more }: { one: Item; more: number }) {
  const t = useWords();
  const { progress } = one;
  const said = one.trouble
    ? troubleWords(t, one.trouble)
    : one.state === "cancelled" ? t("bring.cancelled")
    : one.state === "done" ? ""
    : progress?.phase === "checking" ? t("bring.checking")
    : progress && progress.phase !== "waiting" ? `${sizeText(progress.sent)} / ${sizeText(progress.size)}${progress.resumed > 0 ? ` · ${t("bring.resumed", { size: sizeText(progress.resumed) })}` : ""}`
    : t("bring.waiting");
  return (
    <li className={one.state}>
      <Icon name={one.state === "done" ? "check" : one.state === "failed" ? "info" : (icons[one.is ?? ""] ?? "download")} size={14} />
      <span className="name" title={one.name}>{one.name}{more > 0 ? ` ${t("bring.more", { count: more })}` : ""}</span>
      {one.to ? <Link className="link" to={one.to}>{t(one.is === "movie" ? "bring.look" : "bring.open")}</Link> : null}
      {one.state === "going" && one.stop ? <IconButton icon="close" label={t("bring.stop", { name: one.name })} onClick={one.stop} /> : null}
      {more === 0 && (one.state === "failed" || one.state === "cancelled") ? <IconButton icon="close" label={t("bring.forget", { name: one.name })} onClick={() => forget(one.id)} /> : null}
      {said ? <span className="said">{said}</span> : null}
    </li>
  );
}

/** The words, with the file's name before them unless they say it themselves. */
function named(name: string, words: string) {
  return words.includes(name) ? words : <><b>{name}</b> {words}</>;
}

function troubleWords(t: ReturnType<typeof useWords>, trouble: Trouble): string {
  return "refuse" in trouble ? t(`refuse.${trouble.refuse}` as Key) : problemWords(trouble);
}
