// How good a take was found: a quiet mark with its figure; opened, the figures and the faults in words.
import { useId, useState } from "react";
import { useLanguage, useWords } from "../i18n";
import { en, type Key } from "../i18n/en";
import { Icon } from "../ui/Icon";
import { figures, grade, type Score } from "./scores";

interface Props {
  readonly score: Score;
  readonly bar: number | null;
  /** The slate of the take that was drawn instead. */
  readonly instead: string | null;
}

/** A chip; a tip says the figures, a press keeps them open. */
export function ScoreMark({ score, bar, instead }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const id = useId();
  const [open, setOpen] = useState(false);
  if (score.status === "drawing") return null;
  if (score.status === "scoring") return <span className="score waiting">{t("score.scoring")}</span>;
  const lines = [
    ...(score.rank !== null && score.of > 1 ? [t("score.rank", { rank: score.rank, count: score.of })] : []), ...linesOf(score, t),
    ...(score.words ? [score.words[language] ?? score.words["en"] ?? ""] : []), ...(instead ? [t("score.instead", { slate: instead })] : []),
  ].filter(Boolean);
  if (score.score === null && lines.length === 0) return null;
  return (
    <>
      <button
        type="button" className={`score ${grade(score, bar)}`} aria-expanded={open} aria-controls={id} title={lines.join("\n")}
        aria-label={t("score.label", { percent: Math.round((score.score ?? 0) * 100), rank: score.rank ?? 1 })}
        onClick={() => setOpen(!open)}
      >
        {score.faults.length > 0 || score.again ? <Icon name="info" size={12} /> : score.best ? <Icon name="check" size={12} /> : null}
        {score.score === null ? t("score.faulty") : Math.round(score.score * 100)}
      </button>
      <ul id={id} className="score-figures" hidden={!open}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </>
  );
}

function linesOf(score: Score, t: ReturnType<typeof useWords>): readonly string[] {
  const fault = (kind: string): string => (`score.fault.${kind}` in en ? t(`score.fault.${kind}` as Key) : kind);
  return [
    ...figures(score).map(({ name, percent }) => t("score.figure", { name: t(`score.${name}`), percent })),
    ...score.faults.map(({ kind, first, last }) => t(first === last ? "score.faultAt" : "score.faultFrom", { what: fault(kind), first: first + 1, last: last + 1 })),
  ];
}
