// The adapters that lay on a take: whose, on what they were trained and from which pictures.
import { useCheckpoints } from "../api/machine";
import { OwnPicture } from "../cast/Picture";
import { type AdapterRecord, view } from "../document/kinds";
import { useDocument } from "../document/store";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";

/** By the digests of their weights. One that was put away, or trained anew since, is told by its digest. */
export function LineageAdapters({ digests }: { readonly digests: readonly string[] }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const records = useDocument((state) => state.records["adapter"]);
  const catalogue = useCheckpoints();
  if (digests.length === 0) return null;
  const all = Object.entries(records ?? {}).map(([id, fields]) => view("adapter", id, fields));
  const learned = ({ training }: AdapterRecord): string => {
    if (!training) return t("adapter.brought");
    const on = catalogue.data?.find((one) => one.id === training.checkpoint);
    return t("adapter.learned", { count: training.pictures.length, steps: training.steps, title: on ? checkpointTitle(on, language) : training.checkpoint });
  };
  return (
    <>
      <h3>{t("adapter.title")}</h3>
      <ul className="lineage-used lineage-adapters">
        {digests.map((digest) => {
          const one = all.find((each) => each.artifact === digest);
          return (
            <li key={digest}>
              <b>{one?.name || digest.slice(0, 12)}</b> {one ? <span className="note">{learned(one)}</span> : null}
              {one?.training ? <span className="lineage-faces">{one.training.pictures.slice(0, 8).map((each) => <span key={each}><OwnPicture digest={each} /></span>)}</span> : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
