// Below somebody's pictures: their adapter, or the way to have one trained from these pictures.
import type { Character } from "../document/kinds";
import { type ProjectFields, useDocument } from "../document/store";
import { useModels } from "../direction/models";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { trainable, USUAL } from "./trainable";
import { adaptersOf } from "./using";
import { useTraining } from "./useTraining";
import { adapterOf } from "./verbs";

/** Leads to the shelf of adapters. */
export function TrainSomebody({ one, project }: { readonly one: Character; readonly project: ProjectFields }) {
  const t = useWords();
  const models = useModels(project);
  const own = useDocument((state) => adaptersOf(state.records).find((each) => each.purpose === "character" && each.character === one.id));
  const training = useTraining(own?.id ?? "", own?.training != null);
  const { can, usual } = trainable(models.every, models.film);
  if (!own && (can.length === 0 || one.pictures.length === 0)) return null;
  return (
    <section className="train-somebody">
      <p className="note">
        {own ? training.running ? t("adapter.training", { percent: Math.floor(training.progress * 100) }) : own.artifact ? t("adapter.has", { name: one.name }) : t("adapter.untrained") : t("adapter.offer", { name: one.name })}
      </p>
      <Button icon="style" onClick={() => adapterOf(one, usual, USUAL)}>{t(own ? "adapter.open" : "adapter.trainSomebody", { name: one.name })}</Button>
    </section>
  );
}
