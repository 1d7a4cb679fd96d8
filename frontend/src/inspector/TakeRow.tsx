// One take: its picture, how it stands, its seed, who drew it when; and what can be done with it.
import { useState } from "react";
import { useMe } from "../api/queries";
import type { components } from "../api/schema";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { clockAt, rateOf } from "../film/time";
import { change, switchTake } from "../film/verbs";
import { useLanguage, useWords } from "../i18n";
import { DERIVED } from "../deriving/plan";
import { ScoreMark, useScoreLines } from "../deriving/ScoreMark";
import type { Score } from "../deriving/scores";
import { openDeriving } from "../deriving/store";
import { VERBS } from "../deriving/act";
import { useDocument } from "../document/store";
import { useMachine } from "../nodes/store";
import { nodeWords } from "../nodes/words";
import { IconButton } from "../ui/Button";
import { TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { useView } from "../view/store";
import { keepTake, lockTake, putAway, restoreTake } from "./takes";
import { useTakeProxy } from "./takeProxy";
import { whenText } from "./when";

export type TakeFacts = components["schemas"]["TakeOut"];

interface Props {
  readonly one: ShotInFilm;
  readonly take: Take;
  readonly facts: TakeFacts | undefined;
  readonly rate: string;
  readonly onCompare: (() => void) | null;
  /** Compare it with the take that it was made of. */
  readonly onBase: (() => void) | null;
  readonly score: Score | null;
}

const ICONS = { "video.edit": "pen", "video.extend": "pan-right", "video.loop": "loop", "video.outpaint": "full", "video.animate": "person", "time.slow": "slip" } as const;

/** A row of the strip. */
export function TakeRow({ one, take, facts, rate, onCompare, onBase, score }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const current = one.shot.take === take.id;
  const locked = current && one.shot.locked;
  const node = useMachine((state) => state.nodes[take.key]);
  const preview = useMachine((state) => state.previews[take.key]);
  const done = node?.status === "done";
  const proxy = useTakeProxy(take.id, done);
  const shared = useMe().data?.shared ?? false; // alone in a studio, every take is one's own
  const [noting, setNoting] = useState(false);
  const [figures, setFigures] = useState(false);
  const lines = useScoreLines(score, score ? insteadOf(one, score) : null);
  const bar = useDocument((state) => state.records["project"]?.[state.project?.id ?? ""]?.["bar"]);
  const slate = `${one.slate}-${take.number}`;
  const middle = clockAt(Math.floor(one.shot.frames / 2), rateOf(rate)).toFixed(2);
  const why = nodeWords(node?.error, language);
  const state =
    done ? ""
    : node?.status === "running" ? `${t("state.making")} ${Math.floor(node.progress * 100)} %`
    : node?.status === "failed" ? `${t("state.failed")}${t("state.colon")}${why}`
    : node?.status === "queued" ? t("state.queued")
    : t("take.unmade");
  return (
    <li className={["take", current ? "current" : "", take.kept ? "printed" : ""].join(" ")}>
      <div className="take-line">
        <button type="button" className="pick" aria-pressed={current} title={t(current ? "take.shown" : "take.use", { slate })} onClick={() => switchTake(one.shot.id, take.id)}>
          <span className="thumb">
            {proxy?.url ? (
              <video
                src={`${proxy.url}#t=${middle}`} muted loop playsInline preload="metadata" tabIndex={-1}
                onPointerEnter={(event) => void event.currentTarget.play().catch(() => undefined)} // refused: the still stays
                onPointerLeave={(event) => event.currentTarget.pause()}
              />
            ) : preview ? <img src={`data:image/jpeg;base64,${preview}`} alt="" /> : <Icon name={node?.status === "failed" ? "close" : "film"} />}
            {node?.status === "running" ? <progress max={1} value={node.progress} aria-label={t("state.making")} /> : null}
          </span>
          <span className="told">
            <span className="take-name">
              <b>{slate}</b>
              {locked ? <Icon name="lock" size={12} title={t("shot.locked")} /> : null}
              {take.kept ? <span className="kept">{t("take.kept")}</span> : null}
              {take.quality === "draft" ? <span>{t("choice.draft")}</span> : null}
            </span>
            {state ? <span className={node?.status ?? ""} title={why || undefined}>{state}</span> : <span className="timecode">{t("take.seed", { seed: take.seed })}</span>}
            {facts?.derived ? <span className="derived" title={facts.derived.prompt || undefined}>{facts.derived.words[language] ?? facts.derived.words["en"]}</span> : null}
            {facts ? <span title={new Date(facts.at).toLocaleString(language)}>{[shared ? facts.by : "", whenText(facts.at, language)].filter(Boolean).join(" · ")}</span> : null}
          </span>
        </button>
        <span className="tools">
          {score ? <ScoreMark score={score} bar={typeof bar === "number" ? bar : null} lines={lines} open={figures} onToggle={() => setFigures(!figures)} controls={`score-${take.id}`} /> : null}
          <IconButton icon="check" label={t(take.kept ? "take.unkeep" : "take.keep")} {...(current ? { shortcut: "P" } : {})} aria-pressed={take.kept} onClick={() => keepTake(one, take)} />
          <Menu
            label={t("take.more", { slate })}
            items={[
              { label: t("take.compare"), icon: "compare", disabled: !onCompare || !done, run: () => onCompare?.() },
              ...(onBase ? [{ label: t("derive.compareBase"), icon: "compare" as const, disabled: !done, run: onBase }] : []),
              { label: t("take.lineage"), icon: "info", disabled: !done, run: () => useView.setState({ sheet: "lineage", lineage: take.key }) },
              ...DERIVED.map((is) => ({ label: `${t(VERBS[is])}…`, icon: ICONS[is], disabled: !done || one.shot.locked, run: () => openDeriving({ is, shot: one.shot.id, take: take.id }) })),
              { label: t("take.restore"), icon: "restore", run: () => void restoreTake(one, take) },
              { label: t(locked ? "take.unlock" : "take.lock"), icon: "lock", run: () => lockTake(one, take) },
              { label: t(take.note ? "take.editNote" : "take.addNote"), icon: "note", run: () => setNoting(true) },
              { label: t("take.copySeed"), icon: "seed", run: () => change(t("take.copySeed"), [{ kind: "shot", id: one.shot.id, set: { seed: take.seed } }]) },
              { label: t("take.putAway"), icon: "archive", danger: true, disabled: locked, run: () => putAway(one, take) },
            ]}
          />
        </span>
      </div>
      {lines.length > 0 ? <ul id={`score-${take.id}`} className="score-figures" hidden={!figures}>{lines.map((line) => <li key={line}>{line}</li>)}</ul> : null}
      {noting || take.note ? (
        <div className="take-note">
          <TextField
            hidden label={t("take.note", { slate })} hint={t("take.noteHint")} value={take.note} limit={1000} rows={take.note.length > (language === "zh" ? 20 : 40) ? 2 : 1}
            onWrite={(note) => change(t("take.note", { slate }), [{ kind: "take", id: take.id, set: { note } }])}
          />
        </div>
      ) : null}
    </li>
  );
}

/** The slate of the take that was drawn in the place of a spoiled one. */
function insteadOf(one: ShotInFilm, score: Score): string | null {
  const other = one.takes.find((each) => each.id === score.again);
  return other ? `${one.slate}-${other.number}` : null;
}
