// All models that draw, to choose from: what each takes, how long it draws, what it needs, its licence, its price, how it comes here.
import { useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { inOrder, matching, type Model, moneyText, sizeText } from "./capability";
import { Marks } from "./ModelButton";
import type { Models } from "./models";
import "./model.css";

interface Props {
  readonly models: Models;
  /** Empty: the film's; undefined: they differ. */
  readonly chosen: string | undefined;
  readonly onChoose: (checkpoint: string) => void;
  readonly onClose: () => void;
}

const FEW = 7; // models that need no search

/** The sheet; choosing closes it. */
export function ModelSheet({ models, chosen, onChoose, onClose }: Props) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [query, setQuery] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const film = models.all.find((one) => one.id === models.film);
  const shown = matching(inOrder(models.all, models.film), query);
  const step = (event: React.KeyboardEvent): void => {
    const way = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll<HTMLButtonElement>("button.model-card:not(:disabled)") ?? [])];
    const at = all.findIndex((one) => one === document.activeElement);
    all.at(at < 0 ? (way > 0 ? 0 : -1) : (at + way + all.length) % all.length)?.focus();
  };
  return createPortal(
    <Dialog title={t("dir.choose")} onClose={onClose} wide>
      {models.all.length > FEW ? (
        <input
          type="search" className="lib-search" autoFocus value={query} placeholder={t("cast.search")} aria-label={t("cast.search")} onKeyDown={step}
          onChange={(event) => setQuery(event.target.value)}
        />
      ) : null}
      <ul ref={list} className="model-list" onKeyDown={step}>
        {query === "" ? (
          <li>
            <button type="button" className="model-card" aria-pressed={chosen === ""} onClick={() => onChoose("")}>
              <span className="model-card-head"><b>{t("dir.asFilmNow", { title: film ? checkpointTitle(film, language) : models.film })}</b>{chosen === "" ? <Icon name="check" /> : null}</span>
              <small>{t("dir.asFilmNote")}</small>
            </button>
          </li>
        ) : null}
        {shown.map((one) => <Card key={one.id} one={one} on={chosen === one.id} usual={one.id === models.film} onChoose={() => onChoose(one.id)} />)}
        {shown.length === 0 ? <li className="note">{t("dir.noneFound", { words: query })}</li> : null}
      </ul>
    </Dialog>,
    document.body,
  );
}

function Card({ one, on, usual, onChoose }: { readonly one: Model; readonly on: boolean; readonly usual: boolean; readonly onChoose: () => void }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const needs = (["first", "last", "pose"] as const).filter((each) => one.needs?.includes(each === "pose" ? "guide.pose" : each));
  const facts = [
    needs.length > 0 ? t("dir.needsMark", { what: needs.map((each) => t(`dir.needs.${each}`)).join(t("cast.comma")) }) : "",
    one.longest ? t("dir.longest", { frames: one.longest }) : t("dir.anyLength"),
    one.gpu > 0 ? t("dir.memory", { size: `${String(one.gpu)} GiB` }) : one.hosted ? "" : t("dir.noCard"),
    one.hosted || one.size === 0 ? "" : t("dir.files", { size: sizeText(one.size) }),
    one.licence,
  ].filter(Boolean);
  return (
    <li>
      <button type="button" className="model-card" aria-pressed={on} disabled={!one.installed && !on} onClick={onChoose}>
        <span className="model-card-head">
          <b>{checkpointTitle(one, language)}</b>
          {usual ? <span className="tag">{t("set.usual")}</span> : null}
          {one.hosted ? <span className="tag">{t("dir.hosted")}</span> : null}
          {one.installed ? null : <span className="tag away">{t("form.notInstalled")}</span>}
          <span className="space" />
          {one.price ? <span className="price">{t("dir.price", { amount: moneyText(one.price.amount, one.price.currency, language), unit: unitOf(one.price.unit, t) })}</span> : null}
          {on ? <Icon name="check" /> : null}
        </span>
        <Marks takes={one.takes} words />
        <small>{facts.join(" · ")}{one.commercial ? null : <span className="warned-words"> · {t("form.notCommercial")}</span>}</small>
      </button>
      {one.installed ? null : <HowToGet one={one} />}
    </li>
  );
}

/** How a model comes to this studio. */
function HowToGet({ one }: { readonly one: Model }) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  if (one.hosted) return <p className="fetch"><span>{t("dir.hostedHow")}</span></p>;
  const command = `python manage.py checkpoints fetch ${one.id}`;
  return (
    <p className="fetch">
      <span>{t("set.howToFetch")}</span> <code>{command}</code>
      <Button
        kind="quiet" icon={copied ? "check" : "copy"}
        onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true), () => undefined)} // refused: it can be read and typed
      >
        {t(copied ? "set.copied" : "set.copy")}
      </Button>
    </p>
  );
}

function unitOf(unit: string, t: ReturnType<typeof useWords>): string {
  switch (unit) {
    case "second":
      return t("dir.unit.second");
    case "frame":
      return t("dir.unit.frame");
    case "clip":
    case "take":
      return t("dir.unit.clip");
    default:
      return unit;
  }
}
