// Which model does what: licence, credit and size of each, whether it is here, and how it would come here.
import { useState } from "react";
import { type Checkpoint, useCheckpoints, useOperations } from "../api/machine";
import { useLanguage, useWords } from "../i18n";
import { checkpointTitle } from "../i18n/checkpoints";
import { en, type Key } from "../i18n/en";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { type Asked, capabilities, chosenWith, choices } from "./capabilities";

interface Props {
  readonly chosen: Readonly<Record<string, string>>;
  readonly onWrite: (chosen: Readonly<Record<string, string>>) => void;
}

const sizeText = (bytes: number): string => (bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : bytes > 0 ? `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB` : "");

/** One row for each capability; opened, what can be chosen for it. */
export function Models({ chosen, onWrite }: Props) {
  const t = useWords();
  const operations = useOperations();
  const catalogue = useCheckpoints();
  if (operations.isError || catalogue.isError) return <p className="note">{t("set.noModels")}</p>;
  const asked = capabilities(operations.data ?? []);
  return (
    <section className="models">
      <h3>{t("set.models")}</h3>
      <p className="note">{t("set.modelsNote")}</p>
      {asked.map((one) => (
        <Capability key={one.capability} asked={one} all={choices(one, catalogue.data ?? [])} now={chosen[one.capability] ?? one.usual} onChoose={(id) => onWrite(chosenWith(chosen, one, id))} />
      ))}
    </section>
  );
}

function Capability({ asked, all, now, onChoose }: { asked: Asked; all: readonly Checkpoint[]; now: string; onChoose: (id: string) => void }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [open, setOpen] = useState(false);
  const key = `cap.${asked.capability}`;
  const name = key in en ? t(key as Key) : asked.capability;
  const current = all.find((one) => one.id === now);
  const several = all.length + (asked.usual === "" ? 1 : 0) > 1;
  return (
    <div className="capability">
      <button type="button" className="capability-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>{name}</span>
        <span className="now">{current ? checkpointTitle(current, language) : (now === "" ? t("set.without") : now)}</span>
        <Icon name="fold" />
      </button>
      {open ? (
        <div role="radiogroup" aria-label={name}>
          {asked.usual === "" ? (
            <label className="model">
              <input type="radio" name={asked.capability} checked={now === ""} onChange={() => onChoose("")} />
              <span><b>{t("set.without")}</b></span>
            </label>
          ) : null}
          {all.map((one) => <Model key={one.id} one={one} asked={asked} on={one.id === now} onChoose={() => onChoose(one.id)} />)}
          {several ? null : <p className="note">{t("set.oneChoice")}</p>}
        </div>
      ) : null}
    </div>
  );
}

function Model({ one, asked, on, onChoose }: { one: Checkpoint; asked: Asked; on: boolean; onChoose: () => void }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const [copied, setCopied] = useState(false);
  const command = `python manage.py checkpoints fetch ${one.id}`;
  const facts = [one.licence, one.commercial ? "" : t("set.notCommercial"), one.credit, sizeText(one.size), one.id === asked.usual ? t("set.usual") : ""];
  return (
    <div className="model-row">
      <label className="model">
        <input type="radio" name={asked.capability} checked={on} disabled={!one.installed && !on} onChange={onChoose} />
        <span>
          <b>{checkpointTitle(one, language)}</b>
          <small className={one.commercial ? "" : "warned-words"}>{facts.filter(Boolean).join(" · ")}</small>
        </span>
      </label>
      {one.installed ? null : (
        <p className="fetch">
          <span>{t("set.notInstalled")}. {t("set.howToFetch")}</span> <code>{command}</code>
          <Button
            kind="quiet" icon={copied ? "check" : "copy"}
            onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true), () => undefined)}
          >
            {t(copied ? "set.copied" : "set.copy")}
          </Button>
        </p>
      )}
    </div>
  );
}
