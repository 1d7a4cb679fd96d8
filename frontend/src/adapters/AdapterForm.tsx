// The form of an adapter: what it is for, whom it shows, the word that calls it, how strongly it lies; its file; how it is trained.
import { useEffect, useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import type { AdapterRecord } from "../document/kinds";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { LAID } from "../direction/numbers";
import { Segments } from "../forms/Control";
import { NumberRow } from "../forms/NumberRow";
import { CAMERA } from "../inspector/choices";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button, IconButton } from "../ui/Button";
import { SelectField, TextField } from "../ui/Field";
import { Face } from "./AdapterShelf";
import { AppliesIn } from "./AppliesIn";
import { chooseAdapter, useAdapters } from "./state";
import { TrainPart } from "./TrainPart";
import { archiveAdapter, bringAdapters, setAdapter, triggerOf } from "./verbs";

/** The right-hand column while the shelf of adapters is shown. */
export function AdapterForm({ all, film, project }: { readonly all: readonly AdapterRecord[]; readonly film: Film; readonly project: ProjectFields }) {
  const t = useWords();
  const chosen = useAdapters((state) => state.chosen);
  const one = all.find((each) => each.id === chosen);
  const gone = chosen !== null && one === undefined;
  useEffect(() => {
    if (gone) chooseAdapter(null); // put away, by me or by somebody else
  }, [gone]);
  return (
    <aside className="inspector shelf-form adapter-form" aria-label={t("inspector.title")}>
      {one ? <Form key={one.id} one={one} film={film} project={project} /> : <p className="note lib-nothing">{t("adapter.choose")}</p>}
    </aside>
  );
}

function Form({ one, film, project }: { readonly one: AdapterRecord; readonly film: Film; readonly project: ProjectFields }) {
  const t = useWords();
  const named = useAdapters((state) => state.named);
  const head = useRef<HTMLElement>(null);
  const [draft, setDraft] = useState<number | null>(null);
  useEffect(() => {
    if (named !== one.id) return;
    const name = head.current?.closest("article")?.querySelector<HTMLInputElement>("input[name=name]");
    name?.focus();
    name?.select();
    useAdapters.setState({ named: null });
  }, [named, one.id]);
  const write = (fields: Parameters<typeof setAdapter>[1]): void => setAdapter(one, fields);
  return (
    <article aria-label={one.name}>
      <header ref={head}>
        <h2 title={one.name}>{one.name || t("adapter.unnamed")}</h2>
        <span className="space" />
        <IconButton icon="archive" label={t("cast.archive")} shortcut="⌫" onClick={() => archiveAdapter(one)} />
        <IconButton icon="close" label={t("cast.close")} onClick={() => chooseAdapter(null)} />
      </header>
      <figure className="lib-drawn adapter"><span className="lib-face"><Face one={one} film={film} /></span></figure>
      <section>
        <TextField name="name" label={t("cast.name")} value={one.name} limit={120} onWrite={(name) => name.trim() && write({ name: name.trim() })} />
        <Segments
          label={t("adapter.purpose")} value={one.purpose} onChange={(purpose) => write({ purpose })}
          options={(["character", "style", "camera"] as const).map((value) => ({ value, label: t(`adapter.purpose.${value}`) }))}
        />
        <Whose one={one} film={film} onWrite={write} />
        <TextField label={t("adapter.trigger")} value={one.trigger} limit={200} hint={t("adapter.triggerHint", { word: triggerOf(one.name) })} onWrite={(trigger) => write({ trigger: trigger.trim() })} />
        <NumberRow
          field={LAID(100)} label={t("dir.strength")} help={t("adapter.strengthHelp")} unit="%" value={draft ?? Math.round(one.strength * 100)}
          onChange={(percent, moving) => {
            setDraft(moving ? percent : null);
            if (!moving) write({ strength: percent / 100 });
          }}
        />
      </section>
      <Bytes one={one} />
      {one.purpose === "camera" ? null : <TrainPart one={one} film={film} project={project} />}
      <AppliesIn one={one} film={film} />
    </article>
  );
}

/** Of whom, of which style, of which move: where that is, it applies by itself. */
function Whose({ one, film, onWrite }: { readonly one: AdapterRecord; readonly film: Film; readonly onWrite: (fields: Parameters<typeof setAdapter>[1]) => void }) {
  const t = useWords();
  const nobody = { value: "", label: t("adapter.byHandOnly") };
  if (one.purpose === "camera") {
    const moves = CAMERA.movement.map((value) => ({ value, label: t(`move.${value}` as Key) }));
    return <SelectField label={t("adapter.whoseMove")} value={one.movement} options={[nobody, ...moves]} onWrite={(movement) => onWrite({ movement })} />;
  }
  if (one.purpose === "style") {
    const styles = film.styles.map((each) => ({ value: each.id, label: each.name }));
    return <SelectField label={t("adapter.whoseStyle")} value={one.style ?? ""} options={[nobody, ...styles]} onWrite={(id) => onWrite({ style: id || null })} />;
  }
  const people = film.characters.map((each) => ({ value: each.id, label: each.name }));
  return <SelectField label={t("adapter.whose")} value={one.character ?? ""} options={[nobody, ...people]} onWrite={(id) => onWrite({ character: id || null })} />;
}

/** Its file: what model it is for, and another in its place. */
function Bytes({ one }: { readonly one: AdapterRecord }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const { over, drop } = useFilesOver((files) => void bringAdapters(files, one), here);
  return (
    <section
      className={over ? "adapter-bytes over" : "adapter-bytes"}
      {...drop}
    >
      <h3>{t("adapter.file")}</h3>
      <p className="note">{one.artifact ? t("adapter.madeFor", { base: one.base || t("adapter.anyBase") }) : t("adapter.noFile")}</p>
      <Button icon="download" onClick={() => input.current?.click()}>{t(one.artifact ? "adapter.otherFile" : "adapter.chooseFile")}</Button>
      <input
        ref={input} type="file" accept=".safetensors" hidden
        onChange={(event) => {
          void bringAdapters([...(event.target.files ?? [])], one);
          event.target.value = "";
        }}
      />
    </section>
  );
}
