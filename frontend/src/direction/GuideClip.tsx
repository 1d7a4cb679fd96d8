// A film that somebody brought, whose depth, edges or poses the shot follows.
import { useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import { sendFor } from "../bring/give";
import type { ShotInFilm } from "../document/select";
import { useOpenFilm } from "../film/context";
import { Segments } from "../forms/Control";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { useArtifact } from "../library/artifacts";
import { Button, IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { alike, directionOf, type GuideKind } from "./direction";
import { STRENGTH } from "./numbers";
import { direct } from "./write";

/** Drop a clip, or choose one. */
export function GuideClip({ shots, guides }: { readonly shots: readonly ShotInFilm[]; readonly guides: readonly GuideKind[] }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [draft, setDraft] = useState<number | null>(null);
  const guide = alike(shots.map((one) => directionOf(one.shot.direction).guide));
  const artifact = useArtifact(id, guide?.artifact);
  const [first = "depth"] = guides;
  const give = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    const sent = await sendFor(file, "movie").finally(() => setBusy(false));
    if (sent) direct(t("dir.clip"), shots, (now) => ({ guide: { kind: now.guide?.kind ?? first, strength: now.guide?.strength ?? 1, artifact: sent.digest } }));
  };
  const { over, drop } = useFilesOver(([file]) => void give(file), here);
  return (
    <div
      className={over ? "guide-clip over" : "guide-clip"} role="group" aria-label={t("dir.clip")}
      {...drop}
    >
      <div className="row">
        {guide && artifact && artifact !== "gone" ? <video src={artifact.url} muted loop playsInline preload="metadata" onPointerEnter={(event) => void event.currentTarget.play().catch(() => undefined)} onPointerLeave={(event) => event.currentTarget.pause()} /> : null}
        <Button kind={guide ? "plain" : "quiet"} disabled={busy} onClick={() => input.current?.click()}>
          <Icon name="film" /> {t(busy ? "dir.sending" : guide ? "dir.clipOther" : "dir.clipGive")}
        </Button>
        {guide ? <IconButton icon="close" label={t("dir.clipWithout")} onClick={() => direct(t("dir.clip"), shots, { guide: null })} /> : null}
      </div>
      {guide ? (
        <>
          <Segments
            label={t("dir.clipOf")} value={guide.kind} options={guides.map((kind) => ({ value: kind, label: t(`dir.guide.${kind}`) }))}
            onChange={(kind) => direct(t("dir.clip"), shots, (now) => ({ guide: now.guide && { ...now.guide, kind: kind as GuideKind } }))}
          />
          <NumberRow
            field={STRENGTH} label={t("dir.strength")} help="" unit="%" value={draft ?? Math.round(guide.strength * 100)}
            onChange={(value, moving) => {
              setDraft(moving ? value : null);
              if (!moving) direct(t("dir.clip"), shots, (now) => ({ guide: now.guide && { ...now.guide, strength: value / 100 } }));
            }}
          />
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
