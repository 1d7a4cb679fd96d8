// How much a film may spend on hosted models: said by an owner, held before anything is ordered.
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { moneyText } from "../direction/capability";
import { useLanguage, useWords } from "../i18n";

/** A line with a field; empty: as much as is asked for. */
export function Limit({ project }: { readonly project: string }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const params = { path: { id: project } };
  const told = useQuery({ queryKey: ["spending", project], staleTime: 0, queryFn: () => got(client.GET("/api/projects/{id}/spending", { params })) });
  const limit = told.data?.film ?? null;
  const currency = limit?.currency ?? "USD";
  const write = async (part: { readonly amount: string | null; readonly monthly?: boolean }): Promise<void> => {
    const body = { currency, monthly: part.monthly ?? limit?.monthly ?? false, whole: false, amount: part.amount };
    await attempt(() => got(client.PUT("/api/projects/{id}/spending", { params, body })));
    setDraft(null);
    void told.refetch();
  };
  const done = (): void => {
    if (draft === null) return;
    const typed = draft.trim().replace(",", ".");
    if (typed === "") void write({ amount: null });
    else if (/^\d{1,9}(\.\d{1,2})?$/.test(typed)) void write({ amount: typed });
    else setDraft(null);
  };
  return (
    <div className="limit">
      <label htmlFor={id}>{t("ledger.limit", { currency })}</label>
      <input
        id={id} type="text" inputMode="decimal" className="timecode" placeholder={t("ledger.noLimit")} value={draft ?? limit?.amount ?? ""}
        onChange={(event) => setDraft(event.target.value)} onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          event.stopPropagation();
        }}
      />
      {limit ? (
        <>
          <label className="check"><input type="checkbox" checked={limit.monthly} onChange={(event) => void write({ amount: limit.amount, monthly: event.target.checked })} /> {t("ledger.monthly")}</label>
          <span className="note">{t("ledger.ofLimit", { spent: moneyText(limit.spent, limit.currency, language) })}</span>
        </>
      ) : null}
    </div>
  );
}
