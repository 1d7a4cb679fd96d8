// Drawing again: how many, with a new seed or the same, as a draft or for good.
import { useState } from "react";
import type { ShotInFilm } from "../document/select";
import { useWords } from "../i18n";
import { Segments } from "../forms/Control";
import { Button } from "../ui/Button";
import { drawTakes } from "./takes";

interface Props {
  readonly one: ShotInFilm;
  /** It is what should be done next. */
  readonly due: boolean;
}

/** The button, and what it does next to it. */
export function DrawMore({ one, due }: Props) {
  const t = useWords();
  const [count, setCount] = useState(1);
  const [same, setSame] = useState(false);
  const [quality, setQuality] = useState<"draft" | "final">("final");
  const [busy, setBusy] = useState(false);
  const first = one.takes.length === 0;
  const locked = one.shot.locked;
  const many = same ? 1 : count;
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
            void drawTakes(one, { count: many, same: same && !first, quality }).finally(() => setBusy(false));
          }}
        >
          {first ? t("shot.shoot") : t(many === 1 ? "draw.again" : "draw.many", { count: many })}
        </Button>
        <select aria-label={t("draw.count")} value={many} disabled={same} title={same ? t("draw.oneSeed") : undefined} onChange={(event) => setCount(Number(event.target.value))}>
          {[1, 2, 3, 4, 5, 6, 7, 8].map((each) => <option key={each} value={each}>×{each}</option>)}
        </select>
        <select aria-label={t("param.quality")} value={quality} onChange={(event) => setQuality(event.target.value === "draft" ? "draft" : "final")}>
          <option value="final">{t("choice.final")}</option>
          <option value="draft">{t("choice.draft")}</option>
        </select>
      </div>
      {locked ? <p className="note">{t("draw.locked")}</p> : null}
    </div>
  );
}
