// The picture of a thing that was put in, and another in its place: chosen, dropped or pasted.
import { useRef, useState } from "react";
import { here, useFilesOver } from "../bring/filesOver";
import { sendFor } from "../bring/give";
import { OwnPicture } from "../cast/Picture";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";

interface Props {
  /** "" where there is none yet. */
  readonly digest: string;
  readonly onGive: (digest: string) => void;
}

/** Gives the digest once the studio has the picture; what could not be sent is told where files come in. */
export function ThingPicture({ digest, onGive }: Props) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const give = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    const artifact = await sendFor(file, "picture").finally(() => setBusy(false));
    if (artifact) onGive(artifact.digest);
  };
  const { over, drop } = useFilesOver(([file]) => void give(file), here);
  return (
    <div
      className={over ? "thing-picture over" : "thing-picture"} tabIndex={0} role="group" aria-label={t("layers.thingPicture")}
      onPaste={(event) => {
        const file = [...event.clipboardData.files][0];
        if (!file) return;
        event.preventDefault();
        event.stopPropagation();
        void give(file);
      }}
      {...drop}
    >
      {digest ? <span className="thing-shown"><OwnPicture digest={digest} /></span> : null}
      <Button icon="picture" disabled={busy} onClick={() => input.current?.click()}>{t(busy ? "layers.sending" : digest ? "layers.otherPicture" : "layers.choosePicture")}</Button>
      <span className="note">{t("layers.pictureHint")}</span>
      <input
        ref={input} type="file" accept="image/*" hidden
        onChange={(event) => {
          void give(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
