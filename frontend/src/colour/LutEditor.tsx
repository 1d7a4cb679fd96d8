// A table of colours for a shot: dropped or chosen, with its name and size; the shot's colours as a table for other programs.
import { useEffect, useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import type { EditorProps } from "../effects/editors";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { useArtifact } from "../library/artifacts";
import { Button } from "../ui/Button";
import { tell } from "../view/store";
import { tableAddress } from "./api";
import { give, sendFile } from "./giving";
import { fetchTable } from "./tables";
import "./colour.css";

/** For "style.lut". */
export function LutEditor({ effect, shot, frame }: EditorProps) {
  const t = useWords();
  const { id } = useOpenFilm();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const given = effect.inputs["lut"]?.["artifact"];
  const digest = typeof given === "string" ? given : undefined;
  const artifact = useArtifact(id, digest);
  const known = artifact && artifact !== "gone" ? artifact : null;
  useEffect(() => {
    if (known?.url && digest) void fetchTable(digest, known.url);
  }, [known?.url, digest]);
  const take = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    if (!file || share !== null) return;
    if (!/\.cube$/i.test(file.name)) return tell(t("lut.notOne", { name: file.name }), "failed");
    setShare(0);
    const sent = await sendFile(file, "lut", setShare);
    setShare(null);
    if (sent) give(effect, { lut: { artifact: sent } }, t("lut.give"));
  };
  const { over, drop } = useFilesOver<true>((files) => void take(files), here);
  const facts = known?.facts as { name?: string; title?: string; size?: number; dimensions?: number } | undefined;
  const size = facts?.dimensions === 1 ? `${facts.size ?? ""}` : `${facts?.size ?? ""}³`;
  return (
    <div className="colour">
      <div className={over ? "taking over" : "taking"} {...drop}>
        {share !== null ? <><span>{t("lut.sending", { percent: Math.round(share * 100) })}</span><progress value={share} aria-label={t("lut.sending", { percent: Math.round(share * 100) })} /></>
          : artifact === "gone" ? <span className="said wrong">{t("lut.gone")}</span>
          : known ? <span className="given"><b>{facts?.name ?? t("lut.unnamed")}</b><small>{[facts?.title, size].filter(Boolean).join(" · ")}</small></span>
          : digest ? <span className="note">…</span>
          : <span className="note">{t("lut.none")}</span>}
        <span className="row wrap">
          <Button onClick={() => input.current?.click()} disabled={share !== null}>{t(digest ? "lut.other" : "lut.choose")}</Button>
          {digest ? <Button kind="quiet" onClick={() => give(effect, { lut: null }, t("lut.away"))}>{t("lut.away")}</Button> : null}
        </span>
        <input
          ref={input} type="file" accept=".cube" hidden
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      {effect.layer === null ? <div className="row wrap"><a className="button quiet" href={tableAddress(shot.shot.id, { frame })} download title={t("colour.saveAllTip")}>{t("colour.saveAll")}</a></div> : null}
    </div>
  );
}
