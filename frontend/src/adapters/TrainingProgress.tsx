// A training under way: what it draws by now, how far, how long still, and the way to stop it.
import type { AdapterRecord } from "../document/kinds";
import { clockText } from "../film/time";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import type { Training } from "./useTraining";

/** In the place of the form, which says what is no longer to be changed. */
export function TrainingProgress({ one, training, onStop }: { readonly one: AdapterRecord; readonly training: Training; readonly onStop: () => void }) {
  const t = useWords();
  const steps = one.training?.steps ?? 0;
  return (
    <section className="train" role="status">
      <h3>{t("adapter.trainingOf", { name: one.name })}</h3>
      {training.preview ? <figure className="train-preview"><img src={training.preview} alt={t("adapter.preview")} /><figcaption>{t("adapter.preview")}</figcaption></figure> : null}
      <progress max={1} value={training.progress} aria-label={t("adapter.trainingOf", { name: one.name })} />
      <p className="timecode note">
        {training.state?.status === "queued" ? t("state.queued") : t("adapter.step", { step: Math.round(training.progress * steps), steps })}
        {training.left === null ? "" : ` · ${t("adapter.left", { time: clockText(training.left) })}`}
      </p>
      <Button icon="close" onClick={onStop}>{t("adapter.stop")}</Button>
      <p className="note">{t("adapter.resumes")}</p>
    </section>
  );
}
