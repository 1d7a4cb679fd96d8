// What hosted models have cost: every order with what it was for and how it stands; in sum, by currency.
import { useQuery } from "@tanstack/react-query";
import { Fragment, useEffect, useRef, useState } from "react";
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { useCheckpoints } from "../api/machine";
import type { Film } from "../document/select";
import { moneyText } from "../direction/capability";
import { useLanguage, useWords } from "../i18n";
import { en, type Key } from "../i18n/en";
import { checkpointTitle } from "../i18n/checkpoints";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Limit } from "./Limit";
import { sums } from "./sums";
import "./ledger.css";

/** A part of the settings; nothing where no model is hosted and nothing was ever ordered. */
export function Ledger({ project, film, first = false }: { readonly project: string; readonly film: Film; readonly first?: boolean }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [open, setOpen] = useState(first);
  const checkpoints = useCheckpoints();
  const told = useQuery({ queryKey: ["ledger", project], staleTime: 0, queryFn: () => got(client.GET("/api/ledger", { params: { query: { project } } })) });
  const rows = told.data ?? [];
  const place = useRef<HTMLButtonElement>(null);
  const there = told.data !== undefined && checkpoints.data !== undefined;
  useEffect(() => { // somebody came for it: it is what they look at, as soon as it is there
    if (!first || !there) return;
    place.current?.scrollIntoView({ block: "start" });
    place.current?.focus();
  }, [first, there]);
  if (rows.length === 0 && !checkpoints.data?.some((one) => one.hosted)) return null;
  const settle = async (id: string, paid: boolean): Promise<void> => {
    await attempt(() => got(client.POST("/api/ledger/{id}/settle", { params: { path: { id } }, body: { paid } })));
    void told.refetch();
  };
  const title = (model: string): string => {
    const one = checkpoints.data?.find((each) => each.id === model);
    return one ? checkpointTitle(one, language) : model;
  };
  const state = (name: string): string => (`ledger.state.${name}` in en ? t(`ledger.state.${name}` as Key) : name);
  return (
    <section className="ledger">
      <h3>{t("ledger.title")}</h3>
      <div className="capability">
        <button ref={place} type="button" className="capability-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span>{t("ledger.spent")}</span>
          <span className="now">{told.isError ? t("ledger.unread") : sums(rows).map(({ amount, currency }) => moneyText(amount, currency, language)).join(" + ") || t("ledger.nothing")}</span>
          <Icon name="fold" />
        </button>
        {open ? (
          rows.length === 0 ? <p className="note">{t("ledger.none")}</p> : (
            <div className="ledger-table">
              <table>
                <thead><tr><th>{t("ledger.at")}</th><th>{t("ledger.for")}</th><th>{t("ledger.model")}</th><th>{t("ledger.state")}</th><th className="amount">{t("ledger.amount")}</th></tr></thead>
                <tbody>
                  {rows.map((row) => (
                    <Fragment key={row.id}>
                      <tr className={row.unsure ? "unsure" : undefined} title={[row.provider, row.reference, row.note].filter(Boolean).join(" · ")}>
                        <td className="timecode">{new Date(row.at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "short", timeStyle: "short" })}</td>
                        <td>{film.byId.get(row.shot ?? "")?.slate ?? "–"}</td>
                        <td>{title(row.model)}</td>
                        <td>{state(row.state)}</td>
                        <td className={row.owed ? "amount timecode" : "amount timecode unspent"}>{row.amount === null ? t("ledger.unknown") : moneyText(row.amount, row.currency, language)}</td>
                      </tr>
                      {row.unsure ? (
                        <tr>
                          <td colSpan={5}>
                            <div className="settle">
                              <span>{t("ledger.unsure")}</span>
                              <Button onClick={() => void settle(row.id, true)}>{t("ledger.paid")}</Button>
                              <Button onClick={() => void settle(row.id, false)}>{t("ledger.notPaid")}</Button>
                            </div>
                          </td>
                        </tr>
                      ) : null}
                    </Fragment>
                  ))}
                </tbody>
              </table>
            </div>
          )
        ) : null}
      </div>
      <Limit project={project} />
    </section>
  );
}
