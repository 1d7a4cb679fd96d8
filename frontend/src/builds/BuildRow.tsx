// One build in a line: what and for what, how far, how long still; or how it ended and whose move it is.
import type { KeyboardEventHandler, PointerEventHandler } from "react";
import { cancel, retry } from "../api/act";
import type { Build } from "../api/queries";
import { useEta, useSpan } from "../board/StateLine";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { clockText } from "../film/time";
import { useLanguage, useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { LedgerLink } from "../settings/LedgerLink";
import { Button, IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { open, select } from "../view/store";
import { labelWords, noteWords } from "./labels";

/** What it is, and for what: a shot can be gone to. */
function Name({ one }: { one: Build }) {
  const t = useWords();
  const shot = useDocument((state) => (one.subject ? filmOf(state.records).byId.get(one.subject) : undefined));
  const words = labelWords(t, one.label);
  return (
    <span className="build-label">
      {shot ? (
        <button
          type="button" className="build-name" title={t("builds.goto", { slate: shot.slate })}
          onClick={() => {
            open(null);
            select(shot.shot.id);
          }}
        >
          {words}
        </button>
      ) : words}
      {shot ? <small>{[shot.scene.heading, shot.shot.action].filter(Boolean).join(" · ")}</small> : null}
    </span>
  );
}

interface ActiveProps {
  readonly one: Build;
  readonly place: number;
  readonly count: number;
  readonly lifted: boolean;
  readonly onGrip: PointerEventHandler;
  readonly onMove: KeyboardEventHandler;
  readonly onFirst: () => void;
}

/** One that is made or waits; it can be dragged by its grip, and moved by the keyboard. */
export function ActiveRow({ one, place, count, lifted, onGrip, onMove, onFirst }: ActiveProps) {
  const t = useWords();
  const eta = useEta();
  const span = useSpan();
  const node = useMachine((state) => state.nodes[one.root]);
  const words = labelWords(t, one.label);
  const waiting = one.running === 0;
  const long = one.eta_high === null ? "" : t("eta.takes", { time: span(one.eta_low, one.eta_high) });
  const share = one.made + (node?.status === "running" ? node.progress : 0);
  return (
    <div className={`build active${lifted ? " lifted" : ""}`} role="listitem" aria-posinset={place + 1} aria-setsize={count}>
      <button
        type="button" className="icon-button build-grip" aria-label={t("builds.move", { what: words, place: place + 1, count })}
          title={t("builds.moveHow")}
        disabled={count < 2} onPointerDown={onGrip} onKeyDown={onMove}
      >
        <Icon name="grip" />
      </button>
      <Name one={one} />
      <progress max={Math.max(1, one.total)} value={share} aria-label={words} />
      <span className="timecode how">
        {[waiting ? t("builds.waits", { place: place + 1 }) : t("builds.of", { made: one.made, total: one.total }), noteWords(t, node?.note ?? ""), waiting ? long : eta(one.eta_low, one.eta_high)].filter(Boolean).join(" · ")}
      </span>
      <IconButton icon="up" label={t("builds.first", { what: words })} disabled={place === 0} onClick={onFirst} />
      <IconButton icon="close" label={`${t("builds.cancel")}: ${words}`} onClick={() => void cancel(one.id)} />
    </div>
  );
}

/** One that failed: what happened, whose move it is, and trying again. */
export function FailedRow({ one }: { one: Build }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const message = nodeWords(one.error, language);
  const blame = one.error?.["blame"];
  return (
    <li className="build failed">
      <Name one={one} />
      <span className="said">{message || t("state.noReason")} <b>{t(blame === "you" ? "blame.you" : blame === "wait" ? "blame.wait" : "blame.us")}</b></span>
      <LedgerLink code={typeof one.error?.["code"] === "string" ? one.error["code"] : undefined} />
      <Button kind="quiet" icon="again" onClick={() => void retry(one.id)}>{t("common.retry")}</Button>
    </li>
  );
}

/** One that is over. */
export function EndedRow({ one }: { one: Build }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const at = one.finished ? new Date(one.finished) : null;
  const took = at && one.started ? Math.round((at.getTime() - new Date(one.started).getTime()) / 1000) : null;
  const when = at?.toLocaleTimeString(language === "zh" ? "zh-CN" : "en", { hour: "2-digit", minute: "2-digit" }) ?? "";
  return (
    <li className={`build ${one.status}`}>
      <Name one={one} />
      <span className="said timecode">
        {[one.status === "done" ? (took !== null && took > 0 ? t("builds.took", { time: clockText(took) }) : t("builds.done")) : t("builds.cancelled"), when].filter(Boolean).join(" · ")}
      </span>
      {one.status === "done" ? null : <Button kind="quiet" icon="again"
        onClick={() => void retry(one.id)}>{t("common.retry")}</Button>}
    </li>
  );
}
