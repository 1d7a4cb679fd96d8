// Models of one's own: which there are and which films use them, adding one from files, taking one away.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, got } from "../api/client";
import type { components } from "../api/schema";
import { useWords } from "../i18n";
import { en, type Key } from "../i18n/en";
import { errorWords } from "../i18n/problems";
import { Button } from "../ui/Button";
import { tell } from "../view/store";
import { fileSize } from "./own";
import { OwnForm } from "./OwnForm";
import "./own.css";

type Own = components["schemas"]["OwnCheckpointOut"];

const useOwn = () => useQuery({ queryKey: ["own-checkpoints"], queryFn: () => got(client.GET("/api/checkpoints/own")), staleTime: 60_000 });

/** The section below the models of the film. */
export function OwnModels() {
  const t = useWords();
  const own = useOwn();
  const cache = useQueryClient();
  const [adding, setAdding] = useState(false);
  const again = (): void => {
    void cache.invalidateQueries({ queryKey: ["own-checkpoints"] });
    void cache.invalidateQueries({ queryKey: ["checkpoints"] });
  };
  return (
    <section className="models own-models" aria-labelledby="own-models">
      <h3 id="own-models">{t("own.title")}</h3>
      <p className="note">{t("own.note")}</p>
      {own.isError ? <p className="note" role="alert">{t("own.unread")}</p> : null}
      {own.data?.checkpoints.length === 0 && !adding ? <p className="note own-none">{t("own.none")}</p> : null}
      <ul className="own-list">
        {(own.data?.checkpoints ?? []).map((one) => <Row key={one.id} one={one} may={own.data?.may ?? false} onGone={again} />)}
      </ul>
      {adding && own.data ? (
        <OwnForm
          slots={own.data.slots} taken={own.data.checkpoints.map((one) => one.id)} onClose={() => setAdding(false)}
          onAdded={(title) => {
            again();
            setAdding(false);
            tell(t("own.added", { title }));
          }}
        />
      ) : null}
      {own.data?.may && !adding ? <Button icon="plus" onClick={() => setAdding(true)}>{t("own.add")}</Button> : null}
      {own.data && !own.data.may ? <p className="note">{t("own.owners")}</p> : null}
    </section>
  );
}

function Row({ one, may, onGone }: { one: Own; may: boolean; onGone: () => void }) {
  const t = useWords();
  const [asked, setAsked] = useState(false);
  const [wrong, setWrong] = useState("");
  const key = `cap.${one.capability}`;
  const used = [...one.users.map((film) => film.name), ...(one.others > 0 ? [t("own.others", { count: one.others })] : [])];
  const remove = async (): Promise<void> => {
    try {
      await got(client.DELETE("/api/checkpoints/own/{id}", { params: { path: { id: one.id } } }));
      tell(t("own.removed", { title: one.title }));
      onGone();
    } catch (problem) {
      setAsked(false);
      setWrong(errorWords(problem));
    }
  };
  const facts = [key in en ? t(key as Key) : one.capability, one.licence, one.commercial ? "" : t("set.notCommercial"), one.credit, fileSize(one.size)];
  return (
    <li className="own-row">
      <span>
        <b>{one.title}</b> <code>{one.id}</code>
        <small className={one.commercial ? "" : "warned-words"}>{facts.filter(Boolean).join(" · ")}</small>
        <small>{used.length > 0 ? t("own.usedBy", { films: used.join(t("own.comma")) }) : t("own.unused")}</small>
        {wrong ? <small role="alert" className="own-wrong">{wrong}</small> : null}
      </span>
      {!may ? null : asked ? (
        <span className="own-ask">
          <Button kind="danger" autoFocus onClick={() => void remove()}>{t("own.removeNow")}</Button>
          <Button kind="quiet" onClick={() => setAsked(false)}>{t("common.cancel")}</Button>
        </span>
      ) : (
        <Button
          kind="quiet" disabled={used.length > 0} title={used.length > 0 ? t("own.inUse") : undefined} aria-label={t("own.removeNamed", { title: one.title })}
          onClick={() => {
            setWrong("");
            setAsked(true);
          }}
        >
          {t("own.remove")}
        </Button>
      )}
    </li>
  );
}
