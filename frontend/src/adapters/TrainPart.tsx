// Training an adapter from pictures: on which model, from which of them, how long; then how far it is, with what it draws by now.
import { useState } from "react";
import { attempt } from "../api/act";
import { queries } from "../api/queries";
import { OwnPicture } from "../cast/Picture";
import type { AdapterRecord, Training } from "../document/kinds";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { settled } from "../bring/settled";
import { useModels } from "../direction/models";
import { FRAMES } from "../direction/numbers";
import { clockText } from "../film/time";
import { NumberRow } from "../forms/NumberRow";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { ThingPicture } from "../layers/ThingPicture";
import { Button } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { nodeWords } from "../nodes/words";
import { Icon } from "../ui/Icon";
import { stopTraining, train } from "./api";
import { TrainingProgress } from "./TrainingProgress";
import { trainable, USUAL } from "./trainable";
import { useTraining } from "./useTraining";
import { setAdapter } from "./verbs";

const RANKS = [4, 8, 16, 32, 64, 128] as const;
const FEWEST = 3; // pictures from which somebody is learned at all

interface Props {
  readonly one: AdapterRecord;
  readonly film: Film;
  readonly project: ProjectFields;
}

/** The section. */
export function TrainPart({ one, film, project }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const models = useModels(project);
  const { can, usual } = trainable(models.every, models.film);
  const [draft, setDraft] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const training = useTraining(one.id, one.training !== null);
  const who = film.characters.find((each) => each.id === one.character);
  const style = film.styles.find((each) => each.id === one.style);
  const now: Training = one.training ?? { checkpoint: usual, pictures: who?.pictures ?? style?.pictures ?? [], steps: USUAL.steps, rank: USUAL.rank, seed: 0, caption: "" };
  const write = (part: Partial<Training>): void => setAdapter(one, { training: { ...now, ...part, pictures: [...(part.pictures ?? now.pictures)] } });
  const known = [...new Set([...(who?.pictures ?? []), ...(style?.pictures ?? []), ...now.pictures])];
  const model = can.find((each) => each.id === now.checkpoint);
  const begin = async (): Promise<void> => {
    setBusy(true);
    if (one.training === null) write({});
    await settled();
    await attempt(() => train(one.id)).finally(() => setBusy(false));
    void queries.invalidateQueries({ queryKey: ["training", one.id] });
  };
  if (training.running) return <TrainingProgress one={one} training={training} onStop={() => void attempt(() => stopTraining(training.state)).then(() => queries.invalidateQueries({ queryKey: ["training", one.id] }))} />;
  const refused = training.state?.status === "failed" ? "" : nodeWords(training.state?.problem, language);
  const lacks = can.length === 0 ? t("adapter.lacksModel") : !model?.installed ? t("adapter.lacksInstalled") : now.pictures.length < FEWEST ? t("adapter.lacksPictures", { least: FEWEST }) : null;
  return (
    <section className="train">
      <h3>{t("adapter.train")}</h3>
      {training.state?.status === "failed" ? <p className="failed" role="status">{t("adapter.trainFailed")} {nodeWords(training.state.problem, language)}</p> : null}
      <SelectField
        label={t("adapter.trainOn")} value={now.checkpoint} onWrite={(checkpoint) => write({ checkpoint })}
        options={can.map((each) => ({ value: each.id, label: `${checkpointTitle(each, language)}${each.installed ? "" : ` · ${t("form.notInstalled")}`}` }))}
      />
      <div role="group" aria-label={t("adapter.pictures")}>
        <span className="dir-label">{t("adapter.picturesCount", { count: now.pictures.length, all: known.length })}</span>
        <ul className="train-pictures">
          {known.map((digest, at) => {
            const on = now.pictures.includes(digest);
            return (
              <li key={digest}>
                <button
                  type="button" role="checkbox" aria-checked={on} aria-label={t("cast.picture", { number: at + 1, name: one.name })} className={on ? "on" : ""}
                  onClick={() => write({ pictures: on ? now.pictures.filter((each) => each !== digest) : [...now.pictures, digest] })}
                >
                  <OwnPicture digest={digest} />{on ? <span className="tick"><Icon name="check" size={12} /></span> : null}
                </button>
              </li>
            );
          })}
        </ul>
        <ThingPicture digest="" onGive={(digest) => write({ pictures: [...new Set([...now.pictures, digest])] })} />
      </div>
      <TextField label={t("adapter.caption")} value={now.caption} rows={2} limit={1000} hint={t("adapter.captionHint")} onWrite={(caption) => write({ caption })} />
      <div className="pair">
        <SelectField label={t("adapter.rank")} value={String(now.rank)} options={RANKS.map((rank) => ({ value: String(rank), label: String(rank) }))} onWrite={(rank) => write({ rank: Number(rank) })} />
        <NumberRow
          field={{ ...FRAMES(10, 20_000, USUAL.steps), slides: false }} label={t("dir.steps")} help={t("adapter.stepsHelp")} unit="" value={draft ?? now.steps}
          onChange={(steps, moving) => {
            setDraft(moving ? steps : null);
            if (!moving) write({ steps });
          }}
        />
      </div>
      <p className="note" role="status">{lacks ?? (refused || (training.state?.eta ? t("adapter.eta", { time: clockText(training.state.eta) }) : t("adapter.etaUnknown")))}</p>
      <Button kind={one.artifact ? "plain" : "act"} icon="again" disabled={lacks !== null || busy} onClick={() => void begin()}>{t(one.artifact ? "adapter.trainAgain" : "adapter.trainNow")}</Button>
    </section>
  );
}
