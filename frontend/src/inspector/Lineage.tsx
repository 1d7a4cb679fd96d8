// What made a take: every step behind it, with its words, its seed, its model and how long it took.
import { useLineage } from "../api/queries";
import { useWords } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { useView } from "../view/store";

interface Step {
  readonly key: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly took_ms?: number;
  readonly status?: string;
}

/** The sheet that `useView.lineage` names. */
export function LineageSheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const key = useView((state) => state.lineage);
  const lineage = useLineage(key);
  const steps = (lineage.data?.["nodes"] ?? []) as readonly Step[];
  return (
    <Dialog title={t("take.lineage")} onClose={onClose} wide>
      {lineage.isError ? <p>{t("lineage.none")}</p> : null}
      {lineage.isLoading ? <p>{t("common.loading")}</p> : null}
      <ol className="lineage">
        {steps.toReversed().map((one) => (
          <li key={one.key}>
            <h3>{one.operation} <small className="timecode">{one.took_ms === undefined ? "" : t("lineage.took", { count: (one.took_ms / 1000).toFixed(1) })}</small></h3>
            <dl>
              {Object.entries(one.params).filter(([, value]) => value !== "" && value !== null && JSON.stringify(value) !== "[]").map(([name, value]) => (
                <div key={name}><dt>{name}</dt><dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd></div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
