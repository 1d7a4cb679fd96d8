// Drawing again: how many, with a new seed or the same, as a draft or for good.
import { useState } from "react";
import type { ShotInFilm } from "../document/select";
import { type ProjectFields, useDocument } from "../document/store";
import { drawBest } from "../deriving/best";
import { useCost } from "../deriving/useCost";
import { projectFields } from "../settings/draft";
import { change } from "../film/verbs";
import { useWords } from "../i18n";
import { Segments } from "../forms/Control";
import { Button } from "../ui/Button";
import { drawTakes } from "./takes";

interface Props {
  readonly one: ShotInFilm;
  readonly project: ProjectFields;
  /** It is what should be done next. */
  readonly due: boolean;
}

/** The button, and what it does next to it. */
export function DrawMore({ one, project, due }: Props) {
  const t = useWords();
  const [count, setCount] = useState(1);
  const [same, setSame] = useState(false);
  const [quality, setQuality] = useState<"draft" | "final">("final");
  const [busy, setBusy] = useState(false);
  const first = one.takes.length === 0;
  const locked = one.shot.locked;
  const many = same ? 1 : count;
  const [best, setBest] = useState(false);
  const judged = best && many > 1;
  const kept = useDocument((state) => projectFields(state.records, project)["bar"]);
  const bar = typeof kept === "number" ? kept : null;
  const cost = useCost([one], project, many, quality);
  return (
    <div className="draw-more">
      {first ? null : (
        <Segments
          label={t("draw.seed")} hidden value={same} onChange={(next) => setSame(next === true)}
          options={[{ value: false, label: t("draw.new") }, { value: true, label: t("draw.same") }]}
        />
      )}
      <div className="row">
        <Button
          kind={due ? "act" : "plain"} icon="again" disabled={busy || locked} title={locked ? t("draw.locked") : t("key.shoot")}
          onClick={() => {
            setBusy(true);
            const asked = judged ? drawBest([one.shot.id], { count: many, bar, quality }) : drawTakes(one, { count: many, same: same && !first, quality });
            void asked.finally(() => setBusy(false));
          }}
        >
          {first && many === 1 ? t("shot.shoot") : t(many === 1 ? "draw.again" : "draw.many", { count: many })}
        </Button>
        <select aria-label={t("draw.count")} value={many} disabled={same} title={same ? t("draw.oneSeed") : undefined} onChange={(event) => setCount(Number(event.target.value))}>
          {[1, 2, 3, 4, 5, 6, 7, 8].map((each) => <option key={each} value={each}>×{each}</option>)}
        </select>
        <select aria-label={t("param.quality")} value={quality} onChange={(event) => setQuality(event.target.value === "draft" ? "draft" : "final")}>
          <option value="final">{t("choice.final")}</option>
          <option value="draft">{t("choice.draft")}</option>
        </select>
      </div>
      {many > 1 ? (
        <div className="row wrap best-row">
          <label className="check" title={t("best.help")}>
            <input type="checkbox" checked={best} onChange={(event) => setBest(event.target.checked)} /> {t("best.keep")}
          </label>
          {best ? (
            <label className="best-bar" title={t("best.barHelp")}>
              {t("best.bar")}
              <select value={bar === null ? "" : String(bar)} onChange={(event) => change(t("best.bar"), [{ kind: "project", id: project.id, set: { bar: event.target.value === "" ? null : Number(event.target.value) } }])}>
                <option value="">{t("best.noBar")}</option>
                {[...new Set([0.5, 0.6, 0.7, 0.8, 0.9, ...(bar === null ? [] : [bar])])].sort().map((each) => <option key={each} value={String(each)}>{t("best.barAt", { percent: Math.round(each * 100) })}</option>)}
              </select>
            </label>
          ) : null}
        </div>
      ) : null}
      {cost ? <p className="note" role="status">{cost}</p> : null}
      {locked ? <p className="note">{t("draw.locked")}</p> : null}
    </div>
  );
}
