// How good a take was found: a quiet mark with its figure; opened, the figures and the faults in words below it.
import { useLanguage, useWords } from "../i18n";
import { en, type Key } from "../i18n/en";
import { Icon } from "../ui/Icon";
import { figures, grade, type Score } from "./scores";
import "./scores.css";

interface Props {
  readonly score: Score;
  readonly bar: number | null;
  /** What is told of it, see `useScoreLines`. */
  readonly lines: readonly string[];
  readonly open: boolean;
  readonly onToggle: () => void;
  /** The id of what it opens. */
  readonly controls: string;
}

/** A chip; a tip says the figures, a press shows them. */
export function ScoreMark({ score, bar, lines, open, onToggle, controls }: Props) {
  const t = useWords();
  if (score.status === "drawing") return null;
  if (score.status === "scoring") return <span className="score judging">{t("score.scoring")}</span>;
  if (score.score === null && lines.length === 0) return null;
  return (
    <button
      type="button" className={`score ${grade(score, bar)}`} aria-expanded={open} aria-controls={controls} title={lines.join("\n")}
      aria-label={t("score.label", { percent: Math.round((score.score ?? 0) * 100), rank: score.rank ?? 1 })} onClick={onToggle}
    >
      {score.faults.length > 0 || score.again ? <Icon name="info" size={12} /> : score.best ? <Icon name="check" size={12} /> : null}
      {score.score === null ? t("score.faulty") : Math.round(score.score * 100)}
    </button>
  );
}

/** Place, figures, faults, and what was drawn instead of a spoiled one (`instead`: its slate). */
export function useScoreLines(score: Score | null, instead: string | null): readonly string[] {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  if (!score) return [];
  const fault = (kind: string): string => (`score.fault.${kind}` in en ? t(`score.fault.${kind}` as Key) : kind);
  return [
    ...(score.rank !== null && score.of > 1 ? [t("score.rank", { rank: score.rank, count: score.of })] : []),
    ...figures(score).map(({ name, percent }) => t("score.figure", { name: t(`score.${name}`), percent })),
    ...(score.words ? [score.words[language] ?? score.words["en"] ?? ""]
      : score.faults.map(({ kind, first, last }) => t(first === last ? "score.faultAt" : "score.faultFrom", { what: fault(kind), first: first + 1, last: last + 1 }))),
    ...(instead ? [t("score.instead", { slate: instead })] : []),
  ].filter(Boolean);
}
