// What the shot is drawn over: its own animatic, or a clip that somebody brought; how much of it is given up, and in which layer only.
import { useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import { sendFor } from "../bring/give";
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { Segments } from "../forms/Control";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { layersOf } from "../layers/records";
import { useArtifact } from "../library/artifacts";
import { Button } from "../ui/Button";
import { SelectField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { alike, directionOf, type Over } from "./direction";
import { STRENGTH } from "./numbers";
import { direct } from "./write";

interface Props {
  readonly shots: readonly ShotInFilm[];
  /** It can be told how much is given up. */
  readonly freely: boolean;
  /** It can be told which part is made anew. */
  readonly masked: boolean;
}

/** Off, the animatic, or a clip; a layer is offered where one shot is chosen. */
export function DrawOver({ shots, freely, masked }: Props) {
  const t = useWords();
  const { id } = useOpenFilm();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [draft, setDraft] = useState<number | null>(null);
  const [only] = shots;
  const layers = useDocument((state) => (shots.length === 1 && only ? layersOf(state.records, only.shot.id) : NONE))
    .filter((each) => each.kind === "cut" && (each.masks.length > 0 || each.auto !== "" || each.matte !== ""));
  const over = alike(shots.map((one) => directionOf(one.shot.direction).over));
  const artifact = useArtifact(id, over?.artifact || undefined);
  const set = (part: Partial<Over>): void => direct(t("dir.over"), shots, (now) => ({ over: { ...(now.over ?? USUAL), ...part } }));
  const give = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    const sent = await sendFor(file, "movie").finally(() => setBusy(false));
    if (sent) set({ artifact: sent.digest });
  };
  const { over: dragged, drop } = useFilesOver(([file]) => void give(file), here);
  const where = masked ? (over?.layer ?? "") : "";
  return (
    <div className={dragged ? "guide-clip over" : "guide-clip"} role="group" aria-label={t("dir.over")} {...drop}>
      <Segments
        label={t("dir.over")} help={t("dir.overHelp")} value={over === undefined ? null : over === null ? "" : over.artifact ? "clip" : "animatic"}
        options={[{ value: "", label: t("dir.guide.none") }, { value: "animatic", label: t("dir.overAnimatic") }, { value: "clip", label: t(busy ? "dir.sending" : "dir.overClip") }]}
        onChange={(next) => {
          if (next === "") direct(t("dir.over"), shots, { over: null });
          else if (next === "animatic") set({ artifact: "" });
          else input.current?.click();
        }}
      />
      {over ? (
        <>
          {over.artifact ? (
            <div className="row">
              {artifact && artifact !== "gone" ? <video src={artifact.url} muted loop playsInline preload="metadata" onPointerEnter={(event) => void event.currentTarget.play().catch(() => undefined)} onPointerLeave={(event) => event.currentTarget.pause()} /> : null}
              <Button kind="quiet" disabled={busy} onClick={() => input.current?.click()}><Icon name="film" /> {t(busy ? "dir.sending" : "dir.clipOther")}</Button>
            </div>
          ) : null}
          {masked && shots.length === 1 ? (
            <>
              <SelectField
                label={t("dir.overWhere")} value={layers.some((each) => each.id === where) ? where : ""}
                options={[{ value: "", label: t("derive.whole") }, ...layers.map((each) => ({ value: each.id, label: each.name || t("derive.layer") }))]}
                onWrite={(layer) => set({ layer: layer || null })}
              />
              {layers.length === 0 ? <p className="note">{t("derive.noLayers")}</p> : null}
              {!freely && where === "" ? <p className="note warned-words" role="status">{t("dir.overPart")}</p> : null}
            </>
          ) : null}
          {freely ? (
            <NumberRow
              field={{ ...STRENGTH, usual: 60 }} label={t("derive.strength")} help={t("dir.overStrengthHelp")} unit="%" value={draft ?? Math.round(over.strength * 100)}
              onChange={(value, moving) => {
                setDraft(moving ? value : null);
                if (!moving) set({ strength: value / 100 });
              }}
            />
          ) : null}
        </>
      ) : null}
      <input
        ref={input} type="file" accept="video/*" hidden
        onChange={(event) => {
          void give(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

const NONE: ReturnType<typeof layersOf> = [];
const USUAL: Over = { artifact: "", strength: 0.6, layer: null };
