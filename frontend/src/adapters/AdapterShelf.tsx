// The shelf of adapters: a card each, what is being sent, and what to do when there is none. Files are dropped on all of it.
import type { AdapterRecord } from "../document/kinds";
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import { OwnPicture, Drawn } from "../cast/Picture";
import { PutAway } from "../cast/PutAway";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button } from "../ui/Button";
import { Icon, type IconName } from "../ui/Icon";
import { chooseAdapter, useAdapters } from "./state";
import { useTraining } from "./useTraining";
import { adaptersOf } from "./using";
import { addAdapter } from "./verbs";

export const PURPOSES: Readonly<Record<AdapterRecord["purpose"], { readonly words: Key; readonly icon: IconName }>> = {
  character: { words: "adapter.purpose.character", icon: "person" },
  style: { words: "adapter.purpose.style", icon: "style" },
  camera: { words: "adapter.purpose.camera", icon: "camera" },
};

/** What the library shows while this shelf is chosen. */
export function AdapterShelf({ film, query }: { readonly film: Film; readonly query: string }) {
  const t = useWords();
  const all = useDocument((state) => adaptersOf(state.records));
  const { chosen, coming } = useAdapters();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter((one) => words.every((word) => `${one.name} ${one.trigger} ${one.base}`.toLowerCase().includes(word)));
  if (all.length === 0 && coming.length === 0) {
    return (
      <>
        <div className="empty-shelf">
          <Icon name="style" size={36} />
          <h2>{t("adapter.empty")}</h2>
          <p>{t("adapter.emptyHint")}</p>
          <Button kind="act" icon="plus" onClick={() => addAdapter()}>{t("adapter.add")}</Button>
        </div>
        <PutAway shelf="adapter" film={film} />
      </>
    );
  }
  return (
    <>
      <div className="lib-shelf adapter" role="group" aria-label={t("adapter.title")}>
        {shown.map((one) => <Card key={one.id} one={one} film={film} chosen={chosen === one.id} />)}
        {coming.map((one) => (
          <div key={one.id} className="lib-entry adapter lib-sent" role="status">
            <span className="lib-face"><progress max={1} value={one.part} aria-label={t("cast.bringing", { name: one.file })} /></span>
            <span className="told"><b>{one.file}</b><small className="timecode">{Math.floor(one.part * 100)} %</small></span>
          </div>
        ))}
        {shown.length === 0 && coming.length === 0 ? <p className="note">{t("adapter.none")}</p> : null}
      </div>
      <PutAway shelf="adapter" film={film} />
    </>
  );
}

function Card({ one, film, chosen }: { readonly one: AdapterRecord; readonly film: Film; readonly chosen: boolean }) {
  const t = useWords();
  const training = useTraining(one.id, one.training !== null);
  const state = training.running ? t("adapter.training", { percent: Math.floor(training.progress * 100) })
    : one.artifact ? (one.base || t("adapter.anyBase")) : training.state?.status === "failed" ? t("adapter.failed") : t("adapter.untrained");
  return (
    <button type="button" id={`entry-${one.id}`} className="lib-entry adapter" aria-pressed={chosen} onClick={() => chooseAdapter(chosen ? null : one.id)}>
      <span className="lib-face">
        {training.preview && training.running ? <img src={training.preview} alt="" /> : <Face one={one} film={film} />}
        {training.running ? <progress max={1} value={training.progress} aria-label={t("adapter.trainingOf", { name: one.name })} /> : null}
        <span className="purpose"><Icon name={PURPOSES[one.purpose].icon} size={13} title={t(PURPOSES[one.purpose].words)} /></span>
      </span>
      <span className="told"><b title={one.name}>{one.name || t("adapter.unnamed")}</b><small className={training.state?.status === "failed" ? "failed" : training.running ? "making" : ""}>{state}</small></span>
    </button>
  );
}

/** Whom it is of, as they look. */
export function Face({ one, film }: { readonly one: AdapterRecord; readonly film: Film }) {
  const who = film.characters.find((each) => each.id === one.character);
  const style = film.styles.find((each) => each.id === one.style);
  const digest = one.training?.pictures[0] ?? who?.pictures[0] ?? style?.pictures[0];
  if (digest) return <OwnPicture digest={digest} />;
  return who ? <Drawn kind="character" one={who} wanted /> : <Icon name={PURPOSES[one.purpose].icon} size={28} />;
}
