// Adding a model of one's own: files dropped or chosen, what it can do, whose it is and what its licence allows.
import { useEffect, useId, useRef, useState } from "react";
import { client, got } from "../api/client";
import { here, useFilesOver } from "../bring/filesOver";
import { forgetNetwork, uploadNetwork } from "../bring/uploads";
import { useWords } from "../i18n";
import { en, type Key } from "../i18n/en";
import { errorWords } from "../i18n/problems";
import { Button, IconButton } from "../ui/Button";
import { emptyDraft, fileSize, idOf, missing, type OwnDraft, sendable, type Slot, titleOf } from "./own";

interface Props {
  readonly slots: readonly Slot[];
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onAdded: (title: string) => void;
}

/** Open until it is added or given up; what was sent stays on its way only while it is open. */
export function OwnForm({ slots, taken, onClose, onAdded }: Props) {
  const t = useWords();
  const [draft, setDraft] = useState<OwnDraft>(emptyDraft);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [told, setTold] = useState("");
  const [sent, setSent] = useState<number | null>(null);
  const [checking, setChecking] = useState(false);
  const [tried, setTried] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const foot = useRef<HTMLElement>(null);
  const write = (part: Partial<OwnDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const lacks = missing(draft, files.length, taken);
  const busy = sent !== null;
  useEffect(() => {
    foot.current?.scrollIntoView({ block: "nearest" });
  }, [told, tried, busy]); // what is said last is seen
  const slot = slots.find((one) => one.capability === draft.capability);

  const take = (given: Iterable<File>): void => {
    const all = [...given];
    const refused = all.filter((one) => !sendable(one.name));
    const fresh = all.filter((one) => sendable(one.name) && !files.some((other) => other.name === one.name));
    setTold(refused.length > 0 ? t("own.notSendable", { names: refused.map((one) => one.name).join(t("own.comma")) }) : "");
    setFiles([...files, ...fresh]);
    if (draft.title === "" && fresh[0]) write({ title: titleOf(fresh[0].name) });
  };

  const add = async (): Promise<void> => {
    setTried(true);
    if (lacks.length > 0 || draft.commercial === null) return;
    const total = files.reduce((sum, one) => sum + one.size, 0);
    const arrived = new Map<string, number>();
    stop.current = new AbortController();
    const { signal } = stop.current;
    setTold("");
    setSent(0);
    try {
      const ids = await Promise.all(files.map((one) => uploadNetwork(one, {
        signal,
        onProgress: ({ sent: bytes }) => {
          arrived.set(one.name, bytes);
          setSent([...arrived.values()].reduce((sum, held) => sum + held, 0) / Math.max(1, total));
        },
      })));
      setChecking(true);
      await got(client.POST("/api/checkpoints/own", {
        body: {
          id: idOf(draft.title, draft.version), capability: draft.capability, title: draft.title.trim(), licence: draft.licence.trim(),
          commercial: draft.commercial, credit: draft.credit.trim(), files: ids.map((upload) => ({ upload })),
        },
      }));
      for (const one of files) forgetNetwork(one);
      onAdded(draft.title.trim());
    } catch (problem) {
      if (!signal.aborted) setTold(errorWords(problem));
    } finally {
      setSent(null);
      setChecking(false);
    }
  };

  return (
    <form
      className="own-form" aria-label={t("own.add")}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Drop files={files} disabled={busy} onTake={take} onDrop={(name) => setFiles(files.filter((one) => one.name !== name))} />
      {slot ? <p className="note">{t("own.needs", { parts: slot.parts.map((part) => `${part.name} – ${`own.part.${slot.capability}.${part.name}` in en ? t(`own.part.${slot.capability}.${part.name}` as Key) : part.words}`).join(t("own.semicolon")) })}</p> : null}
      <div className="own-fields">
        <Labelled label={t("own.capability")}>
          {(id) => (
            <select id={id} value={draft.capability} disabled={busy} onChange={(event) => write({ capability: event.target.value })}>
              <option value="" disabled>{t("own.choose")}</option>
              {slots.map((one) => <option key={one.capability} value={one.capability}>{`cap.${one.capability}` in en ? t(`cap.${one.capability}` as Key) : one.capability}</option>)}
            </select>
          )}
        </Labelled>
        <Text label={t("own.name")} value={draft.title} disabled={busy} onWrite={(title) => write({ title })} />
        <Text label={t("own.version")} value={draft.version} disabled={busy} onWrite={(version) => write({ version })} />
        <Text label={t("own.licence")} value={draft.licence} disabled={busy} hint={t("own.licenceHint")} onWrite={(licence) => write({ licence })} />
        <Text label={t("own.credit")} value={draft.credit} disabled={busy} hint={t("own.creditHint")} onWrite={(credit) => write({ credit })} />
        <fieldset className="own-sold" disabled={busy}>
          <legend>{t("own.commercial")}</legend>
          {([true, false] as const).map((value) => (
            <label key={String(value)}>
              <input type="radio" name="own-commercial" checked={draft.commercial === value} onChange={() => write({ commercial: value })} /> {t(value ? "own.sold" : "own.notSold")}
            </label>
          ))}
        </fieldset>
      </div>
      <p className="note">{t("own.id", { id: idOf(draft.title, draft.version) })}</p>
      {tried && lacks.length > 0 ? <p role="alert" className="own-wrong">{lacks.map((one) => t(`own.lacks.${one}`)).join(" ")}</p> : null}
      {told ? <p role="alert" className="own-wrong">{told}</p> : null}
      {busy ? (
        <p className="own-sending" role="status">
          <progress value={checking ? undefined : (sent ?? 0)} max={1} aria-label={t("own.sending")} />
          <span>{checking ? t("own.checking") : t("own.sent", { percent: Math.floor((sent ?? 0) * 100) })}</span>
        </p>
      ) : null}
      <footer ref={foot}>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button kind="act" type="submit" disabled={busy}>{t("own.addNow")}</Button>
      </footer>
    </form>
  );
}

function Drop({ files, disabled, onTake, onDrop }: { files: readonly File[]; disabled: boolean; onTake: (files: Iterable<File>) => void; onDrop: (name: string) => void }) {
  const t = useWords();
  const { over, drop } = useFilesOver((given) => disabled || onTake(given), here);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={`own-drop ${over ? "over" : ""}`}
      {...drop}
    >
      <p>{t("own.drop")}</p>
      <Button disabled={disabled} onClick={() => input.current?.click()}>{t("own.chooseFiles")}</Button>
      <input
        ref={input} type="file" multiple hidden accept=".onnx,.safetensors,.json,.onnx_data,.data" aria-label={t("own.chooseFiles")}
        onChange={(event) => {
          onTake(event.target.files ?? []);
          event.target.value = "";
        }}
      />
      <ul>
        {files.map((one) => (
          <li key={one.name}>
            <span>{one.name}</span> <small>{fileSize(one.size)}</small>
            <IconButton icon="close" disabled={disabled} label={t("own.withoutFile", { name: one.name })} onClick={() => onDrop(one.name)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => React.ReactNode }) {
  const id = useId();
  return <div className="field"><label htmlFor={id}>{label}</label>{children(id)}</div>;
}

function Text({ label, value, hint, disabled, onWrite }: { label: string; value: string; hint?: string; disabled: boolean; onWrite: (value: string) => void }) {
  return (
    <Labelled label={label}>
      {(id) => <input id={id} value={value} maxLength={300} placeholder={hint} disabled={disabled} autoComplete="off" onChange={(event) => onWrite(event.target.value)} />}
    </Labelled>
  );
}
