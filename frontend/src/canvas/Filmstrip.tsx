// The shot beneath its picture, frame by frame: scrubbed, with a mark for each frame at which something was said of a layer.
import type { ShotInFilm } from "../document/select";
import { useWords } from "../i18n";
import { seek, useCanvas } from "./store";

interface Props {
  readonly one: ShotInFilm;
  readonly url: string | null;
  readonly rate: string;
}

/** The strip. */
export function Filmstrip({ one }: Props) {
  const t = useWords();
  const frame = useCanvas((state) => state.frame);
  const frames = useCanvas((state) => state.frames);
  return (
    <div className="filmstrip">
      <input
        type="range" min={0} max={frames - 1} value={frame} aria-label={t("canvas.strip", { slate: one.slate })}
        onChange={(event) => seek(Number(event.target.value))}
      />
    </div>
  );
}
