// The takes of a shot: switch, keep, compare, see what made it. Switching is an edit like any other, so undo switches back.
import { useState } from "react";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { switchTake } from "../film/verbs";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { IconButton } from "../ui/Button";
import { useView } from "../view/store";
import { CompareSheet } from "./CompareSheet";
import { useTakeProxy } from "./takeProxy";

/** Newest first. */
export function TakeStrip({ one }: { one: ShotInFilm }) {
  const t = useWords();
  const [against, setAgainst] = useState<Take | null>(null);
  if (one.takes.length === 0) return null;
  return (
    <section>
      <h3>{t("takes.title")}</h3>
      <ul className="takes">
        {one.takes.toReversed().map((take) => (
          <TakeRow key={take.id} one={one} take={take} onCompare={one.take && one.take.id !== take.id ? () => setAgainst(take) : null} />
        ))}
      </ul>
      {against && one.take ? <CompareSheet one={one} now={one.take} other={against} onClose={() => setAgainst(null)} /> : null}
    </section>
  );
}

function TakeRow({ one, take, onCompare }: { one: ShotInFilm; take: Take; onCompare: (() => void) | null }) {
  const t = useWords();
  const current = one.shot.take === take.id;
  const node = useMachine((state) => state.nodes[take.key]);
  const done = node?.status === "done";
  const proxy = useTakeProxy(take.id, done);
  const words =
    done ? t("take.seed", { seed: take.seed })
    : node?.status === "running" ? `${t("state.making")} ${Math.floor(node.progress * 100)} %`
    : node?.status === "failed" ? t("state.failed")
    : node?.status === "queued" ? t("state.queued")
    : t("take.unmade");
  return (
    <li className={current ? "take current" : "take"}>
      <button type="button" className="pick" aria-pressed={current} onClick={() => switchTake(one.shot.id, take.id)}>
        <span className="thumb">
          {proxy?.url ? (
            <video
              src={proxy.url} muted loop playsInline preload="metadata" tabIndex={-1}
              onPointerEnter={(event) => void event.currentTarget.play().catch(() => undefined)} // refused: the still stays
              onPointerLeave={(event) => event.currentTarget.pause()}
            />
          ) : null}
        </span>
        <span className="told">
          <b>{one.slate}-{take.number}</b>
          {take.kept ? <span className="kept">{t("take.kept")}</span> : null}
          <span className={node?.status ?? ""}>{words}</span>
        </span>
      </button>
      <span className="tools">
        <IconButton
          icon="check" label={t("take.keep")} aria-pressed={take.kept}
          onClick={() => void attempt(() => got(client.POST("/api/takes/{id}/keep", { params: { path: { id: take.id } } })))}
        />
        {onCompare ? <IconButton icon="compare" label={t("take.compare")} disabled={!done} onClick={onCompare} /> : null}
        <IconButton icon="info" label={t("take.lineage")} disabled={!done} onClick={() => useView.setState({ sheet: "lineage", lineage: take.key })} />
      </span>
    </li>
  );
}
