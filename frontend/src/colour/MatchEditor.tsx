// What a shot's colours are matched to: another shot, picked by its picture, or a picture that somebody brings.
import { useRef, useState } from "react";
import { usePanels } from "../api/queries";
import { here, useFilesOver } from "../bring/filesOver";
import { readable } from "../bring/pictures";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import type { EditorProps } from "../effects/editors";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { ShotPicker } from "../layers/ShotPicker";
import { useArtifact } from "../library/artifacts";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { give, sendFile } from "./giving";
import "./colour.css";
import "../layers/places.css";

/** For "style.match". */
export function MatchEditor({ effect, shot }: EditorProps) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const input = useRef<HTMLInputElement>(null);
  const [picking, setPicking] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const film = useDocument((state) => filmOf(state.records));
  const picture = effect.inputs["picture"]?.["artifact"];
  const other = effect.inputs["reference"]?.["shot"];
  const artifact = useArtifact(id, typeof picture === "string" ? picture : undefined);
  const like = typeof other === "string" ? film.byId.get(other) : undefined;
  const take = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    if (!file || share !== null) return;
    setShare(0);
    const ready = (await readable(file)) ?? file; // what no picture is, the studio refuses in words
    const sent = await sendFile(ready, "image", setShare);
    setShare(null);
    if (sent) give(effect, { picture: { artifact: sent }, reference: null }, t("match.give"));
  };
  const { over, drop } = useFilesOver<true>((files) => void take(files), here);
  const url = picture ? (artifact && artifact !== "gone" ? artifact.url : "") : like ? panels.data?.get(like.shot.id)?.url : "";
  const said = share !== null ? t("lut.sending", { percent: Math.round(share * 100) })
    : picture ? (artifact === "gone" ? t("match.pictureGone") : t("match.picture"))
    : like ? t("match.shot", { slate: like.slate })
    : other ? t("match.shotGone") : t("match.none");
  return (
    <div className="colour">
      <div className={over ? "taking over" : "taking"} {...drop}>
        {url ? <img className="example" src={url} alt={said} draggable={false} /> : null}
        <span className={url ? "" : "note"}>{said}</span>
        {share !== null ? <progress value={share} aria-label={said} /> : null}
        <span className="row wrap">
          <Button onClick={() => setPicking(true)}>{t("match.pick")}</Button>
          <Button kind="quiet" disabled={share !== null} onClick={() => input.current?.click()}>{t("match.file")}</Button>
          {picture || other ? <Button kind="quiet" onClick={() => give(effect, { picture: null, reference: null }, t("match.away"))}>{t("match.away")}</Button> : null}
        </span>
        <input
          ref={input} type="file" accept="image/*" hidden
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      {picking ? (
        <Dialog title={t("match.title", { slate: shot.slate })} wide onClose={() => setPicking(false)}>
          <ShotPicker
            film={film} several={false} chosen={like ? [like.shot.id] : []} without={shot.shot.id}
            onChoose={(chosen) => {
              give(effect, { reference: { shot: chosen }, picture: null }, t("match.give"));
              setPicking(false);
            }}
          />
        </Dialog>
      ) : null}
    </div>
  );
}
