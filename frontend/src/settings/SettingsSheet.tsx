// The settings of a film: what its picture measures, how fast it runs, what is spoken, which models make it; changed as one edit.
import { useState } from "react";
import type { Film } from "../document/select";
import { useDocument, type ProjectFields } from "../document/store";
import { lengthOf, rateOf } from "../film/time";
import { change } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { tell } from "../view/store";
import { Cost } from "./Cost";
import { changesOf, type Draft, draftOf, projectFields } from "./draft";
import { Ledger } from "./Ledger";
import { Models } from "./Models";
import { OwnModels } from "./OwnModels";
import { Rate } from "./Rate";
import { Shape } from "./Shape";
import "./settings.css";

interface Props {
  readonly project: ProjectFields;
  readonly film: Film;
  /** Where it opens. */
  readonly at?: "settings" | "ledger";
  readonly onClose: () => void;
}

/** Opened by `open("settings")`, or `open("ledger")`. */
export function SettingsSheet({ project, film, at = "settings", onClose }: Props) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const was = draftOf(projectFields(records, project), film.styles);
  const [touched, setTouched] = useState<Partial<Draft>>({});
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const draft: Draft = { ...was, ...touched };
  const changes = changesOf(draft, was, project.id);
  const write = (part: Partial<Draft>): void => setTouched((before) => ({ ...before, ...part }));
  const says = (what: string) => (bad: boolean): void => setWrong((before) => {
    if (before.has(what) === bad) return before;
    const next = new Set(before);
    if (bad) next.add(what);
    else next.delete(what);
    return next;
  });
  const style = draft.styles.length > 1 ? "several" : (draft.styles[0] ?? "");
  return (
    <Dialog title={t("set.title")} onClose={onClose} wide>
      <div className="settings">
        <Shape draft={draft} onWrite={write} onWrong={says("shape")} />
        <Rate value={draft.rate} onWrite={(rate) => write({ rate })} onWrong={says("rate")} />
        {draft.rate !== was.rate ? (
          <p className="note">{t("set.rateNote", { was: lengthOf(film.frames, rateOf(was.rate)), now: lengthOf(film.frames, rateOf(draft.rate)) })}</p>
        ) : null}
        <div className="set-pair">
          <SelectField
            label={t("set.language")} value={draft.language}
            options={[...["en", "zh"].map((value) => ({ value, label: t(value === "zh" ? "set.language.zh" : "set.language.en") })),
              ...(["en", "zh"].includes(draft.language) ? [] : [{ value: draft.language, label: draft.language }])]}
            onWrite={(language) => write({ language })}
          />
          <SelectField
            label={t("set.style")} value={style}
            options={[{ value: "", label: t("set.noStyle") }, ...film.styles.map((one) => ({ value: one.id, label: one.name })), ...(style === "several" ? [{ value: "several", label: t("set.manyStyles") }] : [])]}
            onWrite={(id) => id !== "several" && write({ styles: id === "" ? [] : [id] })}
          />
          <SelectField
            label={t("set.captions")} value={draft.captions}
            options={(["off", "track", "burned"] as const).map((value) => ({ value, label: t(`captions.${value}`) }))}
            onWrite={(captions) => write({ captions })}
          />
          <label className="check"><input type="checkbox" checked={draft.slate} onChange={(event) => write({ slate: event.target.checked })} /> {t("set.slate")}</label>
        </div>
        <Models chosen={draft.checkpoints} onWrite={(checkpoints) => write({ checkpoints })} />
        <OwnModels />
        <Ledger project={project.id} film={film} first={at === "ledger"} />
      </div>
      <footer className="settings-foot">
        <Cost project={project.id} film={film} changes={changes} />
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button
          kind="act" disabled={changes.length === 0 || wrong.size > 0}
          onClick={() => {
            change(t("set.title"), changes);
            tell(t("set.applied"));
            onClose();
          }}
        >
          {t("set.apply")}
        </Button>
      </footer>
    </Dialog>
  );
}
